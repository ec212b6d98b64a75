import fc from 'fast-check';
import { mergeAll, mergeLiveCalls } from '../../src/wallboard/live-call';
import { buildLiveCall, pieces, START } from './build-live-call';

describe('what is known of a call', () => {
  it('is the same in whatever order it came, and however often', () => {
    const orders = pieces.chain((all) =>
      fc.record({
        all: fc.constant(all),
        shuffled: fc.shuffledSubarray(all, { minLength: all.length }),
        again: fc.subarray(all),
      }),
    );
    fc.assert(
      fc.property(orders, ({ all, shuffled, again }) => {
        const known = mergeAll(all);
        expect(new Map([...mergeAll([...shuffled, ...again])].sort())).toEqual(
          new Map([...known].sort()),
        );
      }),
    );
  });

  it('is the newest, with the name and the role from before', () => {
    const ready = buildLiveCall({ role: 'operator', state: 'ready' });
    const at = START + 1000;
    const talking = buildLiveCall({ from: undefined, state: 'talking', heardAt: at, since: at });
    expect(mergeLiveCalls(talking, ready)).toEqual({
      ...talking,
      ...{ from: ready.from, role: 'operator' },
    });
  });

  it('is an end for good, whatever comes after it', () => {
    const ended = buildLiveCall({ state: 'ended' });
    const later = buildLiveCall({ heardAt: START + 1000, since: START + 1000 });
    expect(mergeLiveCalls(ended, later)).toMatchObject({ state: 'ended', since: START });
    expect(mergeLiveCalls(later, ended)).toMatchObject({ state: 'ended', since: START });
  });

  it('is what is further on, of two at one moment', () => {
    const waiting = buildLiveCall();
    const talking = buildLiveCall({ state: 'talking' });
    const left = buildLiveCall({ state: 'left' });
    expect([...mergeAll([left, talking, waiting]).values()]).toEqual([left]);
  });
});
