import { OperatorTimes } from '../../../src/reports/figures/operator-times';
import type { OperatorCall } from '../../../src/reports/history/read-operator-calls';
import { buildVisit } from '../../support/build-visit';

const HOUR_MS = 3_600_000;

function buildCall(call: Partial<OperatorCall> = {}): OperatorCall {
  return {
    ...{ callSid: 'CA9', operator: '+815011112222', operatorName: undefined },
    ...{ startedAt: 1000, endedAt: 9000, durationSeconds: 8 },
    ...call,
  };
}

const buildTalk = (answeredAt: number, leftAt: number) =>
  buildVisit({ outcome: 'answered', operatorCallSid: 'CA9', answeredAt, leftAt });

describe("operators' times", () => {
  it('have the talks of a call, whichever is told first', () => {
    for (const callFirst of [true, false]) {
      const times = new OperatorTimes();
      if (callFirst) times.addCall(buildCall());
      times.addVisit(buildTalk(5000, 7000));
      times.addVisit(buildTalk(2000, 4000));
      if (!callFirst) times.addCall(buildCall());
      expect(times.takeBefore(10_000)).toEqual([
        {
          ...{ operator: '+815011112222', onQueue: { from: 1000, to: 9000 } },
          talks: [
            { from: 2000, to: 4000 },
            { from: 5000, to: 7000 },
          ],
        },
      ]);
      expect(times.takeBefore(10_000)).toEqual([]);
    }
  });

  it('count no moment twice, and none outside the call', () => {
    const times = new OperatorTimes();
    times.addCall(buildCall());
    times.addVisit(buildTalk(0, 4000));
    times.addVisit(buildTalk(2000, 3000));
    times.addVisit(buildTalk(3500, 6000));
    times.addVisit(buildTalk(8500, 12_000));
    expect(times.takeBefore(10_000)[0]?.talks).toEqual([
      { from: 1000, to: 4000 },
      { from: 4000, to: 6000 },
      { from: 8500, to: 9000 },
    ]);
  });

  it('wait for calls that are not due, and leave out those of unknown length', () => {
    const times = new OperatorTimes();
    times.addCall(buildCall({ endedAt: 20_000 }));
    times.addCall(buildCall({ callSid: 'CA8', startedAt: undefined }));
    expect(times.takeBefore(10_000)).toEqual([]);
    expect(times.takeBefore(30_000)).toHaveLength(1);
  });

  it('keep talks for as long as the call may last', () => {
    const times = new OperatorTimes();
    times.addVisit(buildTalk(2000, 4000));
    times.takeBefore(24 * HOUR_MS);
    times.addCall(buildCall({ endedAt: 24 * HOUR_MS }));
    expect(times.takeBefore(25 * HOUR_MS)[0]?.talks).toHaveLength(1);
  });
});
