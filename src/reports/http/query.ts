import type { Request } from 'express';
import { RequestError } from '../../errors';

/** How much of a name that nobody knows is repeated. */
const NAME_LENGTH = 40;

/**
 * The parameters in the address of `request`; an empty one is one that is not given, as a form sends
 * it. Throws a `RequestError` on one that is not among `names`, or that is there twice.
 */
export function readQuery<Name extends string>(
  request: Request,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const query: Partial<Record<Name, string>> = {};
  const { searchParams } = new URL(request.originalUrl, 'http://localhost');
  for (const [name, value] of searchParams) {
    if (!isOneOf(name, names)) throw new RequestError(400, describeUnknown(name, names));
    if (query[name] !== undefined) throw new RequestError(400, `${name} is given twice.`);
    if (value !== '') query[name] = value;
  }
  return query;
}

function isOneOf<Name extends string>(name: string, names: readonly Name[]): name is Name {
  return (names as readonly string[]).includes(name);
}

function describeUnknown(name: string, names: readonly string[]): string {
  const known = names.length === 0 ? 'There are none here.' : `Known are ${names.join(', ')}.`;
  return `There is no parameter ${JSON.stringify(name.slice(0, NAME_LENGTH))}. ${known}`;
}
