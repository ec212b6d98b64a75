import type { Credentials } from './session';

/** An `http` or `https` address in its parts; together they are the address as it was written. */
export interface Address {
  protocol: 'http:' | 'https:';
  credentials: Credentials | undefined;
  /** As written, without the port; an IPv6 address is in brackets. */
  host: string;
  /** As written, without its colon; empty for the scheme's own. */
  port: string;
  /** Empty, or from the first slash on. */
  path: string;
  /** Empty, or with its question mark. */
  query: string;
  /** Without its `#`; holds Twilio's connection overrides. */
  fragment: string;
}

const PARTS = /^(https?):\/\/(?:([^/?#]*)@)?([^/?#]*)([^?#]*)(\?[^#]*)?(?:#(.*))?$/is;
const HOST = /^(\[[0-9a-f:.]+\]|[^:@_[\]]+)(?::(\d*))?$/i;

/**
 * Takes an address apart and changes nothing in it, since a signature covers it letter by letter;
 * only characters that cannot stand in a request are escaped. Gives nothing for what Twilio refuses
 * as 11100: no absolute `http(s)` address, an escape in the credentials that cannot be read, or a
 * host with an underscore, for which Twilio names no number of its own
 * (https://www.twilio.com/docs/api/errors/11100).
 */
export function parseAddress(url: string): Address | undefined {
  const [, scheme, userInfo, authority, path = '', query = '', fragment = ''] =
    PARTS.exec(escapeUnsendable(url.trim())) ?? [];
  if (scheme === undefined || authority === undefined) return undefined;
  const [, host, port = ''] = HOST.exec(authority) ?? [];
  if (host === undefined || !URL.canParse(`${scheme}://${authority}`)) return undefined;
  const credentials = userInfo === undefined ? undefined : parseUserInfo(userInfo);
  if (credentials === null) return undefined;
  const protocol = scheme.toLowerCase() === 'https' ? 'https:' : 'http:';
  return { protocol, credentials, host, port, path, query, fragment };
}

/** The address as it stands in a transcript: without credentials and fragment. */
export function publicForm(address: Address): string {
  const { protocol, path, query } = address;
  return `${protocol}//${hostAndPort(address)}${path}${query}`;
}

/** Where relative addresses of a document start from: with credentials, without fragment. */
export function documentForm(address: Address): string {
  const { credentials } = address;
  if (credentials === undefined) return publicForm(address);
  const { user, password } = credentials;
  const userInfo = `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return publicForm(address).replace('//', () => `//${userInfo}`);
}

/** `host` or `host:port`, as written: the Host header. */
export function hostAndPort({ host, port }: Address): string {
  return port === '' ? host : `${host}:${port}`;
}

/** Scheme, host and port in one form for all ways of writing them. */
export function originOf(address: Address): string {
  return new URL(`${address.protocol}//${hostAndPort(address)}`).origin;
}

/** The address with `fields` behind its own query. */
export function withFields(address: Address, fields: readonly Field[]): Address {
  if (fields.length === 0) return address;
  const separator = address.query === '' ? '?' : /[?&]$/.test(address.query) ? '' : '&';
  return { ...address, query: `${address.query}${separator}${encodeForm(fields)}` };
}

/** The name and the value of a parameter. */
export type Field = readonly [name: string, value: string];

/** `a=1&b=2`, as `application/x-www-form-urlencoded` in UTF-8. */
export function encodeForm(fields: readonly Field[]): string {
  return new URLSearchParams(
    fields.map(([name, value]): [string, string] => [name, value]),
  ).toString();
}

/** Null where an escape cannot be read. */
function parseUserInfo(userInfo: string): Credentials | null {
  const colon = userInfo.indexOf(':');
  const [user, password] =
    colon < 0 ? [userInfo, ''] : [userInfo.slice(0, colon), userInfo.slice(colon + 1)];
  try {
    return { user: decodeURIComponent(user), password: decodeURIComponent(password) };
  } catch {
    return null;
  }
}

function escapeUnsendable(url: string): string {
  return url.replace(/[^\x21-\x7e]+/g, (text) =>
    Buffer.from(text).toString('hex').toUpperCase().replace(/../g, '%$&'),
  );
}
