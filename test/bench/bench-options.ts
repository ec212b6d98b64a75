import type { DialectName } from '../../src/database/dialect';
import type { Credentials } from '../../src/twilio/urls';

/** What drives the servers: `wrk` where it is installed, `autocannon` everywhere. */
export const GENERATORS = ['wrk', 'autocannon'] as const;
/** One of `GENERATORS`. */
export type GeneratorName = (typeof GENERATORS)[number];

/** Another server with the same routes, to be put beside ours. */
export interface OtherServer {
  /** As `http://127.0.0.1:8081`. */
  origin: string;
  credentials: Credentials;
  /** Where its rows are counted; undefined where they are not. */
  databaseUrl: string | undefined;
}

/** What the command line asks for. */
export interface BenchOptions {
  /** How often each thing is measured. */
  rounds: number;
  /** How long each measurement lasts. */
  seconds: number;
  connections: number;
  /** Of the widest server of ours. */
  workers: number;
  dialect: DialectName;
  generator: GeneratorName;
  against: OtherServer | undefined;
  /** Names of the requests that are measured. */
  loads: readonly string[];
  /** Of the part `rows`: how many lie behind its larger database; undefined as it sees fit. */
  rows: number | undefined;
  /** Of the part `soak`: how many it sends at least; undefined as it sees fit. */
  requests: number | undefined;
  /** Of the part `soak`: how long it sends at least. */
  minutes: number | undefined;
  /** A short form that shows that everything works; its figures say nothing. */
  isQuick: boolean;
}
