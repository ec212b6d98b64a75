/** A kind of failure after which a request is made again. */
export type RetryCause = '4xx' | '5xx' | 'ct' | 'rt';

/** How a request is made, from the fragment of its address. */
export interface ConnectionOverrides {
  /** How often it is made again. */
  retries: number;
  retryOn: ReadonlySet<RetryCause | 'all'>;
  connectTimeoutMs: number;
  /** From the request to the first part of the answer, and from each part to the next. */
  readTimeoutMs: number;
  /** For all tries together, with everything that belongs to them. */
  totalTimeoutMs: number;
}

/** Overrides that Twilio refuses, so that nothing is sent. */
export interface InvalidOverrides {
  code: 11240 | 11243;
  message: string;
}

const EDGES = 'ashburn dublin frankfurt sao-paulo singapore sydney tokyo umatilla'.split(' ');
const CAUSES = ['4xx', '5xx', 'ct', 'rt', 'all'] as const;

/**
 * Reads `rc=2&rp=5xx,ct`; an empty fragment gives the defaults:
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 *
 * An unknown edge is 11240 and an unknown retry policy 11243, as Twilio's list of errors has it
 * (https://www.twilio.com/docs/api/errors/11243). On a number that is none or out of range the list
 * is silent: it counts as not given. `sni` and the edge itself mean nothing on one machine, and
 * unknown keys are passed over. Where a key is given twice, the first one counts.
 */
export function parseConnectionOverrides(fragment: string): ConnectionOverrides | InvalidOverrides {
  const given = new URLSearchParams(fragment);
  const edges = listOf(given.get('e'));
  const badEdge = edges.find((edge) => !EDGES.includes(edge.replace(/-ix$/, '')));
  if (badEdge !== undefined) {
    return { code: 11240, message: `HTTP connection edge location is invalid: ${badEdge}` };
  }
  const causes = listOf(given.get('rp'));
  const badCause = causes.find((cause) => !isCause(cause));
  if (badCause !== undefined) {
    return { code: 11243, message: `HTTP retry policy is invalid: ${badCause}` };
  }
  return {
    retries: numberIn(given.get('rc'), 0, 5, 1),
    retryOn: new Set(causes.length === 0 ? ['ct'] : causes.filter(isCause)),
    connectTimeoutMs: numberIn(given.get('ct'), 100, 10_000, 5_000),
    readTimeoutMs: numberIn(given.get('rt'), 100, 15_000, 15_000),
    totalTimeoutMs: numberIn(given.get('tt'), 100, 15_000, 15_000),
  };
}

function listOf(text: string | null): readonly string[] {
  return text === null || text === '' ? [] : text.split(',');
}

function isCause(text: string): text is RetryCause | 'all' {
  return CAUSES.some((cause) => cause === text);
}

function numberIn(text: string | null, least: number, most: number, otherwise: number): number {
  if (text === null || !/^\d+$/.test(text)) return otherwise;
  const number = Number(text);
  return number >= least && number <= most ? number : otherwise;
}
