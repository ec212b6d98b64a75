import { createParameters, LOADS, type Load } from '../load/loads';
import { type PreparedRequest, prepareRequest } from '../load/prepare-requests';

/** A request, and the row that it makes, if any. */
export interface MixedRequest extends PreparedRequest {
  writes: boolean;
}

/** A customer's choice in the menu. */
const MENU: Load = {
  name: 'menu',
  title: 'choice in the menu',
  path: '/index.php',
  table: undefined,
  parameters: { CallStatus: 'in-progress', Digits: '1', msg: 'Gather End' },
};

/** What Twilio asks in the course of a call, in that order. */
const CALL: readonly Load[] = [
  ...pick('first'),
  MENU,
  ...pick('wait'),
  ...pick('wait'),
  ...pick('wait'),
  ...pick('guidance'),
  ...pick('exit'),
  ...pick('status'),
];

/** Requests of a call. */
export const REQUESTS_PER_CALL = CALL.length;

/** Calls that are under way at the same time. */
const CALLS_AT_ONCE = 100;

/** The requests of so many calls, each with its own, mixed as they come where many call at once. */
export function prepareCalls(calls: number): MixedRequest[] {
  const requests: MixedRequest[] = [];
  for (let start = 0; start < calls; start += CALLS_AT_ONCE) {
    const names = Array.from({ length: Math.min(CALLS_AT_ONCE, calls - start) }, nameCall);
    for (const load of CALL) {
      for (const name of names) requests.push(prepareOne(load, name));
    }
  }
  return requests;
}

type CallName = Pick<Record<string, string>, 'CallSid' | 'From' | 'Caller'>;

function nameCall(): CallName {
  const { CallSid, From, Caller } = createParameters(MENU);
  return { CallSid, From, Caller } as CallName;
}

function prepareOne(load: Load, name: CallName): MixedRequest {
  const parameters = { ...createParameters(load), ...name } as Record<string, string>;
  return { ...prepareRequest(load.path, parameters), writes: load.table !== undefined };
}

function pick(wanted: string): Load[] {
  return LOADS.filter(({ name }) => name === wanted);
}
