import type { RowDataPacket } from 'mysql2/promise';
import { withConnection } from './connection';
import { type DatabaseServer, openTestDatabase, startPrivateServer } from './database-server';

async function query(url: string, sql: string): Promise<RowDataPacket[]> {
  return withConnection(url, async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>({ sql, timeout: 300 });
    return rows;
  });
}

async function execute(url: string, sql: string): Promise<void> {
  await withConnection(url, (connection) => connection.query(sql));
}

function getServerUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined) throw new Error('global-setup did not set TEST_DATABASE_URL');
  return url;
}

describe('openTestDatabase', () => {
  it('gives an empty utf8mb4 database and removes it with drop', async () => {
    const database = await openTestDatabase(getServerUrl());
    const name = new URL(database.url).pathname.slice(1);

    expect(name).toMatch(/^minicc_test_\w+$/);
    expect(await query(database.url, 'SHOW TABLES')).toEqual([]);
    expect(await query(database.url, 'SELECT @@character_set_database AS charset')).toEqual([
      { charset: 'utf8mb4' },
    ]);

    await database.drop();
    expect(await query(getServerUrl(), `SHOW DATABASES LIKE '${name}'`)).toEqual([]);
  });

  it('gives each caller a database of its own', async () => {
    const one = await openTestDatabase(getServerUrl());
    const other = await openTestDatabase(getServerUrl());
    await execute(one.url, 'CREATE TABLE calls (id INT PRIMARY KEY)');

    expect(await query(one.url, 'SHOW TABLES')).toHaveLength(1);
    expect(await query(other.url, 'SHOW TABLES')).toEqual([]);

    await Promise.all([one.drop(), other.drop()]);
  });
});

describe('startPrivateServer', () => {
  let server: DatabaseServer;

  beforeAll(async () => {
    server = await startPrivateServer();
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
  });

  it('gives a server that is strict and flushes at each commit', async () => {
    const sql = 'SELECT @@sql_mode AS mode, @@innodb_flush_log_at_trx_commit AS flush';
    const [settings] = await query(server.url, sql);
    expect(settings).toMatchObject({
      mode: expect.stringContaining('STRICT_TRANS_TABLES'),
      flush: 1,
    });
  });

  it('gives no answer while frozen, and answers again when thawed', async () => {
    await withConnection(server.url, async (connection) => {
      await server.freeze();
      const answer = connection.query({ sql: 'SELECT 1', timeout: 300 });
      await expect(answer).rejects.toMatchObject({ code: 'PROTOCOL_SEQUENCE_TIMEOUT' });
    }).finally(() => server.thaw());
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses connections when killed, and has its rows after restart', async () => {
    const database = await openTestDatabase(server.url);
    await execute(database.url, 'CREATE TABLE calls (id INT PRIMARY KEY)');
    await execute(database.url, 'INSERT INTO calls VALUES (1), (2)');

    await server.kill();
    await expect(query(database.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

    await server.restart();
    expect(await query(database.url, 'SELECT id FROM calls ORDER BY id')).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
  });

  it('ends in good order, and has its rows after restart', async () => {
    const database = await openTestDatabase(server.url);
    await execute(database.url, 'CREATE TABLE calls (id INT PRIMARY KEY)');
    await server.shutDown();
    await expect(query(database.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.restart();
    expect(await query(database.url, 'SELECT id FROM calls')).toEqual([]);
  });

  it('stops a frozen server', async () => {
    const frozen = await startPrivateServer();
    await frozen.freeze();
    await frozen.stop();
    await expect(query(frozen.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
