import { sql } from 'kysely';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import type { StatementForm } from '../../src/database/mysql-connection';
import type { Database } from '../../src/database/tables';
import { webhookBounds } from '../../src/database/time-bounds';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { executeAsRoot } from '../support/twin-servers';

/** What would end a value, or hide its end, in a statement that has it in its text. */
const VALUES = [
  `it's`,
  `"quoted" and 'quoted'`,
  'C:\\calls\\',
  `\\' or 1 = 1 -- `,
  `\\\\'; drop table marks; -- `,
  'a\0b\nc\x1a?:`%_',
  '日本語の名前 🐈',
];
const SERVER_MODES = ['NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'];

jest.setTimeout(120_000);

/** Its own, since a mode is one for all who connect. */
let server: DatabaseServer;
beforeAll(async () => {
  server = await startPrivateServer();
  await executeAsRoot(server, [
    'create database forms',
    'create table forms.marks (id int, mark text character set utf8mb4)',
  ]);
});
afterAll(() => server?.stop());

describe.each<StatementForm>(['text', 'prepared'])('statements that are %s', (statements) => {
  /** On a server that has such modes beside its own. */
  async function withModes(modes: string, work: (db: Database) => Promise<void>): Promise<void> {
    const add = `set global sql_mode = concat(@@global.sql_mode, ',${modes}')`;
    await executeAsRoot(server, ['set global sql_mode = default', add, 'delete from forms.marks']);
    const location = parseDatabaseUrl(`${server.url}/forms`);
    const db = openDatabase(location, webhookBounds(1000), { statements });
    await work(db).finally(() => db.destroy());
  }

  it.each(['', ...SERVER_MODES])('carry every text whole where sql_mode has %p', (modes) =>
    withModes(modes, async (db) => {
      for (const [id, mark] of VALUES.entries()) {
        await sql`insert into marks (id, mark) values (${id}, ${mark})`.execute(db);
      }
      const { rows } = await sql`
        select id, mark from marks where mark in (${sql.join(VALUES)}) order by id`.execute(db);
      expect(rows).toEqual(VALUES.map((mark, id) => ({ id, mark })));
    }),
  );

  it('leave the rest of sql_mode as it is', () =>
    withModes('NO_BACKSLASH_ESCAPES,ANSI_QUOTES', async (db) => {
      const { rows } = await sql<{ now: string; server: string }>`
        select @@sql_mode as now, @@global.sql_mode as server`.execute(db);
      const lost = rows[0]?.server
        .split(',')
        .filter((mode) => !rows[0]?.now.split(',').includes(mode));
      expect(lost).toEqual(statements === 'text' ? ['NO_BACKSLASH_ESCAPES'] : []);
    }));
});
