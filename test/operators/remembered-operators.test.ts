import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStore, openLocalStore } from '../../src/database/local-store';
import { migrate } from '../../src/database/migrate';
import { createLogger } from '../../src/http/log';
import { createOperatorDirectory, type OperatorDirectory } from '../../src/operators/directory';
import { createOperatorsReader, type OperatorsReader } from '../../src/operators/operators-reader';
import { findOperator, readOperatorPage } from '../../src/operators/operators-table';
import {
  createRememberedOperators,
  type RememberedOperators,
} from '../../src/operators/remembered-operators';
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
    const operators = await store.read((db) => readOperatorPage(db, undefined, 100_000));
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

/** More than fit into one page of the reader, or into one write to the store. */
const MANY = 1203;
const MOST = 3;
const numberOf = (index: number) => `+8150${String(index).padStart(8, '0')}`;

describe.each(DIALECTS)('a table of many operators, on %s', (dialect) => {
  let own: OwnDatabase;
  let folder: string;
  let store: LocalStore;
  let reader: OperatorsReader;
  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
    folder = mkdtempSync(join(tmpdir(), 'minicc-remembered-'));
    store = openLocalStore(join(folder, 'spool.db'), silent);
    reader = createOperatorsReader(own.db);
  });
  afterEach(async () => {
    await store.close();
    await own.close();
    rmSync(folder, { recursive: true });
  });

  const add = (count: number) =>
    own.db
      .insertInto('operators')
      .values(Array.from({ length: count }, (_, index) => ({ telnum: numberOf(index) })))
      .execute();
  const remember = () => createRememberedOperators(store, silent, MOST);
  const kept = async () => {
    const operators = await store.read((db) => readOperatorPage(db, undefined, 100_000));
    return operators.map(({ telnum }) => telnum).sort();
  };
  const numbers = (...indexes: number[]) => indexes.map(numberOf);
  async function lookUp(remembered: RememberedOperators, ...indexes: number[]): Promise<void> {
    for (const telnum of numbers(...indexes)) {
      remembered.learn(telnum, await findOperator(own.db, telnum));
    }
  }
  async function knownOf(remembered: RememberedOperators, ...indexes: number[]) {
    const recalled = await Promise.all(numbers(...indexes).map(remembered.recall));
    return recalled.map((one) => one?.operator?.telnum);
  }

  it('is remembered and kept as a whole, page by page', async () => {
    await add(MANY);
    const remembered = createRememberedOperators(store, silent);
    await remembered.learnAll(reader);
    await eventually(async () => (await kept()).length === MANY);
    expect(await remembered.recall(numberOf(MANY - 1))).toMatchObject({
      count: MANY,
      operator: { telnum: numberOf(MANY - 1) },
    });
    const restarted = createRememberedOperators(store, silent);
    expect(await restarted.recall(numberOf(600))).toMatchObject({ count: MANY });
  });

  it('is remembered by those who called last, where it is too long', async () => {
    await add(MOST + 4);
    const remembered = remember();
    await remembered.learnAll(reader);
    await lookUp(remembered, 0, 1, 2);
    await eventually(async () => (await kept()).length === MOST);
    await lookUp(remembered, 0, 5);
    expect(await knownOf(remembered, 0, 1, 2, 5)).toEqual([
      numberOf(0),
      undefined,
      ...numbers(2, 5),
    ]);
    await eventually(async () => (await kept()).join() === numbers(0, 2, 5).join());
    expect(await knownOf(remember(), 5, 6)).toEqual([numberOf(5), undefined]);
  });

  it('is looked at again for those who are remembered', async () => {
    await add(MOST + 4);
    const remembered = remember();
    await remembered.learnAll(reader);
    await lookUp(remembered, 0, 5);
    await own.db.deleteFrom('operators').where('telnum', '=', numberOf(5)).execute();
    const locked = { pin_hash: 'hash' };
    await own.db.updateTable('operators').set(locked).where('telnum', '=', numberOf(0)).execute();
    await remembered.learnAll(reader);
    expect(await knownOf(remembered, 0, 5)).toEqual([numberOf(0), undefined]);
    expect((await remembered.recall(numberOf(0)))?.operator).toMatchObject(locked);
    await eventually(async () => (await kept()).join() === numberOf(0));
  });

  it('serves customers where none of its operators has called yet', async () => {
    await add(MOST + 1);
    const remembered = remember();
    await remembered.learnAll(reader);
    expect(await remembered.recall(CUSTOMER)).toEqual({ count: 0 });
  });

  it('leaves those remembered whom it had when it became too long', async () => {
    await add(MOST);
    const remembered = remember();
    await remembered.learnAll(reader);
    await own.db.deleteFrom('operators').execute();
    await add(MOST + 1);
    await remembered.learnAll(reader);
    expect(await knownOf(remembered, 0, MOST)).toEqual([numberOf(0), undefined]);
  });

  it('does not undo what a lookup told while it was read', async () => {
    await add(2);
    const remembered = remember();
    await remembered.learnAll(reader);
    await remembered.learnAll({
      ...reader,
      async readAll(most) {
        const before = await reader.readAll(most);
        await own.db.deleteFrom('operators').where('telnum', '=', numberOf(0)).execute();
        await lookUp(remembered, 0);
        return before;
      },
    });
    expect(await knownOf(remembered, 0, 1)).toEqual([undefined, numberOf(1)]);
  });
});
