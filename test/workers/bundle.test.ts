import { createBundle } from '../../src/workers/bundle';

describe('what comes within one turn of the event loop', () => {
  it('is handed on together, and what comes later by itself', async () => {
    const bundles: (readonly number[])[] = [];
    const add = createBundle<number>(async (bundle) => void bundles.push(bundle));
    await Promise.all([add(1), add(2)]);
    await add(3);
    expect(bundles).toEqual([[1, 2], [3]]);
  });

  it('is not held up by a bundle that is still under way', async () => {
    const bundles: (readonly number[])[] = [];
    const add = createBundle<number>((bundle) => {
      bundles.push(bundle);
      return bundle.includes(1) ? new Promise(() => {}) : Promise.resolve();
    });
    void add(1);
    await new Promise(setImmediate);
    await add(2);
    expect(bundles).toEqual([[1], [2]]);
  });

  it('shares what becomes of it, and the next has its own', async () => {
    const add = createBundle<number>(async (bundle) => {
      if (bundle.includes(1)) throw new Error('no room');
    });
    const outcomes = await Promise.allSettled([add(1), add(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(add(3)).resolves.toBeUndefined();
  });
});
