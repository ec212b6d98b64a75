import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markersOf } from '../results';
import { countAbandoned, countAnswered, countRows, countWebhooks } from './call-webhooks';
import { type Costs, computeDemand, findCosts, writeCapacity } from './write-capacity';

const COSTS: Costs = { refused: 1, first: 2, wait: 1, guidance: 3, exit: 3, status: 3 };

describe('what call centres need', () => {
  it('follows from agents, their time in talks, and what a webhook costs', () => {
    const demand = computeDemand(
      {
        ...{ agents: 3000, occupancy: 0.8, handleSeconds: 240 },
        ...{ abandonedShare: 0.5, waits: 2, peak: 2 },
      },
      COSTS,
    );
    // 20 are answered in a second, and as many give up: of 11 and 9 webhooks, 3 and 2 rows.
    expect(demand.calls).toBeCloseTo(40);
    expect(demand.webhooks).toBeCloseTo(20 * 11 + 20 * 9);
    expect(demand.rows).toBeCloseTo(20 * 3 + 20 * 2);
    expect(demand.cores).toBeCloseTo((20 * (3 + 6 + 2 + 9) + 20 * (3 + 4 + 2 + 6)) / 1000);
  });

  it('takes what one worker was measured to cost, and a refusal as dear as a wait', () => {
    const figures = ['first', 'wait', 'guidance', 'exit', 'status'].flatMap((load, index) =>
      ['minicc, 1 worker', 'bare Express'].map((server, place) => ({
        subject: `${load}: ${server}`,
        ...{ name: 'cpu', unit: 'ms/request', least: 0, most: 9, median: index + 1 + 100 * place },
      })),
    );
    expect(findCosts(figures)).toEqual({
      ...{ refused: 2, first: 1, wait: 2, guidance: 3, exit: 4, status: 5 },
    });
    expect(findCosts(figures.slice(1, -2))).toBeUndefined();
  });

  it('is told for each size', () => {
    const text = writeCapacity(COSTS);
    expect(text).toContain('11 webhooks took 20.0 ms of one core: 50 calls a second');
    const rows = text.match(/^\| [\d,]+ .*/gm)?.map((row) => row.split(/ *\| */).slice(1, -1));
    expect(rows?.map(([agents]) => agents)).toEqual(['10', '100', '1,000', '10,000']);
    expect(rows?.at(-1)).toEqual(['10,000', '45', '490', '130', '0.88']);
  });

  it('has its place in README.md, which reckons with the same numbers', () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    const [answered, abandoned] = [countAnswered(0), countAbandoned(0)];
    for (const text of [
      ...markersOf('capacity'),
      `answered × (${countWebhooks(answered)} + turns) + abandoned × (${countWebhooks(abandoned)} + turns)`,
      `answered × ${countRows(answered)} + abandoned × ${countRows(abandoned)}`,
    ]) {
      expect(readme).toContain(text);
    }
  });
});
