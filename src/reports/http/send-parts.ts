import { once } from 'node:events';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Response } from 'express';
import { workOf } from './work';

/** Parts are put together up to this many characters before they are sent. */
const BATCH = 16_384;

/**
 * Sends an answer piece by piece, as fast as its reader takes it, with pauses in which the server
 * does other things. Nothing is sent before the first batch is there: what fails until then can
 * still be answered as an error.
 */
export async function sendParts(
  response: Response,
  parts: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const work = workOf(response);
  for await (const batch of collect(parts)) {
    work.signal.throwIfAborted();
    work.beginAnswer();
    if (response.write(batch)) await breathe();
    else await work.pause(once(response, 'drain', { signal: work.signal }));
  }
  response.end();
}

async function* collect(parts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let batch = '';
  for await (const part of parts) {
    batch += part;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}
