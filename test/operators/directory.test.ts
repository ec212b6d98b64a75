import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashSync } from 'bcryptjs';
import { type KyselyPlugin, SelectQueryNode, UpdateQueryNode } from 'kysely';
import { type LocalStore, openLocalStore } from '../../src/database/local-store';
import { migrate } from '../../src/database/migrate';
import { createLogger } from '../../src/http/log';
import {
  createOperatorDirectory,
  type DirectoryOptions,
  type OperatorDirectory,
} from '../../src/operators/directory';
import { findOperator } from '../../src/operators/operators-table';
import { eventually } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const OPERATOR = '+815011112222';
const CUSTOMER = '+819012345678';
const SID = 'CA00000000000000000000000000000001';
const callFrom = (from: string) => ({ from, callSid: SID });
const log = createLogger({ level: 'silent', numbers: 'masked' });

/** What happens when the real server is hung or dead is shown in test/faults. */
describe.each(DIALECTS)('the operator directory on %s', (dialect) => {
  let own: OwnDatabase;
  let directory: OperatorDirectory;
  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
    await add(OPERATOR);
    directory = createOperatorDirectory({ db: own.db, log });
  });
  afterEach(async () => {
    directory.close();
    await own.close();
  });

  const add = (telnum: string) =>
    own.db.insertInto('operators').values({ telnum, name: null }).execute();
  const loseTable = () => own.db.schema.dropTable('operators').execute();

  it('tells operators from customers', async () => {
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('operator');
    expect(await directory.recognise(callFrom(CUSTOMER))).toBe('customer');
  });

  it('knows nobody while the table was never read', async () => {
    await loseTable();
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('unknown');
    expect(await directory.recognise(callFrom(CUSTOMER))).toBe('unknown');
  });

  it('takes a withheld caller for a customer without asking', async () => {
    await loseTable();
    expect(await directory.recognise(callFrom('Anonymous'))).toBe('customer');
  });

  it('remembers the table when it can no longer be asked', async () => {
    await directory.refresh();
    await loseTable();
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('operator');
    expect(await directory.recognise(callFrom(CUSTOMER))).toBe('customer');
  });

  it('remembers the whole table from the first lookup on', async () => {
    await add('+815099999999');
    await directory.recognise(callFrom(CUSTOMER));
    // The table is read after the caller is answered.
    await sleep(300);
    await loseTable();
    expect(await directory.recognise(callFrom('+815099999999'))).toBe('operator');
  });

  it('remembers what lookups told since', async () => {
    await directory.refresh();
    await add(CUSTOMER);
    await own.db.deleteFrom('operators').where('telnum', '=', OPERATOR).execute();
    await directory.recognise(callFrom(CUSTOMER));
    await directory.recognise(callFrom(OPERATOR));
    await loseTable();
    expect(await directory.recognise(callFrom(CUSTOMER))).toBe('operator');
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('customer');
  });

  it('reads the table again in the background', async () => {
    const other = createOperatorDirectory({ db: own.db, log, refreshMs: 20 });
    await other.refresh();
    await add('+815099999999');
    await sleep(300);
    await loseTable();
    expect(await other.recognise(callFrom('+815099999999'))).toBe('operator');
    other.close();
  });
});

const PIN = '2468';
const WRONG = '1357';
const PIN_HASH = hashSync(PIN, 4);

/** What the exchange and Twilio make of it is shown in test/scenarios/operator-pin.test.ts. */
describe.each(DIALECTS)('the PINs of the operator directory on %s', (dialect) => {
  let own: OwnDatabase;
  let folder: string;
  let store: LocalStore;
  let directory: OperatorDirectory;
  let now: Date;
  let lines: Record<string, unknown>[];
  let refusals: string[];
  let lookups: string[];
  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
    await own.db.insertInto('operators').values({ telnum: OPERATOR, pin_hash: PIN_HASH }).execute();
    folder = mkdtempSync(join(tmpdir(), 'minicc-directory-'));
    store = openLocalStore(join(folder, 'spool.db'), log);
    now = new Date('2026-04-04T12:00:00.000Z');
    [lines, refusals, lookups] = [[], [], []];
    directory = open();
    await directory.refresh();
  });
  afterEach(async () => {
    directory.close();
    await store.close();
    await own.close();
    rmSync(folder, { recursive: true });
  });

  function open(options: Partial<DirectoryOptions> = {}): OperatorDirectory {
    const write = (line: string) => lines.push(JSON.parse(line));
    return createOperatorDirectory({
      db: own.db,
      log: createLogger({ level: 'debug', numbers: 'masked' }, { write }),
      store,
      now: () => now,
      onLookup: (source) => lookups.push(source),
      onPinRefused: (reason) => refusals.push(reason),
      ...options,
    });
  }

  const guess = async (keys: string, count: number, asked = directory) => {
    const verdicts: string[] = [];
    while (verdicts.length < count) verdicts.push(await asked.checkPin(callFrom(OPERATOR), keys));
    return verdicts;
  };
  const passMinutes = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
  };
  const loseTable = () => own.db.schema.dropTable('operators').execute();
  const findKept = () => store.read((db) => findOperator(db, OPERATOR));
  const logged = (msg: string) => lines.filter((line) => line.msg === msg);
  /** Until the store holds the operator as the table does. */
  const untilKept = () => eventually(async () => (await findKept())?.pin_hash === PIN_HASH);
  const takeFilesAway = () => {
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
  };
  const WRONG_SIX = Array(6).fill('pin-wrong');

  it('are asked for, and open the queue', async () => {
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('pin-needed');
    expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('pin-needed');
    expect(refusals).toEqual([]);
  });

  it('lock the number after six wrong ones, for the right one too, for an hour', async () => {
    expect(await guess(WRONG, 6)).toEqual(WRONG_SIX);
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('pin-locked');
    expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('pin-locked');
    passMinutes(60);
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('pin-needed');
    expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
  });

  it('are counted in a row: a right one gives all tries back', async () => {
    expect(await guess(WRONG, 5)).toEqual(Array(5).fill('pin-wrong'));
    expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
    expect(await guess(WRONG, 7)).toEqual([...WRONG_SIX, 'pin-locked']);
  });

  it('are right at the last try', async () => {
    await guess(WRONG, 5);
    expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('pin-needed');
  });

  it('have six tries, however many calls try at once, through however many servers', async () => {
    const other = open();
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? other : directory).checkPin(callFrom(OPERATOR), WRONG),
      ),
    );
    other.close();
    expect(verdicts.sort()).toEqual([...Array(14).fill('pin-locked'), ...WRONG_SIX]);
  });

  it('count at once when they are given or taken away by SQL', async () => {
    const set = (pin_hash: string | null) => own.db.updateTable('operators').set({ pin_hash });
    await set(null).execute();
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('operator');
    // Who was asked for it before is let on.
    expect(await directory.checkPin(callFrom(OPERATOR), WRONG)).toBe('operator');
    await set(PIN_HASH).execute();
    expect(await directory.recognise(callFrom(OPERATOR))).toBe('pin-needed');
  });

  it('open nothing to others', async () => {
    expect(await directory.checkPin(callFrom(CUSTOMER), PIN)).toBe('customer');
    expect(await directory.checkPin(callFrom('anonymous'), PIN)).toBe('customer');
    expect(await directory.checkPin(callFrom(`${OPERATOR} `), PIN)).toBe('customer');
  });

  it('are told of in the log and to the hook at each refusal, without a digit of them', async () => {
    await guess(WRONG, 6);
    await directory.recognise(callFrom(OPERATOR));
    await directory.checkPin(callFrom(OPERATOR), PIN);
    const reasons = [...Array(6).fill('wrong'), 'locked', 'locked'];
    expect(refusals).toEqual(reasons);
    expect(lines.filter(({ level }) => level === 40)).toEqual(
      reasons.map((reason) => expect.objectContaining({ from: '***2222', callSid: SID, reason })),
    );
    expect(JSON.stringify(lines)).not.toMatch(/1357|2468|\$2b/);
  });

  it('have the lookups told by their source', async () => {
    await directory.recognise(callFrom('anonymous'));
    await directory.recognise(callFrom(CUSTOMER));
    await directory.checkPin(callFrom(OPERATOR), PIN);
    await untilKept();
    await loseTable();
    await directory.recognise(callFrom(CUSTOMER));
    const fresh = open({ store: undefined });
    expect(await fresh.checkPin(callFrom(OPERATOR), PIN)).toBe('unknown');
    fresh.close();
    expect(lookups).toEqual(['database', 'database', 'remembered', 'none']);
  });

  describe('while the table cannot be asked', () => {
    beforeEach(async () => {
      await untilKept();
      await loseTable();
    });

    it('are those remembered, with tries and a lock of their own', async () => {
      expect(await directory.recognise(callFrom(OPERATOR))).toBe('pin-needed');
      expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
      expect(await guess(WRONG, 6)).toEqual(WRONG_SIX);
      expect(await directory.recognise(callFrom(OPERATOR))).toBe('pin-locked');
      expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('pin-locked');
      passMinutes(60);
      expect(await directory.recognise(callFrom(OPERATOR))).toBe('pin-needed');
      expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
    });

    it('have six tries, however many calls try at once', async () => {
      const verdicts = await Promise.all(
        Array.from({ length: 20 }, () => directory.checkPin(callFrom(OPERATOR), WRONG)),
      );
      expect(verdicts.sort()).toEqual([...Array(14).fill('pin-locked'), ...WRONG_SIX]);
    });

    it('stay locked after a restart', async () => {
      await guess(WRONG, 6);
      const restarted = open();
      expect(await restarted.recognise(callFrom(OPERATOR))).toBe('pin-locked');
      restarted.close();
    });

    it('let nobody in where the tries cannot be counted', async () => {
      const withoutStore = open({
        store: { ...store, write: () => Promise.reject(new Error('full')) },
      });
      expect(await withoutStore.recognise(callFrom(OPERATOR))).toBe('pin-needed');
      expect(await withoutStore.checkPin(callFrom(OPERATOR), PIN)).toBe('unknown');
      withoutStore.close();
      const message = 'a try of a PIN could not be counted on this machine';
      expect(logged(message)).toMatchObject([{ callSid: SID, from: '***2222' }]);
    });

    it('are counted in files of the store that were made anew since', async () => {
      takeFilesAway();
      expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
      takeFilesAway();
      expect(await guess(WRONG, 7)).toEqual([...WRONG_SIX, 'pin-locked']);
    });

    it('are told of in the log by their call', async () => {
      await directory.checkPin(callFrom(OPERATOR), PIN);
      expect(logged('the operators could not be asked')).toMatchObject([{ callSid: SID }]);
    });
  });

  it('have six tries where the database can be read and not written', async () => {
    await untilKept();
    const readOnly = open({ db: own.db.withPlugin(refuseUpdates) });
    await readOnly.refresh();
    expect(await guess(WRONG, 8, readOnly)).toEqual([...WRONG_SIX, 'pin-locked', 'pin-locked']);
    expect(await readOnly.checkPin(callFrom(OPERATOR), PIN)).toBe('pin-locked');
    expect(logged('the database could not count a try of a PIN')[0]).toMatchObject({
      callSid: SID,
      from: '***2222',
    });
    await readOnly.refresh();
    expect(await readOnly.checkPin(callFrom(OPERATOR), PIN)).toBe('pin-locked');
    readOnly.close();
  });

  it('have all tries on this machine again after a right one that the database counted', async () => {
    await untilKept();
    const readOnly = open({ db: own.db.withPlugin(refuseUpdates) });
    await guess(WRONG, 5, readOnly);
    readOnly.close();
    expect(await findKept()).toMatchObject({ pin_failures: 5 });
    expect(await directory.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
    expect(await findKept()).toMatchObject({ pin_failures: 0, pin_locked_until: null });
  });

  it('have all tries in the database again after a right one that was counted here', async () => {
    await guess(WRONG, 3);
    const other = open({ db: own.db.withPlugin(refuseUpdateNumber(1)) });
    expect(await other.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
    other.close();
    expect(await findOperator(own.db, OPERATOR)).toMatchObject({ pin_failures: 0 });
  });

  it('open the queue where the tries cannot be given back, which the log tells of', async () => {
    const other = open({ db: own.db.withPlugin(refuseUpdateNumber(2)) });
    expect(await other.checkPin(callFrom(OPERATOR), PIN)).toBe('operator');
    other.close();
    const message = 'the tries of a right PIN could not be given back';
    expect(logged(message)).toMatchObject([{ level: 40, callSid: SID, from: '***2222' }]);
  });

  it('are remembered again after both files of the store were taken away', async () => {
    await untilKept();
    takeFilesAway();
    await directory.refresh();
    await untilKept();
  });

  it('keep the tries that were taken here while the table says nothing new', async () => {
    await untilKept();
    const readOnly = open({ db: own.db.withPlugin(refuseUpdates) });
    await readOnly.refresh();
    await guess(WRONG, 4, readOnly);
    await readOnly.refresh();
    readOnly.close();
    expect(await findKept()).toMatchObject({ pin_failures: 4 });
  });
});

const refuseUpdates = refuseUpdatesWhere(() => true);

/** Of all updates one alone, from 1. */
function refuseUpdateNumber(number: number): KyselyPlugin {
  let updates = 0;
  return refuseUpdatesWhere(() => {
    updates += 1;
    return updates === number;
  });
}

function refuseUpdatesWhere(isRefused: () => boolean): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (UpdateQueryNode.is(node) && isRefused()) throw new Error('read-only');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

/** SQLite has one connection: there a list and a lookup come one after the other. */
describe('the operator directory on a database of several connections', () => {
  it('does not take a list for newer that was read before a lookup', async () => {
    const own = await createOwnDatabase('mysql');
    await migrate(own.db);
    await own.db.insertInto('operators').values({ telnum: OPERATOR, name: null }).execute();
    let release = () => {};
    let held: Promise<void> = Promise.resolve();
    const slow = createOperatorDirectory({ db: own.db.withPlugin(holdLists(() => held)), log });
    await slow.refresh();
    held = new Promise((resolve) => {
      release = resolve;
    });
    const late = slow.refresh();
    await sleep(100);
    await own.db.insertInto('operators').values({ telnum: CUSTOMER, name: null }).execute();
    expect(await slow.recognise(callFrom(CUSTOMER))).toBe('operator');
    release();
    await late;
    await own.db.schema.dropTable('operators').execute();
    const remembered = await slow.recognise(callFrom(CUSTOMER));
    slow.close();
    await own.close();
    expect(remembered).toBe('operator');
  });
});

/** Keeps the result of a whole list back until `held` is over; a lookup has a condition. */
function holdLists(held: () => Promise<void>): KyselyPlugin {
  const lists = new WeakSet<object>();
  return {
    transformQuery({ node, queryId }) {
      if (SelectQueryNode.is(node) && !node.where) lists.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (lists.has(queryId)) await held();
      return result;
    },
  };
}
