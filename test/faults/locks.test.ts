import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import Libsql from 'libsql';
import { openDatabase } from '../../src/database/database';
import { insertEventsOnce } from '../../src/database/dialect';
import { openLocalStore } from '../../src/database/local-store';
import { migrate } from '../../src/database/migrate';
import { COMMAND_BOUNDS, webhookBounds } from '../../src/database/time-bounds';
import { createHistoryEvent, type HistoryEvent } from '../../src/history/history-event';
import { createHistoryRecorder } from '../../src/history/recorder';
import { createSpool } from '../../src/history/spool';
import { createLogger } from '../../src/http/log';
import { findOperator } from '../../src/operators/operators-table';
import { parseCallRequest } from '../../src/twilio/call-request';
import { createOwnDatabase } from '../support/test-database';

const log = createLogger({ level: 'silent', numbers: 'masked' });

function buildEvent(queueTime: number) {
  const fields = [
    ['CallSid', `CA${'0'.repeat(32)}`],
    ['QueueTime', String(queueTime)],
  ] as const;
  return createHistoryEvent(
    'guidance',
    parseCallRequest({ fields, query: [], idempotencyToken: undefined, receivedAt: new Date() }),
  );
}

describe('a SQLite file that another program is writing to', () => {
  it('keeps no other caller waiting, and takes the rows when that is over', async () => {
    const own = await createOwnDatabase('sqlite');
    await migrate(own.db);
    const other = new Libsql(own.url.replace('sqlite:', ''));
    other.exec('begin immediate');
    // Nothing may go there: the database takes the rows in time.
    const spool = createSpool(openLocalStore('/dev/null/spool.db', log));
    const history = createHistoryRecorder({ db: own.db, spool, log });
    let longestStall = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longestStall = Math.max(longestStall, performance.now() - last);
      last = performance.now();
    }, 5);
    const written = Promise.all(Array.from({ length: 5 }, (_, i) => history.record(buildEvent(i))));
    await sleep(300);
    expect(await findOperator(own.db, '+81')).toBeUndefined();
    other.exec('commit');
    await written;
    clearInterval(beat);
    await history.record(buildEvent(5));
    // Through another connection: what only the writer's own can see is not written.
    const rows = other.prepare('select QueueTime from queue_data').all([]);
    other.exec("insert into operators (telnum) values ('+81')");
    other.close();
    await own.close();
    expect(rows).toHaveLength(6);
    expect(longestStall).toBeLessThan(500);
  });
});

describe('a MySQL table that somebody has locked', () => {
  it('holds no caller, and no thread of the server', async () => {
    const own = await createOwnDatabase('mysql');
    await migrate(own.db);
    const admin = openDatabase(own.location, COMMAND_BOUNDS);
    const threads = async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from information_schema.processlist where db = database()`.execute(
        admin,
      );
      return Number(rows[0]?.n);
    };
    await admin.connection().execute(async (locker) => {
      await sql`lock tables operators write`.execute(locker);
      const start = performance.now();
      const webhooks = openDatabase(own.location, webhookBounds(1000));
      const lookups = await Promise.allSettled(
        // Four times as many as there are connections.
        Array.from({ length: 40 }, () => findOperator(webhooks, '+81')),
      );
      expect(lookups.map(({ status }) => status)).toEqual(Array(40).fill('rejected'));
      expect(performance.now() - start).toBeLessThan(1800);
      await webhooks.destroy();
      await sleep(1500);
      expect(await threads()).toBeLessThanOrEqual(3);
      await sql`unlock tables`.execute(locker);
    });
    await admin.destroy();
    await own.close();
  });

  it('gives up at the server too, where a row is what is locked', async () => {
    const own = await createOwnDatabase('mysql');
    await migrate(own.db);
    const admin = openDatabase(own.location, COMMAND_BOUNDS);
    const webhooks = openDatabase(own.location, webhookBounds(1000));
    const event = buildEvent(1) as Extract<HistoryEvent, { table: 'queue_data' }>;
    const waiting = await admin.transaction().execute(async (transaction) => {
      await insertEventsOnce(transaction, 'queue_data', [event.row]);
      const inserts = Array.from({ length: 5 }, () =>
        insertEventsOnce(webhooks, 'queue_data', [event.row]),
      );
      await Promise.allSettled(inserts);
      await sleep(1500);
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from information_schema.innodb_trx where trx_state = 'LOCK WAIT'`.execute(
        transaction,
      );
      return Number(rows[0]?.n);
    });
    await webhooks.destroy();
    await admin.destroy();
    await own.close();
    expect(waiting).toBe(0);
  });
});
