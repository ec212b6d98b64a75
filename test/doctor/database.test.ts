import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { migrate } from '../../src/database/migrate';
import { EVENT_TABLES } from '../../src/database/tables';
import { examineDatabase } from '../../src/doctor/database';
import { listOperators, saveOperator } from '../../src/operators/operators-table';
import { withConnection } from '../support/connection';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { collect, foundOf } from '../support/findings';
import { findFreePort } from '../support/free-port';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const NO_OPERATORS = 'There are no operators: customers would wait for nobody.';
const ROWS = 'Rows can be written, read, changed and removed in every table.';

const examine = (url: string) => collect(examineDatabase(parseDatabaseUrl(url)));

describe.each(DIALECTS)('a database on %s', (dialect) => {
  let own: OwnDatabase;
  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
  });
  afterEach(() => own.close());

  it('is found right, and left as it is', async () => {
    await migrate(own.db);
    await saveOperator(own.db, { telnum: '+815012345678', name: null });
    const findings = await examine(own.url);
    expect(foundOf(findings, 'fault')).toEqual([]);
    expect(foundOf(findings, 'warning')).toEqual([]);
    const found = foundOf(findings, 'ok');
    expect(found.slice(-3)).toEqual(['The tables are up to date.', ROWS, 'There is 1 operator.']);
    expect(await listOperators(own.db)).toHaveLength(1);
    expect(await own.db.selectFrom('queue_data').selectAll().execute()).toEqual([]);
  });

  it('that lacks migrations is warned about, and not migrated', async () => {
    // A table that is not minicc's makes the file of SQLite.
    await own.db.schema.createTable('notes').addColumn('id', 'integer').execute();
    const findings = await examine(own.url);
    const again = await examine(own.url);
    const warnings = foundOf(findings, 'warning');
    expect(warnings).toEqual([expect.stringMatching(/^The database is not up to date: 0001_/)]);
    expect(foundOf(again, 'warning')).toEqual(warnings);
  });

  it('that a newer minicc has changed is a fault', async () => {
    await migrate(own.db);
    await own.db
      .insertInto('minicc_migration' as never)
      .values({ name: '9999_future', timestamp: '2026-01-01' } as never)
      .execute();
    expect(foundOf(await examine(own.url), 'fault')).toEqual([
      'The database was changed by a newer minicc: 9999_future.',
    ]);
  });

  it('without operators, or with numbers that Twilio never sends, is warned about', async () => {
    await migrate(own.db);
    const none = foundOf(await examine(own.url), 'warning');
    await own.db
      .insertInto('operators')
      .values([
        { telnum: '+815012345678', name: null },
        { telnum: '050-1234-5679', name: null },
      ])
      .execute();
    expect([none, foundOf(await examine(own.url), 'warning')]).toEqual([
      [NO_OPERATORS],
      ["1 of 2 operators' numbers are in a form that Twilio never sends."],
    ]);
  });

  it('whose tables were changed by hand is a fault', async () => {
    await migrate(own.db);
    // Else SQLite sees that the views would not work any more.
    if (dialect === 'sqlite') await sql`pragma legacy_alter_table = on`.execute(own.db);
    await own.db.schema.alterTable('queue_data').renameColumn('EventKey', 'EventID').execute();
    const [fault, ...more] = foundOf(await examine(own.url), 'fault');
    expect(fault).toMatch(/^INSERT does not work in queue_data: .*EventKey/);
    expect(more).toEqual([]);
  });
});

describe('a user of a MySQL-family server', () => {
  let own: OwnDatabase;
  beforeEach(async () => {
    own = await createOwnDatabase('mysql');
    await migrate(own.db);
    await saveOperator(own.db, { telnum: '+815012345678', name: null });
  });
  afterEach(async () => {
    await administer(`DROP USER IF EXISTS '${user}'@'%'`);
    await own.close();
  });

  const user = `doctor_${process.pid}`;
  const administer = (...statements: string[]) =>
    withConnection(process.env.TEST_DATABASE_URL ?? '', async (connection) => {
      for (const statement of statements) await connection.query(statement);
    });

  async function examineAs(grant: (database: string) => string[], password = 'right') {
    const url = new URL(own.url);
    const database = url.pathname.slice(1);
    await administer(`CREATE USER '${user}'@'%' IDENTIFIED BY 'right'`, ...grant(database));
    url.username = user;
    url.password = password;
    return examine(url.href);
  }
  const to = `TO '${user}'@'%'`;

  it('with the rights of the README is right', async () => {
    const findings = await examineAs((database) => [
      `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, CREATE VIEW ON ${database}.* ${to}`,
    ]);
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(foundOf(findings, 'ok')).toContain('minicc may create and change tables.');
  });

  it('who may not change tables is told which rights are missing', async () => {
    const findings = await examineAs((database) => [
      `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON ${database}.* ${to}`,
    ]);
    expect(foundOf(findings, 'fault')).toEqual([
      'The database user lacks the right to ALTER, DROP, INDEX, CREATE VIEW.',
    ]);
  });

  it('who may not read is told so, and of no other right', async () => {
    const findings = await examineAs((database) => [
      `GRANT INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, CREATE VIEW ON ${database}.* ${to}`,
    ]);
    expect(foundOf(findings, 'ok')).toContain('minicc may create and change tables.');
    expect(foundOf(findings, 'fault')).toEqual([
      expect.stringMatching(/^DATABASE_URL .* cannot be used: SELECT command denied/),
    ]);
    expect(findings.at(-1)?.advice).toMatch(/^Give the user rights on that database/);
  });

  it('who may not do all with rows is told which rights are missing where', async () => {
    const findings = await examineAs((database) => [
      `GRANT SELECT, CREATE, ALTER, DROP, INDEX, CREATE VIEW ON ${database}.* ${to}`,
      ...['operators', 'enqueue_data', 'statuscallback_data'].map(
        (table) => `GRANT INSERT, UPDATE, DELETE ON ${database}.${table} ${to}`,
      ),
      `GRANT INSERT ON ${database}.queue_data ${to}`,
    ]);
    expect(foundOf(findings, 'fault')).toEqual([
      'The database user lacks the right to UPDATE, DELETE in queue_data.',
      'The database user lacks the right to INSERT, UPDATE, DELETE in live_calls.',
    ]);
    expect(await own.db.selectFrom('queue_data').selectAll().execute()).toEqual([]);
  });

  it('who may not read a view is told of which', async () => {
    const tables = ['minicc_migration', 'minicc_migration_lock', 'operators', 'live_calls'];
    const views = ['queue_answers', 'queue_exits', 'queue_visits_ended', 'queue_visits_unended'];
    const findings = await examineAs((database) => [
      `GRANT CREATE, ALTER, DROP, INDEX, CREATE VIEW ON ${database}.* ${to}`,
      ...[...tables, ...EVENT_TABLES].map(
        (table) => `GRANT SELECT, INSERT, UPDATE, DELETE ON ${database}.${table} ${to}`,
      ),
      ...[...views, 'call_ends', 'operator_calls', 'customer_calls_answered'].map(
        (view) => `GRANT SELECT ON ${database}.${view} ${to}`,
      ),
    ]);
    const lacking = foundOf(findings, 'fault').filter((found) => found.includes('SELECT'));
    expect(lacking).toEqual(
      ['customer_calls_ended', 'customer_calls_unanswered'].map(
        (view) => `The database user lacks the right to SELECT in ${view}.`,
      ),
    );
  });

  it('who may create tables and drop none leaves none behind', async () => {
    const list = () => withConnection(own.url, (connection) => connection.query('SHOW TABLES'));
    const [before] = await list();
    await examineAs((database) => [`GRANT SELECT, CREATE ON ${database}.* ${to}`]);
    expect((await list())[0]).toEqual(before);
  });

  it('with a wrong password is told so, and the password is not shown', async () => {
    const findings = await examineAs(
      (database) => [`GRANT ALL ON ${database}.* ${to}`],
      'wr0ng-secret',
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.found).toMatch(/^DATABASE_URL mysql:.* cannot be used: Access denied/);
    expect(findings[0]?.advice).toMatch(/^See whether user and password/);
    expect(JSON.stringify(findings)).not.toContain('wr0ng-secret');
  });

  it('without any right on the database is told so', async () => {
    const findings = await examineAs(() => []);
    expect(foundOf(findings, 'fault')).toEqual([
      expect.stringMatching(/cannot be used: Access denied/),
    ]);
  });
});

describe('MySQL-family servers', () => {
  let server: DatabaseServer;
  let url: string;
  beforeAll(async () => {
    server = await startPrivateServer(['--log-bin=binlog', '--server-id=1', '--sync-binlog=1']);
    await withConnection(server.url, async (connection) => {
      for (const statement of [
        'CREATE DATABASE minicc CHARACTER SET utf8mb4',
        "CREATE USER 'plain'@'%' IDENTIFIED BY 'p'",
        "GRANT ALL ON minicc.* TO 'plain'@'%'",
      ]) {
        await connection.query(statement);
      }
    });
    url = `${server.url.replace('root', 'plain:p')}/minicc`;
  });
  afterAll(() => server.stop());

  it('are each looked at, where there are several', async () => {
    const port = await findFreePort();
    const list = url.replace(/@([^/]+)/, `@$1,127.0.0.1:${port}`);
    const findings = await examine(list);
    expect(foundOf(findings, 'ok')[0]).toMatch(
      /^(MariaDB|MySQL) [\d.]+ at 127\.0\.0\.1:\d+ answers/,
    );
    expect(foundOf(findings, 'fault')).toEqual([
      expect.stringContaining(`DATABASE_URL mysql://127.0.0.1:${port}/minicc cannot be used`),
    ]);
    expect(foundOf(findings, 'warning')).toEqual([expect.stringMatching(/not up to date/)]);
  });

  it('that are read-only are found so', async () => {
    await withConnection(server.url, (connection) => connection.query('SET GLOBAL read_only = 1'));
    const findings = await examine(url);
    await withConnection(server.url, (connection) => connection.query('SET GLOBAL read_only = 0'));
    expect(foundOf(findings, 'fault')).toEqual([expect.stringMatching(/ is read-only: /)]);
  });

  it.each([
    ['innodb_flush_log_at_trx_commit = 2', 'innodb_flush_log_at_trx_commit is 2'],
    ['sync_binlog = 0', 'sync_binlog is 0'],
  ])('that write rows to the disk later are warned about: %s', async (setting, found) => {
    const before = await examine(url);
    await withConnection(server.url, (connection) => connection.query(`SET GLOBAL ${setting}`));
    const after = await examine(url);
    await withConnection(server.url, (connection) =>
      connection.query(`SET GLOBAL ${setting.replace(/\d/, '1')}`),
    );
    expect(foundOf(before, 'warning')).toEqual([expect.stringMatching(/not up to date/)]);
    expect(foundOf(after, 'warning')).toEqual([
      expect.stringMatching(new RegExp(` may lose rows .*: ${found}\\.$`)),
      expect.stringMatching(/not up to date/),
    ]);
  });

  it('that do not answer are given up', async () => {
    await server.freeze();
    const findings = await examine(url);
    await server.thaw();
    expect(foundOf(findings, 'fault')).toEqual([
      expect.stringMatching(/^DATABASE_URL mysql:.* cannot be used: /),
    ]);
  });
});

describe('a SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'minicc-doctor-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('that is not there yet is warned about, and not made', async () => {
    const findings = await examine(`sqlite:${join(folder, 'var/minicc.db')}`);
    expect(foundOf(findings, 'fault')).toEqual([]);
    expect(foundOf(findings, 'warning')).toEqual([expect.stringMatching(/^There is no database/)]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('in a folder that is none is a fault', async () => {
    writeFileSync(join(folder, 'var'), '');
    const findings = await examine(`sqlite:${join(folder, 'var/minicc.db')}`);
    expect(foundOf(findings, 'fault')[0]).toMatch(
      /^DATABASE_URL .* cannot be written: .*var is not a folder/,
    );
  });

  it('that is none is a fault', async () => {
    const path = join(folder, 'minicc.db');
    writeFileSync(path, 'This is a letter and no database. '.repeat(100));
    const findings = await examine(`sqlite:${path}`);
    expect(foundOf(findings, 'fault')).toEqual([
      expect.stringMatching(/cannot be used: .*not a database/),
    ]);
  });

  it('that is a folder is a fault', async () => {
    const path = join(folder, 'minicc.db');
    mkdirSync(path);
    expect(foundOf(await examine(`sqlite:${path}`), 'fault')).toEqual([
      expect.stringMatching(/cannot be used: /),
    ]);
  });
});
