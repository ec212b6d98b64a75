import { RepeatCallers } from '../../../src/reports/figures/repeat-callers';

const HOUR_MS = 3_600_000;

describe('repeat callers', () => {
  it('are those who came within the 24 hours before', () => {
    const callers = new RepeatCallers();
    const came = [0, 1, 25, 49.5].map((hour) => callers.isRepeat('+819012345678', hour * HOUR_MS));
    expect(came).toEqual([false, true, true, false]);
  });

  it('are told apart by their number', () => {
    const callers = new RepeatCallers();
    callers.isRepeat('+819012345678', 0);
    expect(callers.isRepeat('+819012345679', 1000)).toBe(false);
  });

  it('are none of those who withhold theirs', () => {
    const callers = new RepeatCallers();
    for (const number of ['anonymous', '+266696687', '', undefined]) {
      callers.isRepeat(number, 0);
      expect(callers.isRepeat(number, 1000)).toBe(false);
    }
  });
});
