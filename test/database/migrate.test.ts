import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { findPendingMigrations, migrate, splitStatements } from '../../src/database/migrate';
import { UserError } from '../../src/errors';
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

  it('finishes what an interrupted run left half done', async () => {
    const names = await migrate(own.db);
    await sql`delete from minicc_migration`.execute(own.db);
    await own.db.insertInto('operators').values({ telnum: '+8150', name: null }).execute();
    expect(await migrate(own.db)).toEqual(names);
    expect(await own.db.selectFrom('operators').select('telnum').execute()).toHaveLength(1);
  });
});

describe('splitStatements', () => {
  it('parts a file at semicolons that end a line, and drops comments', () => {
    const text = "-- a; comment;\nSELECT ';' AS a,\n  -- another\n  1;\n\nSELECT 2;\n";
    expect(splitStatements(text)).toEqual(["SELECT ';' AS a,\n  1", 'SELECT 2']);
  });
});
