import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/database';
import type { DialectName } from '../../src/database/dialect';
import { migrate } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';
import { COMMAND_BOUNDS, webhookBounds } from '../../src/database/time-bounds';
import { createLogger } from '../../src/http/log';
import { createOperatorDirectory, type OperatorDirectory } from '../../src/operators/directory';
import { findOperators } from '../../src/operators/operators-table';
import { holdTable } from '../support/hold-table';
import { eventually } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const BOUND_MS = 500;
/** What a busy machine may add. */
const SLACK_MS = 450;
const log = createLogger({ level: 'silent', numbers: 'masked' });
const callFrom = (from: string) => ({ from, callSid: `CA${'0'.repeat(32)}` });
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => `+81${String(i).padStart(8, '0')}`);

let own: OwnDatabase;
let directory: OperatorDirectory;
let webhooks: Database;
let other: Database;

/** `timeoutMs`: within which a lookup is answered, which a busy machine may need long for. */
async function open(dialect: DialectName, timeoutMs = 20_000): Promise<void> {
  own = await createOwnDatabase(dialect);
  await migrate(own.db);
  webhooks = openDatabase(own.location, webhookBounds(timeoutMs));
  directory = createOperatorDirectory({ db: webhooks, log });
  other = openDatabase(own.location, COMMAND_BOUNDS);
}
afterEach(async () => {
  directory.close();
  await webhooks.destroy();
  await other.destroy();
  await own.close();
});

const add = (telnum: string) =>
  sql`insert into operators (telnum) values (${telnum})`.execute(other);

describe.each(DIALECTS)('callers who come together on %s', (dialect) => {
  beforeEach(() => open(dialect));

  it('are each told apart', async () => {
    const numbers = numbered(150);
    for (const number of numbers) if (Number(number) % 3 === 0) await add(number);
    const told = await Promise.all(numbers.map((number) => directory.recognise(callFrom(number))));
    expect(told).toEqual(
      numbers.map((number) => (Number(number) % 3 === 0 ? 'operator' : 'customer')),
    );
  });

  it('are known from the moment on in which they are inserted, though who asked before is not', async () => {
    const held = holdAnswers(webhooks);
    const late = createOperatorDirectory({ db: held.db, log });
    const before = late.recognise(callFrom('+81a'));
    await eventually(() => held.count() === 1);
    await add('+81a');
    const after = late.recognise(callFrom('+81a'));
    held.release();
    late.close();
    expect(await Promise.all([before, after])).toEqual(['customer', 'operator']);
  });
});

/** The same database, whose answers, once they are given, are on their way until `release`. */
function holdAnswers(db: Database) {
  let count = 0;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      count += 1;
      await released;
      return result;
    },
  });
  return { db: held, count: () => count, release: () => release() };
}

describe.each(DIALECTS)('findOperators on %s', (dialect) => {
  beforeEach(() => open(dialect));

  it('gives them in the order of the numbers, to the letter, for any number of them', async () => {
    for (const number of ['+81a', '+81b']) await add(number);
    for (const count of [1, 2, 5, 7, 63, 64]) {
      const asked = [...numbered(count - 1), '+81b'];
      const found = await findOperators(other, asked);
      expect(found.map((operator) => operator?.telnum)).toEqual([
        ...Array(count - 1).fill(undefined),
        '+81b',
      ]);
    }
    const found = await findOperators(other, ['+81A', '+81b ', '+81a', '+81a']);
    expect(found.map((operator) => operator?.telnum)).toEqual([
      ...[undefined, undefined],
      ...['+81a', '+81a'],
    ]);
  });
});

describe('callers on MySQL whose table is locked', () => {
  beforeEach(() => open('mysql', BOUND_MS));

  it('are each answered in time from what is remembered, however many come', async () => {
    await add('+81a');
    await directory.refresh();
    const waits: number[] = [];
    const told: Promise<unknown>[] = [];
    await holdTable(other, 'operators', async () => {
      for (let call = 0; call < 50; call += 1) {
        const start = performance.now();
        const done = directory.recognise(callFrom('+81a'));
        told.push(done.finally(() => waits.push(performance.now() - start)));
        await sleep(10);
      }
      expect(new Set(await Promise.all(told))).toEqual(new Set(['operator']));
    });
    expect(Math.max(...waits)).toBeLessThan(BOUND_MS + SLACK_MS);
  });
});
