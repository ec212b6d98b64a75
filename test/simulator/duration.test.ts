import { parseDuration } from '../../src/simulator/duration';

describe('parseDuration', () => {
  it.each<[string, number | undefined]>([
    ['500ms', 0.5],
    ['1.5s', 1.5],
    ['0.0004s', 0],
    ['2m', 120],
    ['1h', 3600],
    ['10', undefined],
    ['s', undefined],
    ['-1s', undefined],
    ['1.s', undefined],
    ['1 s', undefined],
    ['1d', undefined],
  ])('takes %j for %p seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });
});
