import { sql } from 'kysely';
import { openDatabase } from '../../src/database/database';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { BASIC, eventually, startServer } from '../support/running-server';
import { createOwnDatabase } from '../support/test-database';

/** Kysely's own, one for a whole MySQL server. */
const MIGRATION_LOCK = 'ea586330-2c93-47c8-908d-981d9d270f9d';

jest.setTimeout(60_000);

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
