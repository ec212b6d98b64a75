import { UserError } from '../errors';

/** How much of TLS a connection to MySQL must have, in the words of MySQL's own clients. */
export type SslMode = 'DISABLED' | 'REQUIRED' | 'VERIFY_CA' | 'VERIFY_IDENTITY';

/** Where a MySQL-family server listens. */
export interface MysqlAddress {
  host: string;
  port: number;
}

/** A database on a MySQL-family server, or on several that hold the same. */
export interface MysqlLocation {
  dialect: 'mysql';
  /** At least one, and none twice. */
  hosts: readonly MysqlAddress[];
  user: string;
  password: string;
  database: string;
  sslMode: SslMode;
  /** The place without its password. */
  describe: string;
}

/** A SQLite file. */
export interface SqliteLocation {
  dialect: 'sqlite';
  path: string;
  describe: string;
}

/** Where the database is. */
export type DatabaseUrl = MysqlLocation | SqliteLocation;

/** An address as it stands in a URL. */
export function nameAddress({ host, port }: MysqlAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

const DEFAULT_PORT = 3306;
const MOST_HOSTS = 9;

/**
 * Reads `mysql://user:password@host:port,host:port/name?ssl-mode=…` or `sqlite:PATH`. Throws a
 * `UserError` that never repeats the value, which may hold a password.
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const sqlite = /^sqlite:(?:\/\/(?=\/))?(.*)$/s.exec(text);
  if (!sqlite) return parseMysqlUrl(text);
  const path = sqlite[1] ?? '';
  if (path === '' || path === ':memory:') {
    throw new UserError('must name a file after sqlite:, as in sqlite:var/minicc.db');
  }
  return { dialect: 'sqlite', path, describe: `sqlite:${path}` };
}

function parseMysqlUrl(text: string): MysqlLocation {
  const parts = /^mysql:\/\/(?<login>[^/?#]*@)?(?<list>[^/?#]*)(?<rest>\/.*)$/is.exec(text)?.groups;
  if (!parts) throw malformed();
  const { login = '', list = '', rest } = parts;
  // The platform's own URLs know one host only.
  const urls = list.split(',').map((host) => parseUrl(`mysql://${login}${host}${rest}`));
  const [url] = urls as [URL];
  return {
    dialect: 'mysql',
    hosts: checkHosts(urls.map(({ hostname, port }) => parseAddress(hostname, port))),
    user: decode(url.username),
    password: decode(url.password),
    database: decode(url.pathname.slice(1)),
    sslMode: parseSslMode(url.searchParams),
    describe: `mysql://${urls.map(({ host }) => host).join(',')}${url.pathname}`,
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A password that is not escaped moves the parts: its rest would be logged as the database.
  const isDatabase = /^\/[^/@:]+$/.test(url?.pathname ?? '');
  if (!url || url.hostname === '' || !isDatabase) throw malformed();
  return url;
}

function parseAddress(hostname: string, port: string): MysqlAddress {
  // An IPv6 address stands in brackets in a URL, and nowhere else.
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || DEFAULT_PORT) };
}

function checkHosts(hosts: readonly MysqlAddress[]): readonly MysqlAddress[] {
  if (hosts.length > MOST_HOSTS) throw new UserError(`may name at most ${MOST_HOSTS} hosts`);
  const names = new Set(hosts.map(({ host, port }) => `${host.toLowerCase()} ${port}`));
  if (names.size < hosts.length) throw new UserError('must not name a host twice');
  return hosts;
}

function parseSslMode(parameters: URLSearchParams): SslMode {
  const modes: readonly SslMode[] = ['DISABLED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'];
  const mode = modes.find((known) => known === (parameters.get('ssl-mode') ?? 'DISABLED'));
  if (mode && [...parameters.keys()].every((name) => name === 'ssl-mode')) return mode;
  throw new UserError(`may have no parameter but ssl-mode, one of ${modes.join(', ')}`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed();
  }
}

function malformed(): UserError {
  return new UserError(
    'must be mysql://USER:PASSWORD@HOST:PORT/DATABASE or sqlite:PATH (percent-encode special characters in the password; separate several HOST:PORT by commas)',
  );
}
