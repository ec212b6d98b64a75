import { existsSync } from 'node:fs';
import { closeWithin, openDatabase } from '../database/database';
import {
  type DatabaseUrl,
  type MysqlAddress,
  type MysqlLocation,
  nameAddress,
  type SqliteLocation,
} from '../database/database-url';
import { findPendingMigrations, findUnknownMigrations } from '../database/migrate';
import { findMissingSchemaRights, findRowFaults, type RightFault } from '../database/rights';
import { readServerFacts } from '../database/server-facts';
import type { Database } from '../database/tables';
import type { TimeBounds } from '../database/time-bounds';
import { describeError } from '../errors';
import { isOfThisMachine } from '../twilio/this-machine';
import { examineFilePlace } from './disk';
import { errorCode } from './error-code';
import { explainDatabase } from './explain-database';
import { type Finding, fault, ok, warning } from './finding';
import { examineOperators } from './operators';

const BOUNDS: TimeBounds = { connectMs: 5000, queryMs: 5000, busyMs: 2000 };
const CLOSE_MS = 500;

/** The database and what minicc may do there. Nothing in it is changed. */
export function examineDatabase(location: DatabaseUrl): AsyncGenerator<Finding> {
  return location.dialect === 'mysql' ? examineServers(location) : examineFile(location);
}

async function* examineServers(location: MysqlLocation): AsyncGenerator<Finding> {
  const findings: Finding[] = [];
  const isOnly = location.hosts.length === 1;
  for (const host of location.hosts) {
    const describe = `mysql://${nameAddress(host)}/${location.database}`;
    const only = { ...location, hosts: [host], describe };
    for await (const finding of withDatabase(only, (db) => examineServer(db, host, isOnly))) {
      findings.push(finding);
      yield finding;
    }
  }
  yield* examineEncryption(location);
  if (findings.every(({ level }) => level === 'fault')) return;
  yield* withDatabase(location, async function* (db) {
    yield* examineSchemaRights(db);
    yield* examineTables(db);
  });
}

async function* examineServer(
  db: Database,
  address: MysqlAddress,
  isOnly: boolean,
): AsyncGenerator<Finding> {
  const { product, version, isNewEnough, isReadOnly, lateWrites } = await readServerFacts(db);
  const server = `${product} ${version} at ${nameAddress(address)}`;
  if (!isNewEnough) {
    yield fault(
      `${server} is too old.`,
      'Use MySQL 8.0.13 or newer, or MariaDB 10.6 or newer; or the embedded database.',
    );
  } else if (isReadOnly && isOnly) {
    yield fault(
      `${server} is read-only: rows wait in the spool meanwhile.`,
      'If it is a replica, put the server that it follows into DATABASE_URL; else end its read_only.',
    );
  } else if (isReadOnly) {
    yield warning(
      `${server} is read-only, and used only where no other one answers.`,
      'That is right for a replica; else end its read_only.',
    );
  } else {
    yield ok(`${server} answers.`);
  }
  const [late] = lateWrites;
  if (late && !isReadOnly) {
    yield warning(
      `${server} may lose rows when its machine loses power: ${late.name} is ${late.value}.`,
      `Set ${lateWrites.map(({ name }) => `${name} = 1`).join(' and ')} under [mysqld] in its settings, and start it again.`,
    );
  }
}

function* examineEncryption({ hosts, sslMode }: MysqlLocation): Generator<Finding> {
  if (sslMode !== 'DISABLED' || hosts.every(({ host }) => isOfThisMachine(host))) return;
  yield warning(
    'The connection to the database leaves this machine and is not encrypted.',
    'Put ?ssl-mode=VERIFY_IDENTITY (or REQUIRED) at the end of DATABASE_URL.',
  );
}

async function* examineFile(location: SqliteLocation): AsyncGenerator<Finding> {
  yield* examineFilePlace(location.path, 'DATABASE_URL');
  if (!existsSync(location.path)) {
    yield warning(
      `There is no database at ${location.path} yet.`,
      'The first start makes it, as "npx minicc migrate" does. If there should be one, see in which folder minicc runs.',
    );
    return;
  }
  yield* withDatabase(location, examineTables);
}

async function* examineTables(db: Database): AsyncGenerator<Finding> {
  const unknown = await findUnknownMigrations(db);
  if (unknown.length > 0) {
    yield fault(
      `The database was changed by a newer minicc: ${unknown.join(', ')}.`,
      'Install the newer minicc here, too.',
    );
    return;
  }
  const pending = await findPendingMigrations(db);
  if (pending.length > 0) {
    yield warning(
      `The database is not up to date: ${pending.join(', ')} ${pending.length === 1 ? 'is' : 'are'} missing.`,
      'Run "npx minicc migrate", or start minicc, and ask again: the tables were not looked at.',
    );
    return;
  }
  yield ok('The tables are up to date.');
  yield* describeRowFaults(await findRowFaults(db));
  yield* examineOperators(db);
}

async function* examineSchemaRights(db: Database): AsyncGenerator<Finding> {
  const missing = (await findMissingSchemaRights(db)).map(({ right }) => right);
  if (missing.length === 0) {
    yield ok('minicc may create and change tables.');
    return;
  }
  yield fault(
    `The database user lacks the right to ${missing.join(', ')}.`,
    `As an administrator of the database: GRANT ${missing.join(', ')} ON the database TO that user.`,
  );
}

const RIGHTS_DENIED = /^ER_(TABLE|COLUMN|DB)ACCESS_DENIED_ERROR$/;

function* describeRowFaults(faults: readonly RightFault[]): Generator<Finding> {
  if (faults.length === 0) {
    yield ok('Rows can be written, read, changed and removed in every table.');
    return;
  }
  const denied = faults.filter(({ error }) => RIGHTS_DENIED.test(errorCode(error)));
  for (const [table, rights] of groupByTable(denied)) {
    yield fault(
      `The database user lacks the right to ${rights.join(', ')} in ${table}.`,
      `As an administrator of the database: GRANT ${rights.join(', ')} ON the database TO that user.`,
    );
  }
  // What refused one statement refuses the others, and once is enough to hear it.
  const [other] = faults.filter((one) => !denied.includes(one));
  if (other) {
    yield fault(
      `${other.right} does not work in ${other.table}: ${describeError(other.error)}`,
      'See whether the disk of the database is full or its table was changed; the log of the database says more.',
    );
  }
}

function groupByTable(faults: readonly RightFault[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { table = '', right } of faults) {
    groups.set(table, [...(groups.get(table) ?? []), right]);
  }
  return groups;
}

/** What is found with a database, which is closed after it; or why it could not be asked. */
async function* withDatabase(
  location: DatabaseUrl,
  examine: (db: Database) => AsyncGenerator<Finding>,
): AsyncGenerator<Finding> {
  const db = openDatabase(location, BOUNDS);
  try {
    yield* examine(db);
  } catch (error) {
    yield explainDatabase(location, error);
  } finally {
    await closeWithin(db, CLOSE_MS);
  }
}
