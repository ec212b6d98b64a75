import type { EventBody } from '../../../src/simulator/events';
import {
  type Board,
  type BoardCall,
  EMPTY_BOARD,
  reduce,
} from '../../../src/simulator/page/client/board';

/** When the first event happens; each later one follows after a second. */
export const START = Date.UTC(2026, 3, 4);

/** The board after these events. */
export function buildBoard(...bodies: readonly EventBody[]): Board {
  return bodies
    .map((body, seq) => ({ seq, at: START + 1000 * seq, ...body }))
    .reduce(reduce, EMPTY_BOARD);
}

/** A call of a board; throws where there is none. */
export function getCall(board: Board, sid: string): BoardCall {
  const call = board.calls[sid];
  if (!call) throw new Error(`The board has no call ${sid}.`);
  return call;
}

/** Somebody calls, and is answered. */
export function dialled(call: string, from = '+819011112222'): EventBody[] {
  return [
    { type: 'dial', call, from, to: '+815031234567' },
    { type: 'status', call, status: 'ringing' },
    { type: 'status', call, status: 'in-progress' },
  ];
}

/** A document is asked for, and comes. */
export function answered(
  call: string,
  body: string,
  {
    request = 1,
    purpose = 'voice-url',
  }: { request?: number; purpose?: 'voice-url' | 'redirect' | 'queue-url' | 'wait-url' } = {},
): EventBody[] {
  return [
    {
      type: 'request',
      request,
      call,
      purpose,
      method: 'POST',
      url: 'http://localhost:3000/voice',
      parameters: [['CallSid', call]],
      retries: 0,
      authorised: true,
    },
    { type: 'response', request, call, status: 200, contentType: 'text/xml', body, tookMs: 12 },
  ];
}

/** A text begins to be said. */
export function says(call: string, text: string, durationMs = 5000): EventBody {
  return {
    type: 'hear',
    call,
    sound: { kind: 'say', text, language: 'en-US', voice: undefined },
    durationMs,
  };
}
