import type { CustomerKey, OperatorKey } from '../plot';
import type { Step } from '../steps';
import type { ShiftStory, Summary } from '../story';

/** The figures of the summary that have a line each. */
export type FigureKey =
  | Exclude<keyof Summary, 'averageWaitSeconds' | 'longestWaitSeconds'>
  | 'averageWait'
  | 'longestWait'
  | 'duration';

/** Everything that the demo says, in one language. */
export interface DemoTexts {
  /** What each customer is there to show, in a few words. */
  customers: Readonly<Record<CustomerKey, string>>;
  operators: Readonly<Record<OperatorKey, string>>;

  title: string;
  /** Said before the story. */
  intro: string;
  /** Introduces what a customer hears first. */
  menuIsHeard: (menu: string) => string;
  customersTitle: string;
  operatorsTitle: string;
  summaryTitle: string;
  yourTurnTitle: string;

  /** What a customer heard, did and met with, in a sentence or more. */
  tellCustomer: (steps: readonly Step[]) => string;
  /** What an operator did, in a sentence. */
  tellShift: (shift: Pick<ShiftStory, 'customers' | 'talkSeconds'>) => string;

  figures: Readonly<Record<FigureKey, string>>;
  /** A length of time, in whole seconds. */
  duration: (seconds: number) => string;
  /** A length of real time, with tenths of a second. */
  realSeconds: (seconds: number) => string;
  busiest: (busiest: NonNullable<Summary['busiest']>) => string;
  debuggerLogIsEmpty: string;

  starting: string;
  /** While the morning goes by: the time of day, and how many have called. */
  progress: (time: string, calls: number) => string;
  portIsTaken: (port: number) => string;
  serverStays: string;
  credentials: (user: string, password: string) => string;
  /** What to do with the browser handsets, a step each. */
  toTry: (operators: readonly { name: string; number: string }[]) => readonly string[];
  files: (database: string, log: string) => string;
  howToStop: string;
  stopped: string;

  runsAlready: (folder: string, pid: number) => string;
  cannotWrite: (path: string, reason: string) => string;
  serverDidNotStart: (reason: string) => string;
  serverEnded: (log: string) => string;
}
