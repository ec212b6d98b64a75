/** What the wallboard says, in one language. Ages and lengths come in as they are to be read. */
export interface WallboardTexts {
  title: string;
  waiting: string;
  longestWait: string;
  /** Nobody waits. */
  nobodyWaits: string;
  late(thresholdSeconds: number): string;
  operators: string;
  ready: string;
  inCalls: string;
  /** Of one operator. */
  inCall: string;
  noOperators: string;
  today: string;
  offered: string;
  answered: string;
  abandoned: string;
  serviceLevel: string;
  standard(formula: string, thresholdSeconds: number): string;
  byTwilio: string;
  /** How many wait by our own events, where Twilio's number is another. */
  byOwnEvents(count: number): string;
  twilioSilent: string;
  twilioStale(age: string): string;
  lost(count: number, minutes: number): string;
  live: string;
  asOf(time: string): string;
  stale(age: string): string;
  connectionLost: string;
  noFigures: string;
  /** For those who hear the page. */
  announce(waiting: number): string;
}
