import { ExchangeError } from '../exchange-error';
import { invalidParameter, notModelled } from './refusals';

/** Parameters of a request by their names, each once. */
export type Fields = Readonly<Record<string, string>>;

/** Parameters as Express has them; where one is given more than once, the first counts: a choice. */
export function readFields(parsed: unknown): Fields {
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [
      name,
      String(Array.isArray(value) ? value[0] : value),
    ]),
  );
}

/** Refuses parameters that mean something to Twilio and nothing to the exchange. */
export function refuseUnmodelled(fields: Fields, names: readonly string[]): void {
  const name = names.find((candidate) => fields[candidate] !== undefined);
  if (name !== undefined) throw notModelled(`The parameter ${name}`);
}

/** A parameter that is one of a few words; undefined where it is not given. */
export function parseWord<Word extends string>(
  fields: Fields,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = fields[name];
  if (text === undefined) return undefined;
  const word = words.find((candidate) => candidate === text);
  if (word === undefined)
    throw invalidParameter(`${name} '${text}' is none of ${words.join(', ')}`);
  return word;
}

/** A parameter that is a whole number between two others; undefined where it is not given. */
export function parseInteger(
  fields: Fields,
  name: string,
  { from, to }: { from: number; to: number },
): number | undefined {
  const text = fields[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < from || number > to) {
    throw invalidParameter(`${name} '${text}' is no whole number from ${from} to ${to}`);
  }
  return number;
}

/** Where a call is sent; undefined where `Url` is not given. */
export function parseDestination(
  fields: Fields,
): { url: string; method: 'GET' | 'POST' } | undefined {
  const method = parseMethod(fields);
  const url = fields.Url;
  if (url === undefined) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw invalidUrl(`Url '${url}' is no absolute http or https address`);
  }
  return { url, method };
}

/** `Url` is missing or none: https://www.twilio.com/docs/api/errors/21205 */
export function invalidUrl(message: string): ExchangeError {
  return new ExchangeError(21205, 400, message);
}

/** Words in lower case are taken, a choice; the rest: https://www.twilio.com/docs/api/errors/21209 */
function parseMethod({ Method: method = 'POST' }: Fields): 'GET' | 'POST' {
  const word = method.toUpperCase();
  if (word === 'GET' || word === 'POST') return word;
  throw new ExchangeError(21209, 400, `Method '${method}' is neither GET nor POST`);
}
