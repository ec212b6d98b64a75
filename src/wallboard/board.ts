/** A figure that more than one may know. */
export interface Waiting {
  count: number;
  /** When the one who waits longest began to; milliseconds since 1970. */
  longestSince: number | undefined;
  /** Whose word counts. */
  source: 'twilio' | 'minicc';
  /** How many wait by our own events, where Twilio's number is another. */
  ours: number | undefined;
}

/** Somebody who answers. */
export interface OperatorNow {
  callSid: string;
  /** Their name, or the end of their number. */
  name: string;
  state: 'ready' | 'talking';
  /** When the talk began, of those in one. */
  talkingSince: number | undefined;
}

/** What has come of today. */
export interface Today {
  offered: number;
  answered: number;
  abandoned: number;
  /** A fraction of 1; undefined where there was no call. */
  serviceLevel: number | undefined;
  formula: string;
  thresholdSeconds: number;
  madeAt: number;
}

/** How Twilio's own word stands, where there is an account. */
export interface TwilioWord {
  /** When it was last heard; undefined where it never was. */
  readAt: number | undefined;
  /** Whether it is new enough to count. */
  isFresh: boolean;
}

/** All that the wallboard shows. Times are milliseconds since 1970. */
export interface Board {
  /** When the tables were read. */
  madeAt: number;
  waiting: Waiting;
  /** Callers who were not heard of for long, and are counted in nothing. */
  lost: number;
  operators: OperatorNow[];
  talking: number;
  /** Undefined until it is known. */
  today: Today | undefined;
  /** Undefined where there is no account. */
  twilio: TwilioWord | undefined;
}

/** What goes out: the board read last, and the time of the server at which it does. */
export interface BoardMessage {
  /** Undefined where the database could not be read since the server began. */
  board: Board | undefined;
  now: number;
}
