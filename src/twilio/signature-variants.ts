import type { IncomingHttpHeaders } from 'node:http';
import { listOwnQueries } from './urls';

/** The parts of an address that may be other than Twilio signed. */
export interface UrlParts {
  scheme: string;
  host: string;
  /** Empty where the address has none. */
  port: string;
  path: string;
  /** With its question mark; empty where there is none. */
  query: string;
}

/** Each costs a digest of the whole request. */
const MOST_VARIANTS = 200;

/** What may be otherwise, the likelier first: some parts of the address and what they may be. */
type Changes = readonly Partial<UrlParts>[];

/**
 * The address as a request arrived at it under `publicUrl`, and others that Twilio may have signed,
 * in which one or two things are otherwise; the likelier first, and at most 200 of them.
 */
export function listLikelyUrls(
  publicUrl: URL,
  request: { pathAndQuery: string; headers: IncomingHttpHeaders },
): { arrived: UrlParts; variants: UrlParts[] } {
  const arrived = splitUrl(publicUrl, request.pathAndQuery);
  const basePath = publicUrl.pathname.replace(/\/+$/, '');
  const kinds: Changes[] = [
    [{ scheme: arrived.scheme === 'https' ? 'http' : 'https' }],
    changeHost(arrived, request.headers),
    changePort(request.headers),
    changePath(arrived.path, basePath, request.headers),
    changeQuery(arrived.query),
  ];
  const single = kinds.flat();
  const seen = new Set([JSON.stringify(arrived)]);
  const variants = [...single, ...combine(kinds)]
    .map((change) => ({ ...arrived, ...change }))
    .filter((variant) => {
      const key = JSON.stringify(variant);
      return !seen.has(key) && seen.add(key);
    });
  return { arrived, variants: variants.slice(0, MOST_VARIANTS) };
}

function splitUrl(publicUrl: URL, pathAndQuery: string): UrlParts {
  const question = pathAndQuery.indexOf('?');
  return {
    scheme: publicUrl.protocol.replace(':', ''),
    host: publicUrl.hostname,
    port: publicUrl.port,
    path: question < 0 ? pathAndQuery : pathAndQuery.slice(0, question),
    query: question < 0 ? '' : pathAndQuery.slice(question),
  };
}

/** Two changes of different kinds at a time, those that are likely in their kind first. */
function combine(kinds: readonly Changes[]): Changes {
  const pairs = kinds.flatMap((changes, kind) =>
    kinds.slice(kind + 1).flatMap((others) =>
      changes.flatMap((one, rank) =>
        others.map((other, otherRank) => ({
          change: { ...one, ...other },
          rank: rank + otherRank,
        })),
      ),
    ),
  );
  return pairs.sort((a, b) => a.rank - b.rank).map(({ change }) => change);
}

/** Hosts that the request itself names, and our own with or without `www.`. */
function changeHost({ host }: UrlParts, headers: IncomingHttpHeaders): Changes {
  const named = [headers['x-forwarded-host'], headers.host]
    .flatMap((value) => String(value ?? '').split(','))
    .map((value) => /^\s*([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?\s*$/i.exec(value))
    .filter((match) => match !== null)
    .slice(0, 3);
  return [
    ...named.map(([, name = '', port = '']) => ({ host: name.toLowerCase(), port })),
    { host: host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}` },
  ];
}

/** None, those that the request itself names, and the usual ones. */
function changePort(headers: IncomingHttpHeaders): Changes {
  const named = [headers['x-forwarded-port'], headers['x-forwarded-host'], headers.host].map(
    (value) => /(?:^|:)(\d{1,5})$/.exec(String(value ?? ''))?.[1],
  );
  const ports = ['', ...named.filter((port) => port !== undefined), '443', '80', '8443', '8080'];
  return [...new Set(ports)].map((port) => ({ port }));
}

/** What proxies and consoles put before, behind and away from a path. */
function changePath(path: string, basePath: string, headers: IncomingHttpHeaders): Changes {
  const prefix = /^(\/[\w.~/-]*?)\/?$/.exec(String(headers['x-forwarded-prefix'] ?? ''))?.[1] ?? '';
  const isUnderBase = basePath !== '' && path.startsWith(basePath);
  const ownPath = isUnderBase ? path.slice(basePath.length) : path;
  const paths = [
    `${prefix}${path}`,
    ownPath,
    `${basePath}${path}`,
    `${prefix}${ownPath}`,
    path.endsWith('.php') ? path.slice(0, -'.php'.length) : `${path}.php`,
    path.endsWith('/') ? path.slice(0, -1) : `${path}/`,
    path.replace(/\/index(\.php)?$/, '/'),
    path.replace(/\/index(\.php)?$/, ''),
    `${path.replace(/\/$/, '')}/index`,
    `${path.replace(/\/$/, '')}/index.php`,
    `/${path}`,
  ];
  return paths.filter((other) => other !== path).map((other) => ({ path: other }));
}

/** Our own parameters, which a proxy may have dropped. */
const OWN_QUERIES = listOwnQueries();
const MOST_DROPPED = 8;
/** Twilio's own queries are of a few hundred characters. */
const MOST_QUERY = 4096;

/** What proxies do to a query: drop it, write it in another way, sort it, append to it. */
function changeQuery(query: string): Changes {
  if (query === '') return OWN_QUERIES.map((own) => ({ query: own }));
  if (query.length > MOST_QUERY) return [{ query: '' }];
  const fields = query.slice(1).split('&');
  const without = (dropped: number) => fields.filter((_field, index) => index !== dropped);
  const last = fields.length - 1;
  const count = Math.min(fields.length, MOST_DROPPED);
  const places = Array.from({ length: count }, (_none, place) => place);
  const queries = [
    '',
    ...places.map((place) => joinFields(without(last - place))),
    `?${new URLSearchParams(query)}`,
    query.replaceAll('+', '%20'),
    query.replaceAll('%20', '+'),
    query.replace(/%[\da-f]{2}/gi, (octet) => octet.toUpperCase()),
    query.replace(/%[\da-f]{2}/gi, (octet) => octet.toLowerCase()),
    decode(query),
    joinFields([...fields].sort()),
    ...places.map((place) => joinFields(fields.slice(0, last - place))),
  ];
  return [...new Set(queries)]
    .filter((other) => other !== query)
    .map((other) => ({ query: other }));
}

function joinFields(fields: readonly string[]): string {
  return fields.length === 0 ? '' : `?${fields.join('&')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
