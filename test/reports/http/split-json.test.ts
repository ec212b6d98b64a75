import fc from 'fast-check';
import { splitJson } from '../../../src/reports/http/split-json';

describe('JSON in parts', () => {
  it('is the JSON of the whole', () => {
    fc.assert(
      fc.property(fc.object({ values: [fc.anything({ withDate: true })] }), (value) => {
        expect([...splitJson(value)].join('')).toBe(JSON.stringify(value));
      }),
    );
  });

  it('has a part for each group of a report', () => {
    const groups = Array.from({ length: 1000 }, (_, key) => ({ key, figures: { offered: key } }));
    const parts = [...splitJson({ divisions: [{ by: 'hour', groups }] })];
    expect(parts.length).toBeGreaterThan(1000);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(100);
  });

  it('has what is made as it is taken made only then', () => {
    let made = 0;
    function* make() {
      for (made = 1; made <= 3; made += 1) yield { made };
    }
    const text: string[] = [];
    const seen: number[] = [];
    for (const part of splitJson({ none: new Set(), groups: make() })) {
      text.push(part);
      seen.push(made);
    }
    expect(text.join('')).toBe('{"none":[],"groups":[{"made":1},{"made":2},{"made":3}]}');
    expect(new Set(seen)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});
