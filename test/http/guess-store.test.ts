import { createGuessStore } from '../../src/http/guess-store';

const WINDOW_MS = 60_000;

async function count(store: ReturnType<typeof createGuessStore>, address: string) {
  const { totalHits } = await store.increment(address);
  return totalHits;
}

describe('The store of guesses', () => {
  it('counts by address, from the first guess until its window ends', async () => {
    let now = 1000;
    const store = createGuessStore({ windowMs: WINDOW_MS, mostAddresses: 10, now: () => now });
    expect(await count(store, 'a')).toBe(1);
    now += WINDOW_MS / 2;
    expect(await count(store, 'a')).toBe(2);
    expect(await count(store, 'b')).toBe(1);
    now += WINDOW_MS / 2;
    expect(await count(store, 'a')).toBe(1);
    expect(await count(store, 'b')).toBe(2);
  });

  it('tells when the window ends', async () => {
    let now = 0;
    const store = createGuessStore({ windowMs: WINDOW_MS, mostAddresses: 10, now: () => now });
    await store.increment('a');
    now += WINDOW_MS - 5000;
    const before = Date.now();
    const { resetTime } = await store.increment('a');
    expect(resetTime?.getTime()).toBeGreaterThanOrEqual(before + 5000);
    expect(resetTime?.getTime()).toBeLessThanOrEqual(Date.now() + 5000);
  });

  it('has one count for all addresses beyond those it has room for, until a window ends', async () => {
    let now = 0;
    const store = createGuessStore({ windowMs: WINDOW_MS, mostAddresses: 2, now: () => now });
    for (const address of ['a', 'b']) expect(await count(store, address)).toBe(1);
    now += 1;
    expect(await count(store, 'c')).toBe(1);
    expect(await count(store, 'd')).toBe(2);
    expect(await count(store, 'c')).toBe(3);
    expect(await count(store, 'a')).toBe(2);
    now += WINDOW_MS - 1;
    expect(await count(store, 'e')).toBe(1);
    expect(await count(store, 'e')).toBe(2);
  });
});
