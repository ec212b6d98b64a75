import { setTimeout as sleep } from 'node:timers/promises';
import { type KyselyPlugin, SelectQueryNode } from 'kysely';
import { migrate } from '../../src/database/migrate';
import { createLogger } from '../../src/http/log';
import { createOperatorDirectory, type OperatorDirectory } from '../../src/operators/directory';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const OPERATOR = '+815011112222';
const CUSTOMER = '+819012345678';
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
    expect(await directory.recognise(OPERATOR)).toBe('operator');
    expect(await directory.recognise(CUSTOMER)).toBe('customer');
  });

  it('knows nobody while the table was never read', async () => {
    await loseTable();
    expect(await directory.recognise(OPERATOR)).toBe('unknown');
    expect(await directory.recognise(CUSTOMER)).toBe('unknown');
  });

  it('takes a withheld caller for a customer without asking', async () => {
    await loseTable();
    expect(await directory.recognise('Anonymous')).toBe('customer');
  });

  it('remembers the table when it can no longer be asked', async () => {
    await directory.refresh();
    await loseTable();
    expect(await directory.recognise(OPERATOR)).toBe('operator');
    expect(await directory.recognise(CUSTOMER)).toBe('customer');
  });

  it('remembers the whole table from the first lookup on', async () => {
    await add('+815099999999');
    await directory.recognise(CUSTOMER);
    // The table is read after the caller is answered.
    await sleep(300);
    await loseTable();
    expect(await directory.recognise('+815099999999')).toBe('operator');
  });

  it('remembers what lookups told since', async () => {
    await directory.refresh();
    await add(CUSTOMER);
    await own.db.deleteFrom('operators').where('telnum', '=', OPERATOR).execute();
    await directory.recognise(CUSTOMER);
    await directory.recognise(OPERATOR);
    await loseTable();
    expect(await directory.recognise(CUSTOMER)).toBe('operator');
    expect(await directory.recognise(OPERATOR)).toBe('customer');
  });

  it('reads the table again in the background', async () => {
    const other = createOperatorDirectory({ db: own.db, log, refreshMs: 20 });
    await other.refresh();
    await add('+815099999999');
    await sleep(300);
    await loseTable();
    expect(await other.recognise('+815099999999')).toBe('operator');
    other.close();
  });
});

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
    expect(await slow.recognise(CUSTOMER)).toBe('operator');
    release();
    await late;
    await own.db.schema.dropTable('operators').execute();
    const remembered = await slow.recognise(CUSTOMER);
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
