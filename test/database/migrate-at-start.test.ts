import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { findPendingMigrations } from '../../src/database/migrate';
import { migrateAtStart } from '../../src/database/migrate-at-start';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { UserError } from '../../src/errors';
import { createLogger } from '../../src/http/log';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { eventually } from '../support/running-server';
import { executeAsRoot } from '../support/twin-servers';

const log = createLogger({ level: 'silent', numbers: 'masked' });

jest.setTimeout(60_000);

describe('migrateAtStart', () => {
  let server: DatabaseServer;
  beforeAll(async () => {
    server = await startPrivateServer();
    await executeAsRoot(server, [
      'create database fresh',
      "create user 'plain'@'127.0.0.1' identified by 'hush'",
      "grant all on fresh.* to 'plain'@'127.0.0.1'",
    ]);
  });
  afterAll(() => server?.stop());

  const locate = (login: string) => parseDatabaseUrl(`${server.url.replace('root', login)}/fresh`);
  const start = (login: string, signal = new AbortController().signal) =>
    migrateAtStart(locate(login), {}, log, signal);

  it('lets a server start while its database is read-only, and goes on trying', async () => {
    await executeAsRoot(server, ['set global read_only = 1']);
    await start('plain:hush');
    const db = openDatabase(locate('plain:hush'), COMMAND_BOUNDS);
    const before = await findPendingMigrations(db);
    await executeAsRoot(server, ['set global read_only = 0']);
    await eventually(async () => (await findPendingMigrations(db)).length === 0);
    await db.destroy();
    expect(before).not.toEqual([]);
  });

  it('tries no more once it is told to stop', async () => {
    await executeAsRoot(server, ['create database quiet', 'set global read_only = 1']);
    await executeAsRoot(server, ["grant all on quiet.* to 'plain'@'127.0.0.1'"]);
    const stop = new AbortController();
    const location = parseDatabaseUrl(`${server.url.replace('root', 'plain:hush')}/quiet`);
    await migrateAtStart(location, {}, log, stop.signal);
    stop.abort();
    await executeAsRoot(server, ['set global read_only = 0']);
    // Nothing can be waited for: longer than the pause after which it would try again.
    await sleep(6500);
    const db = openDatabase(location, COMMAND_BOUNDS);
    const pending = await findPendingMigrations(db);
    await db.destroy();
    expect(pending).not.toEqual([]);
  });

  it('stops one whose password is wrong', async () => {
    await expect(start('plain:wrong')).rejects.toThrow(UserError);
  });
});
