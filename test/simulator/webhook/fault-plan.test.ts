import type { RequestPurpose } from '../../../src/simulator/events';
import type { FaultRule } from '../../../src/simulator/faults';
import { createRandom } from '../../../src/simulator/random';
import { createFaultPlan } from '../../../src/simulator/webhook/fault-plan';

function strikes(
  rules: readonly FaultRule[],
  requests: readonly { purpose?: RequestPurpose; from?: string }[],
  seed = 1,
) {
  const plan = createFaultPlan(rules, createRandom(seed));
  return requests.map(
    ({ purpose = 'voice-url', from }) => plan.strike({ purpose, from })?.kind ?? '-',
  );
}

const requests = (count: number) => Array.from({ length: count }, () => ({}));

describe('createFaultPlan', () => {
  it('strikes nothing without rules', () => {
    expect(strikes([], requests(2))).toEqual(['-', '-']);
  });

  it('strikes every request where nothing bounds it', () => {
    expect(strikes([{ fault: { kind: 'repeat' } }], requests(3))).toEqual(Array(3).fill('repeat'));
  });

  it('strikes by purpose and by caller', () => {
    const rule: FaultRule = { fault: { kind: 'refused' }, purpose: 'wait-url', from: '+1' };
    expect(
      strikes(
        [rule],
        [
          { purpose: 'wait-url', from: '+1' },
          { purpose: 'wait-url', from: '+2' },
          { purpose: 'voice-url', from: '+1' },
          { purpose: 'wait-url' },
        ],
      ),
    ).toEqual(['refused', '-', '-', '-']);
  });

  it('lets so many pass and then strikes so often', () => {
    const rule: FaultRule = { fault: { kind: 'lost' }, after: 2, times: 2 };
    expect(strikes([rule], requests(6))).toEqual(['-', '-', 'lost', 'lost', '-', '-']);
  });

  it('counts only the requests that a rule is about', () => {
    const rule: FaultRule = { fault: { kind: 'lost' }, purpose: 'wait-url', after: 1 };
    expect(strikes([rule], [{}, {}, { purpose: 'wait-url' }, { purpose: 'wait-url' }])).toEqual([
      '-',
      '-',
      '-',
      'lost',
    ]);
  });

  it('lets the first of several rules strike, and the other one count on', () => {
    const rules: FaultRule[] = [
      { fault: { kind: 'status', status: 500 }, times: 1 },
      { fault: { kind: 'slow', seconds: 1 }, after: 1, times: 1 },
    ];
    expect(strikes(rules, requests(3))).toEqual(['status', 'slow', '-']);
  });

  it('strikes a share of the requests, the same ones for the same seed', () => {
    const rule: FaultRule = { fault: { kind: 'refused' }, share: 0.25 };
    const first = strikes([rule], requests(1000), 7);
    const struck = first.filter((kind) => kind === 'refused').length;
    expect(struck).toBeGreaterThan(200);
    expect(struck).toBeLessThan(300);
    expect(strikes([rule], requests(1000), 7)).toEqual(first);
    expect(strikes([rule], requests(1000), 8)).not.toEqual(first);
  });
});
