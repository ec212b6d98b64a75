import { setTimeout as sleep } from 'node:timers/promises';
import { readBounded } from '../../src/http/read-bounded';

const never = () => new Promise<never>(() => {});
const fails = () => Promise.reject(new Error('no such file'));

describe('readBounded', () => {
  it('reads once for all who ask meanwhile, and anew for who asks after that', async () => {
    let count = 0;
    const ask = readBounded(async () => ++count, { timeoutMs: 1000 });
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
    expect(await Promise.all([ask(), ask()])).toEqual([2, 2]);
  });

  it('gives what it read for as long as it is kept, from when the reading began', async () => {
    let time = 5;
    let count = 0;
    const read = async () => {
      time += 300;
      return ++count;
    };
    const ask = readBounded(read, { timeoutMs: 1000, keepMs: 1000, now: () => time });
    expect(await ask()).toBe(1);
    time += 699;
    expect(await ask()).toBe(1);
    time += 1;
    expect(await ask()).toBe(2);
  });

  it('gives undefined where it fails, and keeps that as long', async () => {
    let time = 5;
    const read = jest.fn(fails);
    const ask = readBounded(read, { timeoutMs: 1000, keepMs: 1000, now: () => time });
    expect([await ask(), await ask()]).toEqual([undefined, undefined]);
    expect(read).toHaveBeenCalledTimes(1);
    time += 1000;
    await ask();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('gives undefined where it is late, and begins nothing new while it hangs', async () => {
    const read = jest.fn(never);
    const ask = readBounded(read, { timeoutMs: 20, keepMs: 10 });
    expect(await Promise.all([ask(), ask()])).toEqual([undefined, undefined]);
    expect(await ask()).toBeUndefined();
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('gives what came late to who asks after that', async () => {
    const ask = readBounded(() => sleep(100, 'read'), { timeoutMs: 20, keepMs: 60_000 });
    expect(await ask()).toBeUndefined();
    await sleep(150);
    expect(await ask()).toBe('read');
  });
});
