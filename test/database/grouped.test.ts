import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { createGrouped } from '../../src/database/grouped';

interface Arrival {
  afterMs: number;
  /** `bad` ones fail by themselves and take their company with them. */
  isBad: boolean;
}

const ARRIVALS = fc.array(
  fc.record({ afterMs: fc.integer({ min: 0, max: 12 }), isBad: fc.boolean() }),
  { minLength: 1, maxLength: 40 },
);
const TIMES = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 8 });

/** Work that takes as long as is said, and remembers what it was given. */
function createWork(timesMs: readonly number[]) {
  const groups: { items: readonly string[]; beganAt: number; since: number }[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  const work = async (items: readonly string[], since: number) => {
    const tookMs = timesMs[groups.length % timesMs.length] ?? 0;
    groups.push({ items, since, beganAt: performance.now() });
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    await sleep(tookMs);
    underWay -= 1;
    if (items.some((item) => item.startsWith('bad'))) throw new Error(`of ${items.length}`);
    return items.map((item) => `done ${item}`);
  };
  return { work, groups, most: () => mostUnderWay };
}

async function arrive(arrivals: readonly Arrival[], timesMs: readonly number[]) {
  const { work, groups, most } = createWork(timesMs);
  const cameAt = new Map<string, number>();
  const add = createGrouped({ work, atOnce: 2, most: 8, isWorthAlone: () => true });
  const outcomes = await Promise.all(
    arrivals.map(async ({ afterMs, isBad }, index) => {
      await sleep(afterMs);
      const item = `${isBad ? 'bad' : 'good'} ${index}`;
      cameAt.set(item, performance.now());
      const outcome = await add(item).catch((error: Error) => error.message);
      return [item, outcome] as const;
    }),
  );
  return { groups, cameAt, outcomes, mostUnderWay: most() };
}

describe('createGrouped', () => {
  it('does each once with success, or says by what it failed alone, whatever comes when', async () => {
    await fc.assert(
      fc.asyncProperty(ARRIVALS, TIMES, async (arrivals, timesMs) => {
        const { groups, cameAt, outcomes } = await arrive(arrivals, timesMs);
        for (const [item, outcome] of outcomes) {
          expect(outcome).toBe(item.startsWith('bad') ? 'of 1' : `done ${item}`);
          const own = groups.filter(({ items }) => items.includes(item));
          const isBad = ({ items }: { items: readonly string[] }) =>
            items.some((other) => other.startsWith('bad'));
          expect(own.filter((group) => !isBad(group))).toHaveLength(item.startsWith('bad') ? 0 : 1);
          for (const { beganAt, since } of own) {
            expect(beganAt).toBeGreaterThanOrEqual(cameAt.get(item) ?? Number.NaN);
            expect(since).toBeLessThanOrEqual(beganAt);
          }
        }
        expect(Math.max(...groups.map(({ items }) => items.length))).toBeLessThanOrEqual(8);
      }),
      { numRuns: 60 },
    );
  });

  it('has no more groups under way than it may', async () => {
    const arrivals = Array.from({ length: 60 }, (_, i) => ({ afterMs: i % 20, isBad: false }));
    expect((await arrive(arrivals, [5])).mostUnderWay).toBe(2);
  });

  it('does what comes alone before anything else can come', async () => {
    const { work, groups } = createWork([0]);
    const add = createGrouped({ work, atOnce: 1 });
    const done = add('one');
    await new Promise((resolve) => setImmediate(resolve));
    expect(groups).toMatchObject([{ items: ['one'] }]);
    expect(await done).toBe('done one');
  });

  it('does together what comes together, and what comes while that is done', async () => {
    const { work, groups } = createWork([20, 0]);
    const add = createGrouped({ work, atOnce: 1 });
    const first = ['a', 'b'].map(add);
    await sleep(5);
    await Promise.all([...first, ...['c', 'd', 'e'].map(add)]);
    expect(groups.map(({ items }) => items)).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  it('waits no longer than it may for groups that hang', async () => {
    const { work, groups } = createWork([400, 0, 0, 0]);
    const add = createGrouped({ work, atOnce: 1, patienceMs: 15 });
    let isHanging = true;
    const hung = add('hangs').then(() => {
      isHanging = false;
    });
    await sleep(1);
    for (const item of ['a', 'b', 'c']) expect(await add(item)).toBe(`done ${item}`);
    expect(isHanging).toBe(true);
    expect(groups).toHaveLength(4);
    await hung;
  });

  it('fails all of a group where none of them is worth a try alone', async () => {
    const { work, groups } = createWork([0]);
    const add = createGrouped({ work, atOnce: 1 });
    const failed = await Promise.allSettled(['bad', 'good'].map(add));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(groups).toHaveLength(1);
  });
});
