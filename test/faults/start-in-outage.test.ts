import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { migrate } from '../../src/database/migrate';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import {
  type DatabaseServer,
  openTestDatabase,
  startPrivateServer,
} from '../support/database-server';
import { BASIC, eventually, type RunningServer, startServer } from '../support/running-server';

const OPERATOR = '+815011112222';
const WITH_PIN = '+815033334444';
const PIN = '2468';
const SID = 'CA00000000000000000000000000000001';

jest.setTimeout(120_000);

describe('a server that is started while its database is down', () => {
  let database: DatabaseServer;
  beforeAll(async () => {
    database = await startPrivateServer();
  });
  afterAll(() => database.stop());
  const servers: RunningServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop('SIGKILL');
  });

  it('knows the operators, keeps every row, and brings the database up to date when it is back', async () => {
    const { url } = await openTestDatabase(database.url);
    const db = openDatabase(parseDatabaseUrl(url), COMMAND_BOUNDS);
    await migrate(db);
    const pin_hash = hashSync(PIN, 4);
    await db
      .insertInto('operators')
      .values([{ telnum: OPERATOR }, { telnum: WITH_PIN, pin_hash }])
      .execute();
    const settings = { ...BASIC, DATABASE_URL: url, LANGUAGE: 'en-US' };
    const folder = mkdtempSync(join(tmpdir(), 'minicc-server-'));
    const first = await startServer(settings, folder);
    await eventually(async () => (await countKept(folder)) === 2);
    first.process.kill('SIGKILL');
    // The next server finds a database without its tables, as one does that was made anew.
    for (const table of ['operators', 'enqueue_data', 'queue_data', 'statuscallback_data']) {
      await db.schema.dropTable(table).execute();
    }
    await db.schema.dropTable('minicc_migration').execute();
    await db.destroy();
    await database.kill();

    const second = await startServer(settings, folder);
    servers.push(second);
    const greet = (From: string) => second.request('/index', { form: { CallSid: SID, From } });
    expect((await greet(OPERATOR)).text).toContain('<Redirect>/operator_queue');
    expect((await greet('+819012345678')).text).toContain('action="/index"');
    expect((await greet(WITH_PIN)).text).toContain('action="/index?wrong_pins=0"');
    const enter = async (Digits: string) => {
      const form = { CallSid: SID, From: WITH_PIN, Digits };
      return (await second.request('/index?wrong_pins=0', { form })).text;
    };
    expect(await enter('1357')).toContain('action="/index?wrong_pins=1"');
    expect(await enter(PIN)).toContain('<Redirect>/operator_queue');
    const form = { CallSid: SID, QueueResult: 'hangup', QueueTime: '12' };
    expect((await second.request('/exit_enqueue', { form })).status).toBe(200);
    const readSpool = async () => JSON.parse((await second.request('/readyz')).text).spool;
    expect(await readSpool()).toMatchObject({ rows: 1 });

    await database.restart();
    await eventually(async () => (await second.request('/readyz')).status === 200, 30_000);
    await eventually(async () => (await readSpool()).rows === 0);
    const again = openDatabase(parseDatabaseUrl(url), COMMAND_BOUNDS);
    const rows = await again.selectFrom('enqueue_data').selectAll().execute();
    await again.destroy();
    expect(rows).toMatchObject([{ CallSid: SID, QueueResult: 'hangup', QueueTime: 12 }]);
    expect((await second.stop()).code).toBe(0);
  });
});

/** How many operators a server in `folder` has kept in its spool. */
async function countKept(folder: string): Promise<number> {
  const file = join(folder, 'var/spool.db');
  if (!existsSync(file)) return 0;
  const db = openDatabase(parseDatabaseUrl(`sqlite:${file}`), COMMAND_BOUNDS);
  try {
    return (await db.selectFrom('operators').select('telnum').execute()).length;
  } catch {
    return 0;
  } finally {
    await db.destroy();
  }
}
