import { createRestartPause } from '../../src/workers/restart-pause';

describe('the pause before a worker is replaced', () => {
  it('is none at first, then grows up to 30 s while replacements end soon', () => {
    let now = 0;
    const findPause = createRestartPause(() => now);
    const pauses = Array.from({ length: 9 }, () => {
      const pauseMs = findPause();
      now += pauseMs + 59_000;
      return pauseMs;
    });
    expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('is none again for one whose predecessor served for a minute', () => {
    let now = 0;
    const findPause = createRestartPause(() => now);
    expect([findPause(), findPause(), findPause()]).toEqual([0, 500, 1000]);
    now += 1000 + 60_000;
    expect([findPause(), findPause()]).toEqual([0, 500]);
  });
});
