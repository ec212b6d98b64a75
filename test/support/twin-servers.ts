import { sql } from 'kysely';
import type { MysqlLocation } from '../../src/database/database-url';
import { parseDatabaseUrl } from '../../src/database/database-url';
import type { Database } from '../../src/database/tables';
import { withConnection } from './connection';
import { type DatabaseServer, startPrivateServer } from './database-server';

/** Two servers with a database of the same name, which know nothing of each other. */
export interface TwinServers {
  servers: readonly [DatabaseServer, DatabaseServer];
  ports: readonly [number, number];
  location: MysqlLocation;
  /** The first of them alone. */
  firstAlone: MysqlLocation;
  /** Lets a server take writes, or not, from anybody but root. */
  setReadOnly(server: DatabaseServer, isReadOnly: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both, with a table `marks` and a user who may do no more than minicc needs. */
export async function startTwinServers(): Promise<TwinServers> {
  const first = await startPrivateServer();
  const second = await startPrivateServer().catch(async (error) => {
    await first.stop();
    throw error;
  });
  const servers = [first, second] as const;
  for (const server of servers) {
    await executeAsRoot(server, [
      'create database twin',
      'create table twin.marks (id int primary key, mark varchar(9))',
      "create user 'plain'@'127.0.0.1' identified by 'hush'",
      "grant select, insert, update, delete on twin.* to 'plain'@'127.0.0.1'",
    ]);
  }
  const ports = servers.map(({ url }) => Number(new URL(url).port)) as [number, number];
  const locate = (hosts: string) =>
    parseDatabaseUrl(`mysql://plain:hush@${hosts}/twin`) as MysqlLocation;
  return {
    servers,
    ports,
    location: locate(ports.map((port) => `127.0.0.1:${port}`).join(',')),
    firstAlone: locate(`127.0.0.1:${ports[0]}`),
    setReadOnly: (server, isReadOnly) =>
      executeAsRoot(server, [`set global read_only = ${isReadOnly ? 1 : 0}`]),
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

/** Runs statements as a user who may do anything. */
export async function executeAsRoot(server: DatabaseServer, statements: string[]): Promise<void> {
  await withConnection(server.url, async (connection) => {
    for (const statement of statements) await connection.query(statement);
  });
}

/** The port of the server that answers a statement. */
export async function findPort(db: Database): Promise<number> {
  const { rows } = await sql<{ port: number }>`select @@port as port`.execute(db);
  return Number(rows[0]?.port);
}
