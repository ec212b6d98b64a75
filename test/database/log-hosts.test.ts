import { sql } from 'kysely';
import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { logHosts } from '../../src/database/log-hosts';
import { findPoolUse } from '../../src/database/pool-use';
import type { Database } from '../../src/database/tables';
import { webhookBounds } from '../../src/database/time-bounds';
import { createLogger } from '../../src/http/log';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { eventually } from '../support/running-server';
import { createOwnDatabase } from '../support/test-database';
import { executeAsRoot } from '../support/twin-servers';

jest.setTimeout(60_000);

/** What the log says of the servers of `db`, line by line. */
function readLog(db: Database): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => lines.push(JSON.parse(line));
  logHosts(db, createLogger({ level: 'debug', numbers: 'masked' }, { write }));
  return lines;
}

describe('logHosts', () => {
  let server: DatabaseServer;
  let db: Database;
  let host: string;
  beforeAll(async () => {
    server = await startPrivateServer();
    await executeAsRoot(server, [
      'create database fresh',
      "create user 'plain'@'127.0.0.1' identified by 'hush'",
      "grant all on fresh.* to 'plain'@'127.0.0.1'",
    ]);
    host = new URL(server.url).host;
  });
  beforeEach(() => {
    const url = `${server.url.replace('root', 'plain:hush')}/fresh`;
    db = openDatabase(parseDatabaseUrl(url), webhookBounds(300));
  });
  afterEach(() => db.destroy());
  afterAll(() => server?.stop());

  const ask = (seconds = 0) => sql`select sleep(${seconds})`.execute(db);
  const isBack = () => findPoolUse(db)?.[0]?.state === 'writable';

  it('says when a server goes down, by what, and when it is back', async () => {
    const lines = readLog(db);
    await ask();
    expect(lines).toEqual([]);
    await server.kill();
    await eventually(() => lines.length > 0);
    await server.restart();
    await eventually(isBack);
    await ask();
    expect(lines).toMatchObject([
      { level: 40, msg: 'a database server is down', host, err: { message: expect.any(String) } },
      { level: 30, msg: 'a database server is back', host },
    ]);
  });

  it('says when a server takes no writes', async () => {
    const lines = readLog(db);
    await executeAsRoot(server, ['set global read_only = 1']);
    await ask();
    await executeAsRoot(server, ['set global read_only = 0']);
    await eventually(isBack);
    expect(lines).toMatchObject([
      { level: 30, msg: 'a database server answers, but takes no writes', host },
      { level: 30, msg: 'a database server is back', host },
    ]);
  });

  it('says nothing of a server that was late with one answer only', async () => {
    const lines = readLog(db);
    await expect(ask(1)).rejects.toMatchObject({ code: 'database_timeout' });
    await eventually(isBack);
    await ask();
    expect(lines.filter(({ msg }) => msg === 'a database server is down')).toEqual([]);
  });

  it('says nothing on SQLite', async () => {
    const own = await createOwnDatabase('sqlite');
    const lines = readLog(own.db);
    await sql`select 1`.execute(own.db);
    await own.close();
    expect(lines).toEqual([]);
  });
});
