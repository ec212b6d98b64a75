import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openLocalStore } from '../../src/database/local-store';
import { migrate } from '../../src/database/migrate';
import type { HistoryRow } from '../../src/history/history-event';
import { createSpool } from '../../src/history/spool';
import { createLogger } from '../../src/http/log';
import { buildRow } from '../support/build-row';
import { startMinicc } from '../support/minicc-command';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-spool-command-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function minicc(command: string, settings: Record<string, string> = {}) {
  return startMinicc(command.split(' '), { folder, settings }).ended;
}

/** Leaves rows in the spool of `folder`, as a server does that has been stopped. */
async function leave(...rows: HistoryRow[]): Promise<void> {
  const store = openLocalStore(
    join(folder, 'var/spool.db'),
    createLogger({ level: 'silent', numbers: 'masked' }),
  );
  const spool = createSpool(store);
  for (const row of rows) await spool.add(row);
  await store.close();
}

const hoursAgo = (hours: number) =>
  new Date(Date.now() - hours * 3_600_000).toISOString().replace('T', ' ').replace('Z', '');

describe('minicc spool status', () => {
  it('says that nothing waits, and makes no spool to say so', async () => {
    expect(await minicc('spool status')).toEqual({
      code: 0,
      stdout: 'No row waits for the database.\n',
      stderr: '',
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says how many rows wait, and for how long', async () => {
    await leave(
      buildRow('queue_data', 'a', { Time: hoursAgo(3) }),
      buildRow('enqueue_data', 'b', { Time: hoursAgo(1) }),
    );
    expect((await minicc('spool status')).stdout).toBe(
      '2 rows wait for the database, the oldest for 3 hours.\n',
    );
    expect(JSON.parse((await minicc('spool status --json')).stdout)).toMatchObject({
      rows: 2,
      setAside: 0,
      refused: [],
    });
  });

  it('goes on with the other file where one is damaged, and says where the damaged one is', async () => {
    await leave(buildRow('queue_data', 'a'));
    const file = join(folder, 'var/spool.db');
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
    writeFileSync(file, 'x'.repeat(9000));
    const { code, stdout, stderr } = await minicc('spool status');
    expect(stdout).toMatch(/^1 row waits for the database, the oldest for \d+ hours\.\n$/);
    expect(stderr).toMatch(
      /^minicc: a damaged spool file was set aside: var\/spool\.db: it is now var\/spool\.db\.damaged-[\dTZ-]+: file is not a database\n$/,
    );
    expect(code).toBe(0);
  });

  it('says in one line why a spool cannot be used', async () => {
    mkdirSync(join(folder, 'var/spool.db'), { recursive: true });
    mkdirSync(join(folder, 'var/spool.db.copy'));
    const { code, stderr } = await minicc('spool status');
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^minicc: SPOOL_PATH var\/spool\.db cannot be used: /,
    );
    expect(code).toBe(1);
  });
});

describe.each(DIALECTS)('minicc spool drain into %s', (dialect) => {
  let own: OwnDatabase;
  let settings: Record<string, string>;

  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    settings = { DATABASE_URL: own.url };
  });
  afterEach(() => own.close());

  it('moves every row, once', async () => {
    await leave(...['a', 'b', 'c'].map((key) => buildRow('queue_data', key)));
    const { code, stdout } = await minicc('spool drain', settings);
    expect(stdout).toBe('Rows that went to the database: 3.\n');
    expect(code).toBe(0);
    const again = await minicc('spool drain', settings);
    expect(again).toEqual({
      code: 0,
      stdout: 'Rows that went to the database: 0.\n',
      stderr: '',
    });
    expect(await own.db.selectFrom('queue_data').selectAll().execute()).toHaveLength(3);
  });

  it('sets aside what is refused, says so, and tries it again when asked', async () => {
    await migrate(own.db);
    await (dialect === 'mysql'
      ? sql`alter table queue_data modify QueueSid varchar(2)`
      : sql`create trigger narrow before insert on queue_data when length(new.QueueSid) > 2
            begin select raise(abort, 'Data too long'); end`
    ).execute(own.db);
    await leave(buildRow('queue_data', 'a', { QueueSid: 'QU1' }), buildRow('queue_data', 'b'));
    const { code, stdout, stderr } = await minicc('spool drain', settings);
    expect(stdout).toBe('Rows that went to the database: 1.\n');
    expect(stderr).toMatch(
      /minicc: Rows that it refused, now set aside: 1; see minicc spool status\./,
    );
    expect(code).toBe(1);
    const status = await minicc('spool status', settings);
    expect(status.stdout).toMatch(
      /^No row waits for the database\.\n1 refused by the database and set aside:\n {2}\S+ \S+ {2}queue_data {2}CA\w{32} {2}.*Data too long.*\nWhen .*minicc spool drain --set-aside\n$/,
    );
    await (dialect === 'mysql'
      ? sql`alter table queue_data modify QueueSid varchar(34)`
      : sql`drop trigger narrow`
    ).execute(own.db);
    const again = await minicc('spool drain --set-aside', settings);
    expect(again.stdout).toBe('Rows that went to the database: 1.\n');
    expect(await own.db.selectFrom('queue_data').selectAll().execute()).toHaveLength(2);
    expect((await minicc('spool status', settings)).stdout).toBe(
      'No row waits for the database.\n',
    );
  });
});

describe('minicc spool drain without its database', () => {
  it('says so in one line, and keeps every row', async () => {
    await leave(buildRow('queue_data', 'a'));
    const { code, stderr } = await minicc('spool drain', {
      DATABASE_URL: 'mysql://minicc:secret@127.0.0.1:1/minicc',
    });
    expect(stderr).toMatch(
      /^minicc: DATABASE_URL mysql:\/\/127\.0\.0\.1:1\/minicc cannot be used: /,
    );
    expect(code).toBe(1);
    expect((await minicc('spool status')).stdout).toMatch(/^1 row waits/);
  });

  it('reads the rows of a spool whose file was cut short', async () => {
    await leave(buildRow('queue_data', 'a'));
    truncateSync(join(folder, 'var/spool.db'), 100);
    rmSync(join(folder, 'var/spool.db-wal'), { force: true });
    const { code, stdout } = await minicc('spool drain');
    expect(stdout).toBe('Rows that went to the database: 1.\n');
    expect(code).toBe(0);
  });
});
