import { isTemporary } from '../database/database-errors';
import type { DatabaseUrl } from '../database/database-url';
import { describeError } from '../errors';
import { errorCode } from './error-code';
import { type Finding, fault } from './finding';

const GRANT =
  'Give the user rights on that database, with the GRANT in the README, or correct the name of the database in DATABASE_URL.';

const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'Start the database server, and see whether host and port in DATABASE_URL are right.',
  ENOTFOUND: 'Look for a typing mistake in the host of DATABASE_URL.',
  ER_ACCESS_DENIED_ERROR:
    'See whether user and password in DATABASE_URL are right (special characters percent-encoded), and whether that user may come from this machine.',
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR:
    'Put the password of that user into DATABASE_URL, special characters percent-encoded.',
  ER_DBACCESS_DENIED_ERROR: GRANT,
  ER_TABLEACCESS_DENIED_ERROR: GRANT,
  ER_BAD_DB_ERROR: 'Create that database, as the README says, or correct its name in DATABASE_URL.',
  HANDSHAKE_NO_SSL_SUPPORT:
    'The database server offers no encryption: set it up there, or take ?ssl-mode away where nobody can listen.',
  HANDSHAKE_SSL_ERROR:
    'The certificate of the database server does not fit ?ssl-mode: VERIFY_IDENTITY needs one for the host in DATABASE_URL.',
  SQLITE_NOTADB: 'That file is no SQLite database: see whether DATABASE_URL names the right one.',
  SQLITE_CORRUPT: 'The file is damaged: stop minicc, keep a copy, and bring a backup back.',
};

const LATER =
  'See whether the database server is at work and can be reached from here; minicc serves callers meanwhile.';
const OTHERWISE = 'See whether DATABASE_URL is right; the log of the database may say more.';

/** Why a database cannot be used, and what to do about it. */
export function explainDatabase({ describe }: DatabaseUrl, error: unknown): Finding {
  const code = errorCode(error);
  const advice = ADVICE[code] ?? (isTemporary(error) ? LATER : OTHERWISE);
  return fault(`DATABASE_URL ${describe} cannot be used: ${describeError(error)}.`, advice);
}
