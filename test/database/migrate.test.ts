import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/database';
import { insertEventsOnce } from '../../src/database/dialect';
import { findPendingMigrations, migrate, splitStatements } from '../../src/database/migrate';
import { type Database, EVENT_TABLES } from '../../src/database/tables';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { UserError } from '../../src/errors';
import { countTableWaits } from '../support/hold-table';
import { eventually } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const execute = promisify(execFile);

describe.each(DIALECTS)('migrate on %s', (dialect) => {
  let own: OwnDatabase;
  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
  });
  afterEach(() => own.close());

  it('makes an empty database ready, once', async () => {
    const pending = await findPendingMigrations(own.db);
    const first = await migrate(own.db);
    const second = await migrate(own.db);
    expect(pending[0]).toMatch(/^0001_/);
    expect(first).toEqual(pending);
    expect(second).toEqual([]);
    expect(await findPendingMigrations(own.db)).toEqual([]);
  });

  it('lets servers that start at once wait for each other', async () => {
    const cli = join(__dirname, '../../dist/cli.js');
    const env = { ...process.env, DATABASE_URL: own.url };
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => execute(process.execPath, [cli, 'migrate'], { env })),
    );
    const workers = runs.filter(({ stderr }) => stderr.includes('Applied'));
    expect(runs.map(({ stdout }) => stdout)).toEqual(
      Array(4).fill('The database is up to date.\n'),
    );
    expect(workers).toHaveLength(1);
    expect(await findPendingMigrations(own.db)).toEqual([]);
  });

  it('refuses a schema that is newer than the program', async () => {
    await migrate(own.db);
    await sql`insert into minicc_migration (name, timestamp) values ('9999_future', '2030')`.execute(
      own.db,
    );
    const refused = migrate(own.db);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(/newer than this program: it has 9999_future/);
  });

  it('leaves operators who were added as they are, and takes them by their number alone', async () => {
    await migrate(own.db);
    await forgetMigrations(dialect === 'sqlite' ? '0003' : '0005');
    for (const column of ['pin_hash', 'pin_failures', 'pin_locked_until']) {
      await own.db.schema.alterTable('operators').dropColumn(column).execute();
    }
    await sql`insert into operators values ('+8150', 'Aiko')`.execute(own.db);
    expect((await migrate(own.db))[0]).toMatch(/_operator_pins$/);
    await sql`insert into operators (telnum) values ('+8151')`.execute(own.db);
    const withoutPin = { pin_hash: null, pin_failures: 0, pin_locked_until: null };
    expect(await own.db.selectFrom('operators').selectAll().orderBy('telnum').execute()).toEqual([
      { telnum: '+8150', name: 'Aiko', ...withoutPin },
      { telnum: '+8151', name: null, ...withoutPin },
    ]);
  });

  it('finishes or undoes what an interrupted run left half done', async () => {
    const names = await migrate(own.db);
    await own.db.insertInto('operators').values({ telnum: '+8150', pin_hash: 'x' }).execute();
    if (dialect === 'mysql') {
      await forgetMigrations('0001');
      expect(await migrate(own.db)).toEqual(names);
    } else {
      // There is one transaction around everything: the last file fails, and those before it go.
      await forgetMigrations('0002');
      await expect(migrate(own.db)).rejects.toThrow(/duplicate column/);
      expect(await findPendingMigrations(own.db)).toEqual(names.slice(1));
    }
    expect(await own.db.selectFrom('operators').select('pin_hash').execute()).toEqual([
      { pin_hash: 'x' },
    ]);
  });

  const forgetMigrations = (from: string) =>
    sql`delete from minicc_migration where name >= ${from}`.execute(own.db);
});

describe('migrate on MySQL', () => {
  it('lays the rows of events behind one another, and loses none that were there', async () => {
    const own = await createOwnDatabase('mysql');
    await migrate(own.db);
    for (const table of EVENT_TABLES) {
      await sql`alter table ${sql.table(table)}
        drop column id, drop key EventKey, add primary key (EventKey)`.execute(own.db);
      await sql`insert into ${sql.table(table)} (CallSid, EventKey)
        values ('CAb', 'b'), ('CAa', 'a')`.execute(own.db);
    }
    await sql`delete from minicc_migration where name >= '0008'`.execute(own.db);

    expect(await migrate(own.db)).toEqual(['0008_rows_in_order']);
    for (const table of EVENT_TABLES) {
      await insertEventsOnce(own.db, table, [{ CallSid: 'CA', EventKey: '0' } as never]);
      await insertEventsOnce(own.db, table, [{ CallSid: 'CA', EventKey: 'a' } as never]);
      const { rows } = await sql`select * from ${sql.table(table)} order by id`.execute(own.db);
      expect(rows).toMatchObject([{ CallSid: 'CAa' }, { CallSid: 'CAb' }, { EventKey: '0' }]);
      expect(rows[0]).not.toHaveProperty('id');
      const { rows: keys } = await sql`show index from ${sql.table(table)}
        where key_name = 'PRIMARY'`.execute(own.db);
      expect(keys).toMatchObject([{ Column_name: 'id' }]);
    }
    await own.close();
  });
});

describe('migrate on a database that another program brings up to date at the same time', () => {
  it('takes what the other has made, where neither knew of the other', async () => {
    const own = await createOwnDatabase('mysql');
    const [names, db, holder, rival] = [
      await migrate(own.db),
      ...[1, 2, 3].map(() => openDatabase(own.location, COMMAND_BOUNDS)),
    ] as [string[], Database, Database, Database];
    await sql`alter table operators
      drop column pin_hash, drop column pin_failures, drop column pin_locked_until`.execute(db);
    await sql`delete from minicc_migration where name >= '0005'`.execute(db);

    const waitsForTable = (count: number) =>
      eventually(async () => (await countTableWaits(own.db)) === count);
    const { rivalDone, applied } = await holder.transaction().execute(async (reader) => {
      await sql`select * from operators`.execute(reader);
      const rivalDone = sql`alter table operators add column pin_hash varchar(255) null,
        add column pin_failures int not null default 0,
        add column pin_locked_until datetime(3) null`.execute(rival);
      await waitsForTable(1);
      const applied = migrate(db);
      await waitsForTable(2);
      return { rivalDone, applied };
    });
    await rivalDone;
    expect(await applied).toEqual(names.slice(4));
    expect(await findPendingMigrations(db)).toEqual([]);
    for (const one of [db, holder, rival]) await one.destroy();
    await own.close();
  });
});

describe('splitStatements', () => {
  it('parts a file at semicolons that end a line, and drops comments', () => {
    const text = "-- a; comment;\nSELECT ';' AS a,\n  -- another\n  1;\n\nSELECT 2;\n";
    expect(splitStatements(text)).toEqual(["SELECT ';' AS a,\n  1", 'SELECT 2']);
  });
});
