/** What the page is told when it opens. */
export interface PageSetup {
  title: string;
  /** The number that every handset dials. */
  number: string;
  /** Numbers that a person may like to call from. */
  suggestions: readonly SuggestedNumber[];
  /** The handsets that are open already. */
  handsets: readonly OpenHandset[];
}

/** A number to call from, and who that is to the application. */
export interface SuggestedNumber {
  number: string;
  name: string;
  role: 'customer' | 'operator' | 'withheld';
}

/** A handset that takes commands. */
export interface OpenHandset {
  id: string;
  number: string;
  /** The SID of the call it is on, or of the latest one. */
  call: string | undefined;
}

/** The first message of an event stream, named `state`; the events follow, one message each. */
export interface StreamState {
  /** Whether the events go on from the `Last-Event-ID`; otherwise they begin anew. */
  isResumed: boolean;
  /** The exchange's time: milliseconds since 1970, UTC. */
  now: number;
  /** Whether that time passes as it does for the reader; virtual time does not. */
  ticks: boolean;
}
