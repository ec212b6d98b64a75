import { type DatabaseClosedError, DatabaseDownError, type DatabaseTimeoutError } from '../errors';

type Codes = ReadonlySet<unknown>;

/** The code of a `DatabaseTimeoutError`. */
const LATE: DatabaseTimeoutError['code'] = 'database_timeout';

/** The code of a `DatabaseClosedError`. */
const CLOSED: DatabaseClosedError['code'] = 'database_closed';

/** MariaDB's ER_CONNECTION_KILLED, which the driver has no name for. */
const CONNECTION_KILLED = 1927;

/** MariaDB's ER_STATEMENT_TIMEOUT, likewise. */
const STATEMENT_TIMEOUT = 1969;

/** A connection that was there is gone, or about to go. */
const LOST: Codes = new Set([
  ...['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['PROTOCOL_CONNECTION_LOST', 'ER_CLIENT_INTERACTION_TIMEOUT', 'ER_SESSION_WAS_KILLED'],
  ...['ER_SERVER_SHUTDOWN', 'ER_NORMAL_SHUTDOWN', 'ER_FORCING_CLOSE', 'ER_SERVER_ISNT_AVAILABLE'],
  ...['ER_ABORTING_CONNECTION', 'ER_NEW_ABORTING_CONNECTION', CONNECTION_KILLED],
  ...['ER_NET_READ_ERROR', 'ER_NET_READ_INTERRUPTED', 'ER_NET_ERROR_ON_WRITE'],
  ...['ER_NET_WRITE_INTERRUPTED', 'ER_SERVER_OFFLINE_MODE'],
  // What a Galera node answers that is cut off from its cluster.
  ...['ER_UNKNOWN_COM_ERROR', 'WSREP_NOT_READY'],
]);

/** Nobody answers at the address, or the name has none. */
const ABSENT: Codes = new Set([
  ...['ECONNREFUSED', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL'],
]);

const OVERLOADED: Codes = new Set([
  ...['ER_CON_COUNT_ERROR', 'ER_TOO_MANY_USER_CONNECTIONS', 'ER_USER_LIMIT_REACHED'],
  ...['ER_HOST_IS_BLOCKED', 'ER_CANT_CREATE_THREAD', 'ER_OUT_OF_RESOURCES', 'ER_OUTOFMEMORY'],
  ...['ER_MAX_PREPARED_STMT_COUNT_REACHED', 'EMFILE', 'ENFILE'],
]);

const READ_ONLY: Codes = new Set([
  ...['ER_OPTION_PREVENTS_STATEMENT', 'ER_READ_ONLY_MODE', 'ER_OPEN_AS_READONLY'],
  ...['ER_INNODB_READ_ONLY', 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION', 'SQLITE_READONLY'],
]);

const FULL: Codes = new Set([
  ...['ER_DISK_FULL', 'ER_RECORD_FILE_FULL', 'ER_ERROR_ON_WRITE', 'EE_WRITE', 'EE_DISK_FULL'],
  ...['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR'],
]);

/** Another statement was in the way, and this one was undone. */
const COLLISION: Codes = new Set([
  ...['ER_LOCK_DEADLOCK', 'ER_CHECKREAD', 'ER_TRANSACTION_ROLLBACK_DURING_COMMIT', 'SQLITE_BUSY'],
]);

const BUSY: Codes = new Set(['SQLITE_BUSY']);

const INTERRUPTED: Codes = new Set([
  ...['ER_LOCK_WAIT_TIMEOUT', 'ER_QUERY_INTERRUPTED', 'ER_ERROR_DURING_COMMIT'],
  ...['ER_QUERY_TIMEOUT', STATEMENT_TIMEOUT, 'ER_LOCK_TABLE_FULL'],
  ...['ER_CANT_UPDATE_WITH_READLOCK', 'SQLITE_LOCKED', LATE, CLOSED],
]);

const MADE_ALREADY: Codes = new Set([
  ...['ER_TABLE_EXISTS_ERROR', 'ER_DUP_FIELDNAME', 'ER_DUP_KEYNAME', 'ER_DUP_ENTRY'],
]);

/** Faults in a value that the server gives no class of their own. */
const REFUSED_VALUE: Codes = new Set([
  ...['ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', 'WARN_DATA_TRUNCATED', 'ER_NO_DEFAULT_FOR_FIELD'],
  ...['ER_CHECK_CONSTRAINT_VIOLATED', 'ER_WRONG_VALUE', 'ER_WRONG_VALUE_FOR_TYPE'],
  ...['ER_IMPOSSIBLE_STRING_CONVERSION', 'ER_NO_PARTITION_FOR_GIVEN_VALUE', 'ER_SIGNAL_EXCEPTION'],
  ...['SQLITE_CONSTRAINT', 'SQLITE_MISMATCH', 'SQLITE_TOOBIG'],
]);

/** https://www.sqlite.org/rescode.html#constraint_datatype, which libsql has no name for. */
const SQLITE_CONSTRAINT_DATATYPE = 3091;

/** What mysql2 and libsql say, without a code, of a value that they cannot send. */
const UNSENDABLE =
  /^(Bind parameters must not contain|SQLite3 can only bind|Loss of precision reading BigInt) /;

/** Whether a connection that was in use is gone, or goes with this answer. */
export function isConnectionLost(error: unknown): boolean {
  return isOneOf(error, LOST);
}

/** Whether the server takes no writes now, while it may answer questions. */
export function isReadOnly(error: unknown): boolean {
  return isOneOf(error, READ_ONLY);
}

/** Whether the server is there but takes no further connection or statement. */
export function isOverloaded(error: unknown): boolean {
  return isOneOf(error, OVERLOADED);
}

/** Whether another program was in the way in a SQLite file. */
export function isBusy(error: unknown): boolean {
  return isOneOf(error, BUSY);
}

/** Whether another statement was in the way, so that this one, or its transaction, was undone. */
export function isCollision(error: unknown): boolean {
  return isOneOf(error, COLLISION);
}

/** Whether what a statement makes is there already, as where another program made it just before. */
export function isMadeAlready(error: unknown): boolean {
  return isOneOf(error, MADE_ALREADY);
}

/**
 * Whether the same statement, sent again at once, may succeed where it can do no harm to have it
 * done twice. Not where time was up, or a server known to be down was not asked: it would be so again.
 */
export function isWorthRepeating(error: unknown): boolean {
  return !(error instanceof DatabaseDownError) && isPassing(error);
}

function isPassing(error: unknown): boolean {
  return [LOST, ABSENT, OVERLOADED, READ_ONLY, COLLISION].some((codes) => isOneOf(error, codes));
}

/**
 * Whether the database cannot do now what was asked of it, so that trying again later may help: it
 * is away, overloaded, read-only, full, locked, or late.
 */
export function isTemporary(error: unknown): boolean {
  return (
    isPassing(error) || isOneOf(error, FULL) || isOneOf(error, INTERRUPTED) || isOutOfSpace(error)
  );
}

/**
 * Whether the database refused the values of a row, and so will refuse them whenever they come. Not
 * where a column or a table is missing: that is mended in the database.
 */
export function isRowFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // https://dev.mysql.com/doc/mysql-errors/8.4/en/error-reference-introduction.html: data exception,
  // integrity constraint violation; 45000 is what a trigger says by SIGNAL.
  if ('sqlState' in error && /^(22|23|45)/.test(String(error.sqlState))) return true;
  if ('rawCode' in error && error.rawCode === SQLITE_CONSTRAINT_DATATYPE) return true;
  return isOneOf(error, REFUSED_VALUE) || UNSENDABLE.test(error.message);
}

/**
 * Whether a statement for several rows failed by what may lie in one of them, or in their number, so
 * that each of them is worth a statement of its own at once.
 */
export function isWorthAlone(error: unknown): boolean {
  return isCollision(error) || !isTemporary(error);
}

function isOneOf(error: unknown, codes: Codes): boolean {
  const { code, errno } = Object(error) as { code?: unknown; errno?: unknown };
  return codes.has(code) || codes.has(errno) || codes.has(primaryCode(code));
}

/** SQLite's extended codes begin with the code they are of, as SQLITE_IOERR_WRITE does. */
function primaryCode(code: unknown): string | undefined {
  return /^SQLITE_[A-Z]+/.exec(String(code))?.[0];
}

/** The system's error 28, as a server quotes it where a table or a file could not be made. */
function isOutOfSpace(error: unknown): boolean {
  return (
    error instanceof Error &&
    'sqlState' in error &&
    /\berr(or|no):? 28\b|No space left on device/i.test(error.message)
  );
}
