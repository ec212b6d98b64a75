import { setTimeout as wait } from 'node:timers/promises';
import { createRealClock, createVirtualClock, NothingLeftError } from '../../src/simulator/clock';
import { CUSTOMER, heardBy, openRoom, START } from '../support/twiml-application';

describe('a virtual clock', () => {
  it('jumps to each moment in turn, and keeps the order of those that were set for the same', async () => {
    const clock = createVirtualClock(1000);
    const log: [name: string, at: number][] = [];
    const at = (ms: number, name: string) =>
      clock.sleep(ms).then(() => log.push([name, clock.now()]));
    const all = Promise.all([
      at(3_600_000, 'late'),
      at(10, 'first'),
      at(10, 'second'),
      at(-5, 'now'),
    ]);
    await clock.drive(all);
    expect(log).toEqual([
      ['now', 1000],
      ['first', 1010],
      ['second', 1010],
      ['late', 3_601_000],
    ]);
  });

  it('stands still while nobody waits', async () => {
    const clock = createVirtualClock(0);
    let isOver = false;
    const sleep = clock.sleep(1).then(() => {
      isOver = true;
    });
    await wait(20);
    expect([clock.now(), isOver]).toEqual([0, false]);
    await clock.drive(sleep);
    expect(clock.now()).toBe(1);
  });

  it('ends a sleep early with the reason of its signal', async () => {
    const clock = createVirtualClock(0);
    const control = new AbortController();
    const sleep = clock.sleep(10, control.signal);
    control.abort(new RangeError('enough'));
    await expect(sleep).rejects.toThrow(RangeError);
    await expect(clock.sleep(10, control.signal)).rejects.toThrow(RangeError);
    await expect(clock.drive(new Promise(() => {}))).rejects.toThrow(NothingLeftError);
    expect(clock.now()).toBe(0);
  });

  it('does what is outside one after the other, and lets no time pass meanwhile', async () => {
    const clock = createVirtualClock(0);
    const log: string[] = [];
    const work = (name: string, ms: number) =>
      clock.outside(async () => {
        log.push(`${name} begins`);
        await wait(ms);
        log.push(`${name} ends at ${clock.now()}`);
      });
    const timer = clock.sleep(1).then(() => log.push('later'));
    await clock.drive(Promise.all([work('slow', 30), work('fast', 1), timer]));
    expect(log).toEqual([
      'slow begins',
      'slow ends at 0',
      'fast begins',
      'fast ends at 0',
      'later',
    ]);
  });

  it('never comes to a moment that is infinitely far', async () => {
    const clock = createVirtualClock(START);
    const control = new AbortController();
    const sleep = clock.sleep(Number.POSITIVE_INFINITY, control.signal);
    const later = clock.sleep(1000);
    await expect(clock.drive(sleep)).rejects.toThrow(NothingLeftError);
    await later;
    expect(clock.now()).toBe(START + 1000);
    const other = clock.sleep(1000);
    control.abort(new RangeError('enough'));
    await expect(sleep).rejects.toThrow(RangeError);
    await clock.drive(other);
    expect(clock.now()).toBe(START + 2000);
  });

  it('rejects where nothing is left that could happen', async () => {
    const { exchange } = await openRoom({ '/voice': '<Hangup/>' });
    exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    await expect(exchange.waitFor(() => false)).rejects.toThrow(NothingLeftError);
    await expect(exchange.waitFor(() => false, { withinSeconds: 9 })).rejects.toThrow(/within 9 s/);
  });
});

describe('a real clock', () => {
  it('runs a call in the time of the real world', async () => {
    const { exchange } = await openRoom(
      { '/voice': '<Play digits="1"/><Pause/><Say>Bye</Say>' },
      { clock: createRealClock() },
    );
    const start = performance.now();
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(['digits 1', 'silence', 'Bye']);
    expect(performance.now() - start).toBeGreaterThan(1300);
    expect(call.status).toBe('completed');
  });

  it.each([2 ** 31, 1e12, Number.POSITIVE_INFINITY])('sleeps %d ms, and not less', async (ms) => {
    const control = new AbortController();
    const clock = createRealClock();
    const sleep = clock.sleep(ms, control.signal).then(
      () => 'over',
      () => 'cut',
    );
    await clock.sleep(50);
    control.abort();
    expect(await sleep).toBe('cut');
  });

  it('ends a sleep early with the reason of its signal', async () => {
    const control = new AbortController();
    const sleep = createRealClock().sleep(60_000, control.signal);
    control.abort(new RangeError('enough'));
    await expect(sleep).rejects.toThrow(RangeError);
  });
});
