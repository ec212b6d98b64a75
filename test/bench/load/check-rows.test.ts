import { migrate } from '../../../src/database/migrate';
import { toUtcTime } from '../../../src/database/utc-time';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../../support/test-database';
import { type Contestant, CREDENTIALS, type HistoryTable } from '../contestants/contestant';
import { countRows } from '../contestants/ours';
import { countLacking } from '../throughput/check-exactly';
import { watchRows } from './check-rows';
import { LOADS, type Load } from './loads';

const WRITING = LOADS.find(({ name }) => name === 'exit') as Load;
const Time = toUtcTime(new Date());
const KEYS = ['one', 'two', 'three', 'four'];

describe.each(DIALECTS)('on %s, the rows after some requests', (dialect) => {
  let own: OwnDatabase;

  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
    await insert('of an earlier round');
  });
  afterEach(() => own.close());

  /** Has so many requests written; gives what is wrong after so many were sent and acknowledged. */
  async function findFaults(keys: string[], counts: { sent: number; acknowledged: number }) {
    const rows = await watchRows(describeTarget(own), WRITING, 300);
    for (const key of keys) await insert(key);
    return rows?.check(counts);
  }

  const insert = (EventKey: string) =>
    own.db.insertInto('enqueue_data').values({ EventKey, CallSid: 'CA1', Time }).execute();

  it('are as many as were acknowledged', async () => {
    expect(await findFaults(KEYS, { sent: 4, acknowledged: 4 })).toEqual([]);
  });

  it('may be those of requests that have no answer, too', async () => {
    expect(await findFaults(KEYS, { sent: 5, acknowledged: 3 })).toEqual([]);
  });

  it('are too few where one is gone', async () => {
    const faults = await findFaults(KEYS.slice(1), { sent: 4, acknowledged: 4 });
    expect(faults).toEqual([
      'enqueue_data has 3 new rows, 4 requests were acknowledged: 1 rows are lost',
    ]);
  });

  it('are too many where one is of nobody', async () => {
    const faults = await findFaults([...KEYS, 'of nobody'], { sent: 4, acknowledged: 4 });
    expect(faults).toEqual([
      'enqueue_data has 5 new rows, 4 requests were acknowledged of 4 sent: 1 rows are too many',
    ]);
  });

  it('are known one by one', async () => {
    for (const key of KEYS) await insert(key);
    expect(await countLacking(own, 'enqueue_data', KEYS)).toBe(0);
    await own.db.deleteFrom('enqueue_data').where('EventKey', '=', 'two').execute();
    expect(await countLacking(own, 'enqueue_data', KEYS)).toBe(1);
  });
});

it('are not looked for where a request makes none', async () => {
  const target = { ...describeTarget(undefined), rows: () => Promise.reject(new Error('asked')) };
  const waiting = LOADS.find(({ name }) => name === 'wait') as Load;
  expect(await watchRows(target, waiting)).toBeUndefined();
});

function describeTarget(own: OwnDatabase | undefined): Contestant {
  return {
    ...{ name: 'a server of the test', origin: 'http://127.0.0.1:9', credentials: CREDENTIALS },
    ...{ pid: undefined, isBare: false },
    rows: own && ((table: HistoryTable) => countRows(own, table)),
  };
}
