import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/database';
import { isTemporary } from '../../src/database/database-errors';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { createMysqlPool } from '../../src/database/mysql';
import { findPoolUse } from '../../src/database/pool-use';
import { repeatSafely } from '../../src/database/repeat-safely';
import type { Database } from '../../src/database/tables';
import { COMMAND_BOUNDS, type TimeBounds, webhookBounds } from '../../src/database/time-bounds';
import { DatabaseClosedError, DatabaseDownError } from '../../src/errors';
import { withConnection } from '../support/connection';
import type { DatabaseServer } from '../support/database-server';
import { eventually } from '../support/running-server';
import { createOwnDatabase } from '../support/test-database';
import {
  executeAsRoot,
  findPort,
  startTwinServers,
  type TwinServers,
} from '../support/twin-servers';

const BOUND_MS = 500;
/** What a busy machine may add. */
const SLACK_MS = 400;

jest.setTimeout(120_000);

let twins: TwinServers;
let db: Database;
beforeAll(async () => {
  twins = await startTwinServers();
});
beforeEach(() => {
  db = openDatabase(twins.location, webhookBounds(BOUND_MS));
});
afterEach(async () => {
  await db?.destroy();
  for (const server of twins?.servers ?? []) await server.thaw();
});
afterAll(() => twins?.stop());

const states = (of = db) => findPoolUse(of)?.map(({ state }) => state);

async function askOften(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let asked = 0; asked < count; asked += 1) ports.push(await findPort(db));
  return ports;
}

async function take(work: () => Promise<unknown>): Promise<{ error: unknown; tookMs: number }> {
  const start = performance.now();
  const error = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, tookMs: performance.now() - start };
}

const write = (of: Database, id: number) => sql`replace into marks values (${id}, 'x')`.execute(of);

/** Has the server end every connection of the pools. */
async function cutConnections(server: DatabaseServer): Promise<void> {
  await withConnection(server.url, async (root) => {
    const [rows] = await root.query(
      "select id from information_schema.processlist where user = 'plain'",
    );
    for (const row of rows as { id?: number; ID?: number }[]) {
      // One may be gone by now.
      await root.query(`kill ${row.id ?? row.ID}`).catch(() => undefined);
    }
  });
}

/** A way to a server that can forget the connections it carries, as a router does that restarts. */
async function openWay(port: number) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined).on('close', () => to.destroy());
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    forgetConnections() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('a pool over two servers', () => {
  it('asks them in turn', async () => {
    const [first, second] = twins.ports;
    expect(await askOften(4)).toEqual([first, second, first, second]);
    expect(findPoolUse(db)).toEqual(
      twins.ports.map((port) => ({
        host: `127.0.0.1:${port}`,
        state: 'writable',
        limit: 10,
        open: 1,
        inUse: 0,
        waiting: 0,
      })),
    );
  });

  it('opens no more connections than it may, and has the others wait', async () => {
    const patient = openDatabase(twins.location, webhookBounds(5000));
    const asked = Promise.all(
      Array.from({ length: 25 }, () => sql`select sleep(0.5)`.execute(patient)),
    );
    await eventually(() => findPoolUse(patient)?.[0]?.waiting === 5);
    expect(findPoolUse(patient)).toMatchObject([{ inUse: 10 }, { inUse: 10, waiting: 0 }]);
    await asked;
    expect(findPoolUse(patient)).toMatchObject([{ inUse: 0, waiting: 0 }, { inUse: 0 }]);
    await patient.destroy();
  });

  it('keeps a transaction on one of them', async () => {
    const ports = await db.transaction().execute(async (transaction) => {
      await findPort(db);
      return [await findPort(transaction), await findPort(transaction)];
    });
    expect(new Set(ports).size).toBe(1);
  });

  it('goes on with the other where one is killed, without anybody noticing', async () => {
    const [one] = twins.servers;
    await askOften(4);
    await one.kill();
    expect(await askOften(6)).toEqual(Array(6).fill(twins.ports[1]));
    expect(states()).toEqual(['down', 'writable']);
    await one.restart();
    await eventually(() => states()?.[0] === 'writable');
    expect(new Set(await askOften(4))).toEqual(new Set(twins.ports));
  });

  it('asks the other in the same call where one lets nobody in', async () => {
    const [one] = twins.servers;
    await one.kill();
    expect(await findPort(db)).toBe(twins.ports[1]);
    await one.restart();
  });

  it('has nobody but the first wait for one that is frozen', async () => {
    const [one] = twins.servers;
    await askOften(4);
    await one.freeze();
    const first = await Promise.all([take(() => findPort(db)), take(() => findPort(db))]);
    expect(first.filter(({ error }) => error !== undefined)).toHaveLength(1);
    expect(Math.max(...first.map(({ tookMs }) => tookMs))).toBeLessThan(BOUND_MS + SLACK_MS);
    const later = await take(async () => {
      expect(await askOften(6)).toEqual(Array(6).fill(twins.ports[1]));
    });
    expect(later).toMatchObject({ error: undefined });
    expect(later.tookMs).toBeLessThan(SLACK_MS);
    await one.thaw();
    await eventually(() => states()?.[0] === 'writable');
  });

  it('lets a connection to a frozen one fail over within the bound', async () => {
    const [one] = twins.servers;
    await one.freeze();
    const { error, tookMs } = await take(() => findPort(db));
    expect(error).toBeUndefined();
    expect(tookMs).toBeLessThan(BOUND_MS + SLACK_MS);
    await one.thaw();
  });

  it('prefers the one that takes writes, and uses the other when it is alone', async () => {
    const [one, other] = twins.servers;
    await twins.setReadOnly(one, true);
    expect(await askOften(4)).toEqual(Array(4).fill(twins.ports[1]));
    expect(states()).toEqual(['read-only', 'writable']);
    await other.kill();
    expect(await askOften(2)).toEqual(Array(2).fill(twins.ports[0]));
    await other.restart();
    await twins.setReadOnly(one, false);
    await eventually(() => states()?.every((state) => state === 'writable') ?? false);
  });

  it('takes writes to the other where one becomes read-only', async () => {
    const [one] = twins.servers;
    await askOften(4);
    await twins.setReadOnly(one, true);
    for (const id of [1, 2, 3, 4]) await repeatSafely(db, () => write(db, id));
    expect(states()).toEqual(['read-only', 'writable']);
    await twins.setReadOnly(one, false);
    await eventually(() => states()?.[0] === 'writable');
  });

  it('refuses at once while both are known to be down, and says by what', async () => {
    for (const server of twins.servers) await server.freeze();
    const first = await take(() => findPort(db));
    expect(first.error).toMatchObject({ code: 'database_timeout' });
    expect(first.tookMs).toBeLessThan(BOUND_MS + SLACK_MS);
    await eventually(() => states()?.every((state) => state === 'down') ?? false);
    const later = await Promise.all(Array.from({ length: 30 }, () => take(() => findPort(db))));
    for (const { error, tookMs } of later) {
      expect(error).toBeInstanceOf(DatabaseDownError);
      expect(error).toMatchObject({ code: 'database_timeout' });
      expect(tookMs).toBeLessThan(BOUND_MS / 2);
    }
    for (const server of twins.servers) await server.thaw();
    await eventually(() => states()?.every((state) => state === 'writable') ?? false);
    expect(await askOften(2)).toHaveLength(2);
  });

  it('closes in time while both are frozen, a statement and a connection under way', async () => {
    await askOften(2);
    for (const server of twins.servers) await server.freeze();
    const asked = Array.from({ length: 5 }, () => take(() => findPort(db)));
    const { error, tookMs } = await take(() => db.destroy());
    expect(error).toBeUndefined();
    expect(tookMs).toBeLessThan(BOUND_MS + SLACK_MS);
    for (const { error } of await Promise.all(asked)) expect(error).toBeInstanceOf(Error);
    expect(findPoolUse(db)).toMatchObject([{ open: 0 }, { open: 0 }]);
  });
});

describe('a pool over one server', () => {
  let alone: Database;
  beforeEach(() => {
    alone = openDatabase(twins.firstAlone, webhookBounds(BOUND_MS));
  });
  afterEach(() => alone.destroy());

  it('makes nothing of it where the server ends its connections', async () => {
    const [one] = twins.servers;
    await Promise.all(Array.from({ length: 5 }, () => sql`select sleep(0.05)`.execute(alone)));
    for (let round = 0; round < 3; round += 1) {
      await cutConnections(one);
      await repeatSafely(alone, () => findPort(alone));
    }
    expect(states(alone)).toEqual(['writable']);
  });

  it.each<[whose: string, bounds: TimeBounds]>([
    ['a webhook', webhookBounds(BOUND_MS)],
    ['a command', COMMAND_BOUNDS],
  ])('commits a row of %s where the server would leave it open', async (_whose, bounds) => {
    const [one] = twins.servers;
    await executeAsRoot(one, ['set global autocommit = 0']);
    const writer = openDatabase(twins.firstAlone, bounds);
    await write(writer, 77);
    const rows = await withConnection(one.url, async (other) => {
      const [found] = await other.query('select id from twin.marks where id = 77');
      return found;
    });
    await writer.destroy();
    await executeAsRoot(one, ['set global autocommit = 1', 'delete from twin.marks']);
    expect(rows).toEqual([{ id: 77 }]);
  });

  it('keeps few statements prepared, since the server keeps few for all its clients', async () => {
    for (let number = 0; number < 250; number += 1) {
      await sql`select ${number} as ${sql.ref(`number_${number}`)}`.execute(alone);
    }
    const { rows } = await sql<{ Value: string }>`
      show global status like 'Prepared_stmt_count'`.execute(alone);
    expect(Number(rows[0]?.Value)).toBeLessThanOrEqual(200);
  });

  it('refuses what is asked after it is closed as something of the moment', async () => {
    const closed = createMysqlPool(twins.firstAlone, webhookBounds(BOUND_MS));
    await new Promise((resolve) => closed.end(resolve));
    const error = await new Promise((resolve) => closed.getConnection(resolve));
    expect(error).toBeInstanceOf(DatabaseClosedError);
    expect(isTemporary(error)).toBe(true);
  });

  it('repeats a statement whose connection is ended under it', async () => {
    const [one] = twins.servers;
    const asked = repeatSafely(alone, () => sql`select sleep(0.2)`.execute(alone));
    await eventually(() => findPoolUse(alone)?.[0]?.inUse === 1);
    await cutConnections(one);
    await expect(asked).resolves.toBeDefined();
  });

  it('is well again after one statement that took too long', async () => {
    const late = await take(() => sql`select sleep(2)`.execute(alone));
    expect(late.error).toMatchObject({ code: 'database_timeout' });
    await eventually(() => states(alone)?.[0] === 'writable');
    await findPort(alone);
  });

  it('hands out no connection of before it was down, which may be dead without a sign', async () => {
    const way = await openWay(twins.ports[0]);
    const db = openDatabase({ ...twins.firstAlone, hosts: [way] }, webhookBounds(BOUND_MS));
    await Promise.all(Array.from({ length: 5 }, () => sql`select sleep(0.05)`.execute(db)));
    way.forgetConnections();
    const late = await take(() => findPort(db));
    await eventually(() => states(db)?.[0] === 'writable');
    const rest = await Promise.all(Array.from({ length: 5 }, () => take(() => findPort(db))));
    await db.destroy();
    await way.close();
    expect(late.error).toMatchObject({ code: 'database_timeout' });
    expect(rest.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('serves on with the connections it has where the server lets no more in', async () => {
    const [one] = twins.servers;
    const limit = (count: number) =>
      executeAsRoot(one, [`alter user 'plain'@'127.0.0.1' with max_user_connections ${count}`]);
    await limit(2);
    const asked = await Promise.all(
      Array.from({ length: 12 }, () => take(() => sql`select sleep(0.02)`.execute(alone))),
    );
    await limit(0);
    expect(asked.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('fails with what is wrong where the password is', async () => {
    const { url } = twins.servers[0];
    const wrong = openDatabase(
      parseDatabaseUrl(`${url.replace('root', 'plain:wrong')}/twin`),
      COMMAND_BOUNDS,
    );
    await expect(findPort(wrong)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
    await wrong.destroy();
  });

  it('keeps no statement of a command to a time', async () => {
    const command = openDatabase(twins.firstAlone, { ...COMMAND_BOUNDS, connectMs: 300 });
    const { error, tookMs } = await take(() => sql`select sleep(0.7)`.execute(command));
    await command.destroy();
    expect(error).toBeUndefined();
    expect(tookMs).toBeGreaterThan(600);
  });
});

describe('findPoolUse', () => {
  it('knows of no pool on SQLite', async () => {
    const own = await createOwnDatabase('sqlite');
    expect(findPoolUse(own.db)).toBeUndefined();
    await own.close();
  });
});
