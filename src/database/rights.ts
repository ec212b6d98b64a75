import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { type Database, EVENT_TABLES } from './tables';
import { toUtcTime } from './utc-time';

/** Something that minicc does with a database, and why it cannot. */
export interface RightFault {
  /** As it is granted: `INSERT`, say. */
  right: string;
  /** Absent where it is about the database as a whole. */
  table?: string;
  error: unknown;
}

const DENIED = new Set(['ER_TABLEACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR']);

/**
 * Which rights to change tables are missing on a MySQL-family server. It is asked for what it cannot
 * do: to change tables that do not exist, to make one with two columns of one name, or a view of
 * nothing. Whether the right is there, it looks at before that. So nothing is left behind, wherever this is interrupted.
 */
export async function findMissingSchemaRights(db: Database): Promise<RightFault[]> {
  const table = sql.table(`minicc_doctor_${randomBytes(6).toString('hex')}`);
  const statements = [
    ['CREATE', sql`create table ${table} (c int, c int)`],
    ['ALTER', sql`alter table ${table} add column c int`],
    ['DROP', sql`drop table ${table}`],
    ['INDEX', sql`create index i on ${table} (c)`],
    ['CREATE VIEW', sql`create view ${table} as select * from ${table}`],
  ] as const;
  const faults: RightFault[] = [];
  for (const [right, statement] of statements) {
    const error = await statement.execute(db).catch((reason: unknown) => reason);
    if (error instanceof Error && 'code' in error && DENIED.has(String(error.code))) {
      faults.push({ right, error });
    }
  }
  return faults;
}

/**
 * What cannot be done with the rows of minicc's tables, found out by doing it to a row of its own
 * in a transaction that is taken back.
 */
export async function findRowFaults(db: Database): Promise<RightFault[]> {
  const key = `minicc doctor ${randomBytes(6).toString('hex')}`;
  const faults: RightFault[] = [];
  const transaction = await db.startTransaction().execute();
  try {
    const attempt = async (table: string, right: string, statement: Statement) => {
      const error = await statement.execute().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined) faults.push({ right, table, error });
    };
    for (const { table, right, statement } of listTrials(transaction, key)) {
      await attempt(table, right, statement);
    }
  } finally {
    await transaction.rollback().execute();
  }
  return faults;
}

interface Statement {
  execute(): Promise<unknown>;
}

interface Trial {
  table: string;
  right: string;
  statement: Statement;
}

function listTrials(db: Database, key: string): Trial[] {
  return [
    ...listOperatorTrials(db, key),
    // The three tables differ only in columns that these statements do not name.
    ...EVENT_TABLES.flatMap((table) => listEventTrials(db, table as 'queue_data', key)),
    ...listLiveTrials(db, key),
    ...VIEWS.map((table) => createViewTrial(db, table as 'call_ends', key)),
  ];
}

/** Those that reports read. */
const VIEWS = [
  ...(['call_ends', 'queue_visits_ended', 'queue_visits_unended', 'operator_calls'] as const),
  ...(['customer_calls_ended', 'customer_calls_answered', 'customer_calls_unanswered'] as const),
];

function createViewTrial(db: Database, table: 'call_ends', key: string): Trial {
  const statement = db.selectFrom(table).select('CallSid').where('CallSid', '=', key);
  return { table, right: 'SELECT', statement };
}

function listOperatorTrials(db: Database, telnum: string): Trial[] {
  const table = 'operators';
  const row = { telnum, name: null };
  return [
    { table, right: 'INSERT', statement: db.insertInto(table).values(row) },
    {
      table,
      right: 'SELECT',
      statement: db.selectFrom(table).select('telnum').where('telnum', '=', telnum),
    },
    {
      table,
      right: 'UPDATE',
      statement: db.updateTable(table).set(row).where('telnum', '=', telnum),
    },
    { table, right: 'DELETE', statement: db.deleteFrom(table).where('telnum', '=', telnum) },
  ];
}

function listEventTrials(db: Database, table: 'queue_data', EventKey: string): Trial[] {
  const row = { EventKey, CallSid: 'minicc doctor' };
  return [
    { table, right: 'INSERT', statement: db.insertInto(table).values(row as never) },
    {
      table,
      right: 'SELECT',
      statement: db.selectFrom(table).select('EventKey').where('EventKey', '=', EventKey),
    },
    {
      table,
      right: 'UPDATE',
      statement: db.updateTable(table).set(row).where('EventKey', '=', EventKey),
    },
    {
      table,
      right: 'DELETE',
      statement: db.deleteFrom(table).where('EventKey', '=', EventKey),
    },
  ];
}

function listLiveTrials(db: Database, CallSid: string): Trial[] {
  const table = 'live_calls';
  const now = toUtcTime(new Date());
  const row = { CallSid, role: 'customer', state: 'ended', state_since: now, heard_at: now };
  return [
    { table, right: 'INSERT', statement: db.insertInto(table).values(row as never) },
    {
      table,
      right: 'SELECT',
      statement: db.selectFrom(table).select('CallSid').where('CallSid', '=', CallSid),
    },
    {
      table,
      right: 'UPDATE',
      statement: db.updateTable(table).set({ heard_at: now }).where('CallSid', '=', CallSid),
    },
    { table, right: 'DELETE', statement: db.deleteFrom(table).where('CallSid', '=', CallSid) },
  ];
}
