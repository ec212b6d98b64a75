import { UserError } from '../errors';

/** Where the database is: a MySQL-family server, or a SQLite file. */
export type DatabaseUrl =
  | { dialect: 'mysql'; url: string; describe: string }
  | { dialect: 'sqlite'; path: string; describe: string };

/**
 * Reads `mysql://user:password@host:port/name` or `sqlite:PATH`. `describe` names the place without
 * its password. Throws a `UserError` that never repeats the value, which may hold a password.
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const sqlite = /^sqlite:(?:\/\/(?=\/))?(.*)$/s.exec(text);
  if (sqlite) {
    const path = sqlite[1] ?? '';
    if (path === '' || path === ':memory:') {
      throw new UserError('must name a file after sqlite:, as in sqlite:var/minicc.db');
    }
    return { dialect: 'sqlite', path, describe: `sqlite:${path}` };
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isComplete = url?.protocol === 'mysql:' && url.hostname !== '' && url.pathname.length > 1;
  if (!url || !isComplete || !isDecodable(url.username + url.password + url.pathname)) {
    throw new UserError(
      'must be mysql://USER:PASSWORD@HOST:PORT/DATABASE or sqlite:PATH (percent-encode special characters in the password)',
    );
  }
  return { dialect: 'mysql', url: text, describe: `mysql://${url.host}${url.pathname}` };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
