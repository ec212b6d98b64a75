import type { Contestant } from '../contestants/contestant';
import type { PreparedRequest } from './prepare-requests';

/** A program that sends requests over many connections, on each one after the other. */
export interface Generator {
  /** With its version, as `wrk 4.1.0`. */
  describe(): Promise<string>;
  /**
   * Sends `requests` in their order. Where they are at their end before the time is, the rest of the
   * time begins with the first again or is left out, as the program can; nothing is sent twice with
   * the same token.
   */
  send(target: Contestant, requests: readonly PreparedRequest[], burst: Burst): Promise<Sent>;
}

/** How long, over how many connections. */
export interface Burst {
  connections: number;
  seconds: number;
  signal: AbortSignal;
}

/** What came of it. */
export interface Sent {
  /** How many were sent; those that were on their way at the end have no answer. */
  sent: number;
  /** How many were answered with 2xx. */
  acknowledged: number;
  /** How many were answered with anything else. */
  refused: number;
  /** Connections that broke, and answers that did not come in time. */
  broken: number;
  tookSeconds: number;
  p50Ms: number;
  p99Ms: number;
}
