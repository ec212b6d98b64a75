import { WaitClasses } from '../../../src/reports/figures/wait-classes';

describe('classes of waits', () => {
  it('are of five seconds up to two minutes, and one beyond', () => {
    const classes = new WaitClasses(20).list();
    expect(classes.slice(0, 2)).toEqual([
      { fromSeconds: 0, toSeconds: 5, answered: 0, abandoned: 0 },
      { fromSeconds: 5, toSeconds: 10, answered: 0, abandoned: 0 },
    ]);
    expect(classes.map(({ fromSeconds }) => fromSeconds)).toHaveLength(25);
    expect(classes.at(-1)).toMatchObject({ fromSeconds: 120, toSeconds: undefined });
  });

  it('have the threshold among their bounds', () => {
    const bounds = (threshold: number) =>
      new WaitClasses(threshold).list().map(({ fromSeconds }) => fromSeconds);
    expect(bounds(12).slice(1, 5)).toEqual([5, 10, 12, 15]);
    expect(bounds(180).slice(-2)).toEqual([120, 180]);
  });

  it('have each wait once, up to their last second with it', () => {
    const waits = new WaitClasses(20);
    for (const seconds of [0, 5, 6, 119, 120, 121, 9000]) waits.add('answered', seconds);
    waits.add('abandoned', 20);
    const counted = waits.list().filter(({ answered, abandoned }) => answered + abandoned > 0);
    expect(
      counted.map(({ fromSeconds, answered, abandoned }) => [fromSeconds, answered, abandoned]),
    ).toEqual([
      [0, 2, 0],
      [5, 1, 0],
      [15, 0, 1],
      [115, 2, 0],
      [120, 2, 0],
    ]);
  });
});
