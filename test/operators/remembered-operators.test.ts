import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStore, openLocalStore } from '../../src/database/local-store';
import { migrate } from '../../src/database/migrate';
import { createLogger } from '../../src/http/log';
import { createOperatorDirectory, type OperatorDirectory } from '../../src/operators/directory';
import { listOperatorAccess } from '../../src/operators/operators-table';
import { eventually } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const OPERATOR = '+815011112222';
const NEWCOMER = '+815033334444';
const CUSTOMER = '+819012345678';
const callFrom = (from: string) => ({ from, callSid: undefined });
const silent = createLogger({ level: 'silent', numbers: 'masked' });

describe.each(DIALECTS)('operators remembered on this machine, of a table on %s', (dialect) => {
  let own: OwnDatabase;
  let folder: string;
  let store: LocalStore;
  /** How many times something was written to the store. */
  let writes: number;
  let lines: Record<string, unknown>[];
  let directories: OperatorDirectory[];
  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
    await add(OPERATOR);
    folder = mkdtempSync(join(tmpdir(), 'minicc-remembered-'));
    [writes, lines, directories] = [0, [], []];
    const file = openLocalStore(join(folder, 'spool.db'), silent);
    store = {
      ...file,
      write: (work) => {
        writes += 1;
        return file.write(work);
      },
    };
  });
  afterEach(async () => {
    for (const directory of directories) directory.close();
    await store.close();
    await own.close();
    rmSync(folder, { recursive: true });
  });

  const add = (telnum: string) => own.db.insertInto('operators').values({ telnum }).execute();
  const loseTable = () => own.db.schema.dropTable('operators').execute();
  const kept = async () => {
    const operators = await store.read(listOperatorAccess);
    return operators.map(({ telnum }) => telnum).sort();
  };

  /** A server, as far as operators go; each one is a restart of the one before. */
  async function start(usedStore = store): Promise<OperatorDirectory> {
    for (const directory of directories.splice(0)) directory.close();
    const log = createLogger(
      { level: 'debug', numbers: 'masked' },
      { write: (line) => lines.push(JSON.parse(line)) },
    );
    const directory = createOperatorDirectory({ db: own.db, log, store: usedStore });
    directories.push(directory);
    await directory.refresh();
    return directory;
  }

  it('are known after a restart while the table cannot be asked', async () => {
    await start();
    await eventually(async () => (await kept()).length === 1);
    await loseTable();
    const restarted = await start();
    expect(await restarted.recognise(callFrom(OPERATOR))).toBe('operator');
    expect(await restarted.recognise(callFrom(CUSTOMER))).toBe('customer');
  });

  it('are those of the last lookups, too', async () => {
    const server = await start();
    await add(NEWCOMER);
    await own.db.deleteFrom('operators').where('telnum', '=', OPERATOR).execute();
    await server.recognise(callFrom(NEWCOMER));
    await server.recognise(callFrom(OPERATOR));
    await eventually(async () => (await kept()).join() === NEWCOMER);
    await loseTable();
    const restarted = await start();
    expect(await restarted.recognise(callFrom(NEWCOMER))).toBe('operator');
    expect(await restarted.recognise(callFrom(OPERATOR))).toBe('customer');
  });

  it('give way to the table, which is right as soon as it can be asked', async () => {
    await start();
    await eventually(async () => (await kept()).length === 1);
    await own.db.deleteFrom('operators').execute();
    await add(NEWCOMER);
    const restarted = await start();
    expect(await restarted.recognise(callFrom(OPERATOR))).toBe('customer');
    await eventually(async () => (await kept()).join() === NEWCOMER);
  });

  it('are written where something changed, and not at each call', async () => {
    const server = await start();
    await eventually(async () => (await kept()).length === 1);
    expect(writes).toBe(1);
    for (const caller of [OPERATOR, CUSTOMER, OPERATOR]) await server.recognise(callFrom(caller));
    await server.refresh();
    const restarted = await start();
    await restarted.recognise(callFrom(OPERATOR));
    expect(writes).toBe(1);
    await add(NEWCOMER);
    await restarted.recognise(callFrom(NEWCOMER));
    expect(writes).toBe(2);
  });

  it('hurt no call where they cannot be kept, which is said once, and are kept later', async () => {
    let isFull = true;
    const server = await start({
      ...store,
      write: (work) => (isFull ? Promise.reject(new Error('full')) : store.write(work)),
    });
    await add(NEWCOMER);
    expect(await server.recognise(callFrom(NEWCOMER))).toBe('operator');
    await server.refresh();
    expect(lines.filter(({ level }) => level === 50)).toMatchObject([
      { msg: 'the operators could not be kept on this machine', err: { message: 'full' } },
    ]);
    isFull = false;
    await server.refresh();
    await eventually(async () => (await kept()).length === 2);
    expect(await kept()).toEqual([OPERATOR, NEWCOMER]);
  });

  it('are replaced as a whole where nobody could read what there was', async () => {
    await start();
    await eventually(async () => (await kept()).length === 1);
    await own.db.deleteFrom('operators').execute();
    await start({ ...store, read: () => Promise.reject(new Error('unreadable')) });
    await eventually(async () => (await kept()).length === 0);
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'the operators kept on this machine could not be read' }),
    );
  });

  it('are read again where they could not be read at the start', async () => {
    await start();
    await eventually(async () => (await kept()).length === 1);
    await loseTable();
    let isUnreadable = true;
    const restarted = await start({
      ...store,
      read: (work) => (isUnreadable ? Promise.reject(new Error('unreadable')) : store.read(work)),
    });
    expect(await restarted.recognise(callFrom(OPERATOR))).toBe('unknown');
    isUnreadable = false;
    expect(await restarted.recognise(callFrom(OPERATOR))).toBe('operator');
  });

  it('are those of files that were made anew, after the next reading of the table', async () => {
    const server = await start();
    await eventually(async () => (await kept()).length === 1);
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    await server.refresh();
    await eventually(async () => (await kept()).length === 1);
  });

  it('are nobody where the table never was read', async () => {
    await loseTable();
    expect(await (await start()).recognise(callFrom(OPERATOR))).toBe('unknown');
  });
});
