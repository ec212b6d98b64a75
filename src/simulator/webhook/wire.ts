import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock';
import type { Transcript } from '../transcript';
import { publicForm } from './address';
import type { ConnectionOverrides } from './connection-overrides';
import { describeReceived, describeSent } from './describe-exchange';
import { delayOfAnswerMs, type Patience, substituteFor } from './fault-effects';
import { prepareRequest } from './prepare-request';
import { type Transmission, transmit, type WireResponse } from './transmit';
import type { Attempt, Leg, Measurement } from './types';
import { describeTimeout, type WireFailure } from './wire-error';

/** What single requests go over. */
export interface Wire {
  /** Makes one request and enters it in the transcript with what came of it; never rejects. */
  exchange(attempt: Attempt, leg: Leg): Promise<WireResponse | WireFailure>;
  /** Waits, on the exchange's clock, or until the wire is cut. */
  pause(ms: number): Promise<void>;
}

/** What a wire needs. */
export interface WireOptions {
  clock: Clock;
  authToken: string;
  /** Requests to the first origin are carried to the second, as behind a reverse proxy. */
  route?: { from: string; to: string } | undefined;
  transcript: Transcript;
  /** Told of every exchange over the wire in real milliseconds; not part of the transcript. */
  onMeasured?: ((measurement: Measurement) => void) | undefined;
  /** Cuts the wire: what is on its way ends with code 0, and nothing is sent or entered any more. */
  signal?: AbortSignal | undefined;
}

/** A wire whose requests are numbered from 1. */
export function createWire(options: WireOptions): Wire {
  const { clock, transcript, signal } = options;
  let requests = 0;
  // Every request on its way listens to it, and those may be many.
  if (signal) setMaxListeners(0, signal);

  return {
    async exchange(attempt, leg) {
      if (signal?.aborted) return CUT;
      const startedAt = clock.now();
      const remainingMs = Math.max(1, attempt.deadline - startedAt);
      const patience = patienceOf(attempt.overrides, remainingMs);
      requests += 1;
      const id = requests;
      const prepared = prepareRequest(options.authToken, attempt, leg, startedAt);
      const announce = () => transcript.add(describeSent(id, attempt, leg, prepared.address));

      const { fault, request } = attempt;
      let result = leg.isFirst ? substituteFor(fault, request.purpose, patience) : undefined;
      if (result) {
        announce();
        await pause(timeoutOf(result));
      } else {
        const timeouts = timeoutsOf(attempt.overrides, remainingMs);
        result = await clock.outside(async () => {
          if (signal?.aborted) return CUT;
          announce();
          return measure(attempt, { ...prepared, timeouts, route: options.route, signal });
        });
        // Virtual time stood still for a timeout of the real world, and catches up.
        if (clock.isVirtual) await pause(timeoutOf(result));
        const delayMs = delayOfAnswerMs(fault);
        if (delayMs > 0 && 'status' in result && leg.isLast(result)) {
          const leftMs = startedAt + patience.ms - clock.now();
          await pause(Math.min(delayMs, leftMs));
          if (delayMs >= leftMs) result = describeTimeout(patience.kind, patience.ms, 'waiting');
        }
      }
      if (signal?.aborted) return CUT;
      if ('status' in result) {
        const setCookies = result.headers['set-cookie'] ?? [];
        const { session } = attempt.request;
        const isKept = session.keepCookies(setCookies, publicForm(prepared.address), clock.now());
        if (!isKept) result = BAD_COOKIE;
      }
      transcript.add(describeReceived(id, attempt, result, clock.now() - startedAt));
      return result;
    },
    pause,
  };

  async function pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    // The only thing that ends a sleep early is the wire being cut.
    await clock.sleep(ms, signal).catch(() => {});
  }

  async function measure({ request: { purpose } }: Attempt, transmission: Transmission) {
    const startedAt = performance.now();
    const result = await transmit(transmission);
    const realMs = performance.now() - startedAt;
    const path = transmission.address.path || '/';
    options.onMeasured?.(
      'status' in result
        ? { purpose, path, status: result.status, realMs }
        : { purpose, path, status: undefined, realMs, code: result.code },
    );
    return result;
  }
}

const CUT: WireFailure = { code: 0, message: 'Cut off', cause: undefined, isFinal: true };

const BAD_COOKIE: WireFailure = {
  code: 11206,
  message: 'HTTP protocol violation (a cookie without a name or with control characters)',
  cause: undefined,
  isFinal: true,
};

function timeoutsOf(
  { connectTimeoutMs, readTimeoutMs }: ConnectionOverrides,
  totalMs: number,
): Transmission['timeouts'] {
  return { connectMs: connectTimeoutMs, readMs: readTimeoutMs, totalMs };
}

function patienceOf({ readTimeoutMs }: ConnectionOverrides, remainingMs: number): Patience {
  return readTimeoutMs < remainingMs
    ? { kind: 'read', ms: readTimeoutMs }
    : { kind: 'total', ms: remainingMs };
}

function timeoutOf(result: WireResponse | WireFailure): number {
  return 'timeoutMs' in result ? (result.timeoutMs ?? 0) : 0;
}
