import type { BenchDatabase } from './bench-database';
import type { BenchOptions } from './bench-options';
import type { Contestant } from './contestants/contestant';
import type { Ours } from './contestants/ours';
import type { DriveOptions, DriveResult } from './load/drive';
import type { Load } from './load/loads';

/** One part of the bench: a question that it measures an answer to. */
export interface Part {
  /** As on the command line and in `bench-results.json`. */
  name: string;
  /** For people: what is measured. */
  title: string;
  /** Whether it takes so long that it runs only where it is named. */
  isLong?: boolean;
  /** Measures. Throws only where it cannot go on; what turns out wrong is among `faults`. */
  run(context: PartContext): Promise<PartResult>;
}

/** What a part finds when it begins. Whatever it starts here is ended after it, however it ends. */
export interface PartContext {
  options: BenchOptions;
  /**
   * An empty database that is up to date, of the dialect asked for, for the part alone. The server
   * behind it is started on first use, and is the same for all parts.
   */
  openDatabase(): Promise<BenchDatabase>;
  /** Starts the built server, signatures checked, and waits until it answers. */
  startOurs(settings: OursSettings): Promise<Ours>;
  /** Sends requests as Twilio would, and measures. */
  drive(target: Contestant, load: Load, options: DriveOptions): Promise<DriveResult>;
  /** Has something ended after the part, last one first. */
  defer(end: () => Promise<unknown> | unknown): void;
  /** A line for whoever watches, on standard error. */
  report(line: string): void;
  /** How far the part is: steps that take about as long as each other. The time left is told with it. */
  step(done: number, of: number, doing: string): void;
  /** Aborted where the bench is to end early; `drive` rejects then. */
  signal: AbortSignal;
}

/** What is different for one server. */
export interface OursSettings {
  /** For people, as `minicc, 2 workers`. */
  name: string;
  database: BenchDatabase;
  workers: number;
  /** Environment variables on top of the bench's own. */
  environment?: Record<string, string>;
}

/** Something measured, once or several times. */
export interface Figure {
  /** Of what, as `wait: minicc, 2 workers`. */
  subject: string;
  /** Which property of it, as `throughput`. */
  name: string;
  /** As `requests/s`, `ms`, `MiB`. */
  unit: string;
  median: number;
  /** The same as `median` where it was measured once. */
  least: number;
  most: number;
}

/** What a part found. */
export interface PartResult {
  figures: Figure[];
  /** What is not as it must be, a line each; the bench fails where there is one. */
  faults: string[];
  /** What limits the figures, a line each, as that prepared requests ran out. */
  remarks: string[];
  /** Markdown for README.md: ratios rather than what only this machine can do, in one table or more. */
  table: string;
  /** Markdown for whoever ran it: the absolute figures. */
  details: string;
}
