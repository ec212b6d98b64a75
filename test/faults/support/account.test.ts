import { randomUUID } from 'node:crypto';
import { migrate } from '../../../src/database/migrate';
import type { ExchangeEvent } from '../../../src/simulator/events';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../../support/test-database';
import { takeAccount } from './account';
import { createLedger, type Ledger } from './ledger';

const PARAMETERS = [
  ['CallSid', 'CA1'],
  ['From', '+819012345678'],
  ['QueueResult', 'hangup'],
  ['QueueTime', '12'],
] as const;
const ROW = { CallSid: 'CA1', From: '+819012345678', QueueResult: 'hangup', QueueTime: 12 };
const TIME = '2026-04-04 00:00:00.000';

describe.each(DIALECTS)('an account on %s', (dialect) => {
  let own: OwnDatabase;
  let ledger: Ledger;
  let requests = 0;

  beforeAll(async () => {
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
  });
  afterAll(() => own.close());
  beforeEach(async () => {
    await own.db.deleteFrom('enqueue_data').execute();
    ledger = createLedger();
  });

  /** One try of a webhook, with the status of its answer; none where the connection broke. */
  function send(status: number | undefined, path = '/exit_enqueue'): void {
    requests += 1;
    const common = { seq: 0, at: 0, request: requests, call: 'CA1' };
    const url = `http://127.0.0.1${path}`;
    const answer =
      status === undefined ? { type: 'failure', code: 11200 } : { type: 'response', status };
    for (const event of [{ type: 'request', url, parameters: PARAMETERS }, answer]) {
      ledger.observe({ ...common, ...event } as ExchangeEvent);
    }
  }

  async function insert(change: Partial<typeof ROW> = {}): Promise<void> {
    const row = { ...ROW, ...change, EventKey: randomUUID(), Time: TIME };
    await own.db.insertInto('enqueue_data').values(row).execute();
  }

  const take = async () => {
    const { examples, ...counts } = await takeAccount(own.db, ledger.events);
    return counts;
  };
  const none = { sent: 0, acknowledged: 0, inTables: 0, lost: 0, doubled: 0, wrong: 0 };

  it('has nothing to say of an event that is there', async () => {
    send(401);
    send(200);
    await insert();
    expect(await take()).toEqual({ ...none, sent: 1, acknowledged: 1, inTables: 1 });
  });

  it('finds an event lost that was acknowledged and is not there', async () => {
    send(200);
    expect(await take()).toEqual({ ...none, sent: 1, acknowledged: 1, lost: 1 });
  });

  it('finds an event lost of two that are alike', async () => {
    send(200);
    send(200);
    await insert();
    expect(await take()).toEqual({ ...none, sent: 2, acknowledged: 2, inTables: 1, lost: 1 });
  });

  it('finds an event doubled that is there twice, whatever the keys', async () => {
    send(undefined);
    send(200);
    await insert();
    await insert();
    expect(await take()).toEqual({ ...none, sent: 1, acknowledged: 1, inTables: 2, doubled: 1 });
  });

  it('does not miss an event that was refused, nor mind if it is there', async () => {
    send(503);
    expect(await take()).toEqual({ ...none, sent: 1 });
    await insert();
    expect(await take()).toEqual({ ...none, sent: 1, inTables: 1 });
  });

  it('finds a row wrong that says something else', async () => {
    send(200);
    await insert({ QueueTime: 13 });
    expect(await take()).toEqual({
      ...none,
      ...{ sent: 1, acknowledged: 1, inTables: 1, lost: 1, wrong: 1 },
    });
  });

  it('asks for no row of webhooks that leave none', async () => {
    send(200, '/wait');
    expect(await take()).toEqual(none);
  });
});
