import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { migrate } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import {
  type DatabaseServer,
  openTestDatabase,
  startPrivateServer,
} from '../support/database-server';
import { type EventLoad, makeCallSid, startEventLoad } from '../support/event-load';
import { BASIC, eventually, type RunningServer, startServer } from '../support/running-server';
import { findLost, listAnswering, listWorkers, readFigure } from './support';

jest.setTimeout(120_000);

const OPERATOR = '+815011112222';
const PIN_OPERATOR = '+815011113333';
const PIN = '2468';
const WORKERS = 3;

/** The whole program with three workers on a private MariaDB server that hangs and comes back. */
describe('while the database hangs, several workers', () => {
  let database: DatabaseServer;
  let url: string;
  let db: Database;
  let minicc: RunningServer;
  let load: EventLoad | undefined;

  beforeAll(async () => {
    database = await startPrivateServer();
    url = (await openTestDatabase(database.url)).url;
    db = openDatabase(parseDatabaseUrl(url), COMMAND_BOUNDS);
    await migrate(db);
    const operator = { name: null, pin_failures: 0, pin_locked_until: null };
    await db
      .insertInto('operators')
      .values([
        { ...operator, telnum: OPERATOR },
        { ...operator, telnum: PIN_OPERATOR, pin_hash: hashSync(PIN, 4) },
      ])
      .execute();
    await db.destroy();
    const settings = { ...BASIC, DATABASE_URL: url, LANGUAGE: 'en-US' };
    minicc = await startServer({ ...settings, WEB_CONCURRENCY: String(WORKERS) });
  });
  afterEach(async () => {
    await load?.stop();
    await database?.thaw();
  });
  afterAll(async () => {
    await minicc?.stop();
    await database?.stop();
  });

  const call = (From: string, path = '/index', more: Record<string, string> = {}) =>
    minicc.request(path, { form: { CallSid: makeCallSid(), From, ...more } });

  it('keep their rows in one spool, which goes to the database when it is back', async () => {
    load = startEventLoad(minicc.origin);
    const { acknowledged, refused } = load;
    await eventually(() => acknowledged.length > 20);
    await database.freeze();
    const so = acknowledged.length;
    await eventually(() => acknowledged.length > so + 50);
    await load.stop();
    expect(refused).toEqual([]);
    const rows = await readFigure(minicc, 'minicc_spool_rows');
    expect(rows).toBeGreaterThan(40);
    const spooled = await readFigure(minicc, 'minicc_history_rows_spooled_total');
    // On a busy machine, some may have gone there and back before.
    expect(await readFigure(minicc, 'minicc_history_rows_drained_total')).toBe(spooled - rows);
    expect(listAnswering(minicc)).toEqual([1, 2, 3]);
    expect(existsSync(join(minicc.folder, 'var/spool.db'))).toBe(true);

    await database.thaw();
    await eventually(async () => (await readFigure(minicc, 'minicc_spool_rows')) === 0);
    expect(await findLost(url, acknowledged)).toEqual([]);
    expect(await readFigure(minicc, 'minicc_history_rows_drained_total')).toBe(spooled);
    expect(minicc.logLines().filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it('know the operators, also one who joined them meanwhile, and count PINs together', async () => {
    await database.freeze();
    // The one that takes its place has never seen the table.
    const [first = 0] = listWorkers(minicc);
    process.kill(first, 'SIGKILL');
    await eventually(() => {
      const workers = listWorkers(minicc);
      return workers.length === WORKERS && !workers.includes(first);
    });
    // Connections to the one that was killed are broken, and are not used again after this.
    await Promise.allSettled(Array.from({ length: 12 }, () => call(OPERATOR)));
    const known = await Promise.all(Array.from({ length: 6 }, () => call(OPERATOR)));
    expect(known.map(({ text }) => text.includes('<Redirect>/operator_queue'))).toEqual(
      Array(6).fill(true),
    );
    const tries = [];
    for (let count = 0; count < 8; count += 1) {
      const { text } = await call(PIN_OPERATOR, '/index?wrong_pins=0', { Digits: '1357' });
      tries.push(text.includes('<Gather'));
    }
    const locked = await call(PIN_OPERATOR);
    expect(locked.text).not.toContain('<Gather');
    expect(new Set(listAnswering(minicc)).size).toBe(WORKERS);
    expect(await readFigure(minicc, 'minicc_pin_refusals_total{reason="wrong"}')).toBe(6);
    expect(await readFigure(minicc, 'minicc_pin_refusals_total{reason="locked"}')).toBe(3);
    expect(tries.slice(0, 6)).toEqual(Array(6).fill(true));
  });
});
