import { sql } from 'kysely';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { findPendingMigrations, migrate } from '../../src/database/migrate';
import { migrateAtStart } from '../../src/database/migrate-at-start';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { MissingRightError, UserError } from '../../src/errors';
import { createLogger } from '../../src/http/log';
import { withConnection } from '../support/connection';
import { createOwnDatabase, type OwnDatabase } from '../support/test-database';

/** The rights of a user who was made for a schema without views. */
const OLD_RIGHTS = 'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX';
const VIEWS = '0007_calls_and_visits';

describe('a user who may not make views', () => {
  const user = `viewless_${process.pid}`;
  let own: OwnDatabase;
  beforeEach(async () => {
    own = await createOwnDatabase('mysql');
  });
  afterEach(async () => {
    await administer(`DROP USER IF EXISTS '${user}'@'%'`);
    await own.close();
  });

  const database = () => new URL(own.url).pathname.slice(1);
  const administer = (...statements: string[]) =>
    withConnection(process.env.TEST_DATABASE_URL ?? '', async (connection) => {
      for (const statement of statements) await connection.query(statement);
    });

  async function locateUser(rights: string) {
    await administer(
      `CREATE USER '${user}'@'%' IDENTIFIED BY 'right'`,
      `GRANT ${rights} ON ${database()}.* TO '${user}'@'%'`,
    );
    const url = new URL(own.url);
    [url.username, url.password] = [user, 'right'];
    return parseDatabaseUrl(url.href);
  }

  it('is told the GRANT, which makes the next try work', async () => {
    const location = await locateUser(OLD_RIGHTS);
    const db = openDatabase(location, COMMAND_BOUNDS);
    const refused = await migrate(db).catch((error: unknown) => error);
    await db.destroy();
    const { message } = refused as Error;
    const [grant = ''] = /GRANT .* TO '.*'@'%'/.exec(message) ?? [];
    await administer(grant);
    const again = openDatabase(location, COMMAND_BOUNDS);
    const applied = await migrate(again);
    await again.destroy();
    expect(refused).toBeInstanceOf(MissingRightError);
    expect(grant).toBe(`GRANT CREATE VIEW ON ${database()}.* TO '${user}'@'%'`);
    expect(message).not.toContain('\n');
    expect(applied[0]).toBe(VIEWS);
  });

  it('does not keep a server from starting, which then says so in its log', async () => {
    const lines: string[] = [];
    const log = createLogger(
      { level: 'error', numbers: 'masked' },
      { write: (line: string) => void lines.push(line) },
    );
    const location = await locateUser(OLD_RIGHTS);
    await migrateAtStart(location, {}, log, new AbortController().signal);
    const logged = lines.map((line) => JSON.parse(line) as { msg: string });
    expect(logged.map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/^there are no reports: .* GRANT CREATE VIEW ON /),
    ]);
    expect((await findPendingMigrations(own.db))[0]).toBe(VIEWS);
    expect((await sql`select * from queue_data`.execute(own.db)).rows).toEqual([]);
  });

  it('and no tables either stops a server with the GRANT', async () => {
    const location = await locateUser('SELECT, INSERT, UPDATE, DELETE');
    const log = createLogger({ level: 'silent', numbers: 'masked' });
    const start = migrateAtStart(location, {}, log, new AbortController().signal);
    await expect(start).rejects.toThrow(UserError);
  });
});
