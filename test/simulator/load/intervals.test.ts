import { averageUnderWay, mostUnderWay } from '../../../src/simulator/load/intervals';

describe('averageUnderWay', () => {
  const window = { from: 1000, to: 2000 };

  it.each([
    ['inside one part', { from: 1100, to: 1200 }, [0.4, 0, 0, 0]],
    ['across parts', { from: 1200, to: 1600 }, [0.2, 1, 0.4, 0]],
    ['begun before and still going on', { from: 0, to: 9000 }, [1, 1, 1, 1]],
    ['over before', { from: 0, to: 1000 }, [0, 0, 0, 0]],
    ['begun after', { from: 2000, to: 2500 }, [0, 0, 0, 0]],
    ['of no length', { from: 1500, to: 1500 }, [0, 0, 0, 0]],
  ])('averages an interval %s', (_, interval, averages) => {
    const found = averageUnderWay([interval], window, 4);
    expect(found.map((value) => Number(value.toFixed(9)))).toEqual(averages);
  });

  it('adds up intervals, and gives nothing for a window of no length', () => {
    const intervals = [window, { from: 1000, to: 1500 }];
    expect(averageUnderWay(intervals, window, 2)).toEqual([2, 1]);
    expect(averageUnderWay(intervals, { from: 5, to: 5 }, 2)).toEqual([0, 0]);
  });
});

describe('mostUnderWay', () => {
  const cases: [most: number, intervals: [from: number, to: number][]][] = [
    [0, []],
    [
      1,
      [
        [1, 2],
        [2, 3],
        [3, 4],
      ],
    ],
    [
      2,
      [
        [2, 4],
        [1, 3],
        [3, 5],
      ],
    ],
    [
      3,
      [
        [1, 9],
        [2, 8],
        [3, 7],
        [8, 10],
      ],
    ],
    [0, [[5, 5]]],
    [
      1,
      [
        [1, 9],
        [5, 5],
        [5, 5],
      ],
    ],
  ];
  it.each(cases)('finds %i at once in %j', (most, intervals) => {
    expect(mostUnderWay(intervals.map(([from, to]) => ({ from, to })))).toBe(most);
  });
});
