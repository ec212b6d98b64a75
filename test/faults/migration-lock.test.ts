import { sql } from 'kysely';
import { openDatabase } from '../../src/database/database';
import { migrate } from '../../src/database/migrate';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { BASIC, eventually, startServer } from '../support/running-server';
import { createOwnDatabase, DIALECTS } from '../support/test-database';

/** Kysely's own, one for a whole MySQL server. */
const MIGRATION_LOCK = 'ea586330-2c93-47c8-908d-981d9d270f9d';

jest.setTimeout(60_000);

describe('a database that needs no migration', () => {
  it.each(DIALECTS)('is used though another program holds the lock, on %s', async (dialect) => {
    const own = await createOwnDatabase(dialect);
    await migrate(own.db);
    const other = openDatabase(own.location, COMMAND_BOUNDS);
    await other.connection().execute(async (holder) => {
      if (dialect === 'sqlite') await sql`begin immediate`.execute(holder);
      else await sql`select get_lock(${MIGRATION_LOCK}, 0)`.execute(holder);
      const start = performance.now();
      const server = await startServer({ ...BASIC, DATABASE_URL: own.url });
      const ready = await server.request('/readyz');
      const { code } = await server.stop();
      expect(performance.now() - start).toBeLessThan(5000);
      expect(ready.status).toBe(200);
      expect(code).toBe(0);
      if (dialect === 'sqlite') await sql`rollback`.execute(holder);
    });
    await other.destroy();
    await own.close();
  });
});

describe('a database that another program is migrating for long', () => {
  it('does not keep the server from answering, and is taken when it is free', async () => {
    const own = await createOwnDatabase('mysql');
    const other = openDatabase(own.location, COMMAND_BOUNDS);
    await other.connection().execute(async (holder) => {
      await sql`select get_lock(${MIGRATION_LOCK}, 0)`.execute(holder);
      const server = await startServer({ ...BASIC, DATABASE_URL: own.url, LANGUAGE: 'en-US' });
      const ready = await server.request('/readyz');
      const answer = await server.request('/index', { form: { From: '+819012345678' } });
      await sql`select release_lock(${MIGRATION_LOCK})`.execute(holder);
      await eventually(async () => (await server.request('/readyz')).status === 200);
      const { code } = await server.stop();
      expect(ready.text).toContain('migrations not applied');
      expect(answer.text).toContain('technical problem');
      expect(code).toBe(0);
    });
    await other.destroy();
    await own.close();
  });
});
