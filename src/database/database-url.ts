import { UserError } from '../errors';

/** How much of TLS a connection to MySQL must have, in the words of MySQL's own clients. */
export type SslMode = 'DISABLED' | 'REQUIRED' | 'VERIFY_CA' | 'VERIFY_IDENTITY';

/** A MySQL-family server and a database on it. */
export interface MysqlLocation {
  dialect: 'mysql';
  host: string;
  port: number;
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

/**
 * Reads `mysql://user:password@host:port/name?ssl-mode=…` or `sqlite:PATH`. Throws a `UserError`
 * that never repeats the value, which may hold a password.
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
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A password that is not escaped moves the parts: its rest would be logged as the database.
  const isDatabase = /^\/[^/@:]+$/.test(url?.pathname ?? '');
  if (url?.protocol !== 'mysql:' || url.hostname === '' || !isDatabase) throw malformed();
  return {
    dialect: 'mysql',
    // An IPv6 address stands in brackets in a URL, and nowhere else.
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 3306),
    user: decode(url.username),
    password: decode(url.password),
    database: decode(url.pathname.slice(1)),
    sslMode: parseSslMode(url.searchParams),
    describe: `mysql://${url.host}${url.pathname}`,
  };
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
    'must be mysql://USER:PASSWORD@HOST:PORT/DATABASE or sqlite:PATH (percent-encode special characters in the password)',
  );
}
