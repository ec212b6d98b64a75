import { splitJson } from '../../../src/reports/http/split-json';
import { FIGURE_COLUMNS } from '../../../src/reports/show/columns';
import { presentReport, presentReportInParts } from '../../../src/reports/show/present-report';
import { buildFigures, buildGroup, buildReport } from '../support/build-report';

describe('presentReport', () => {
  it('gives times with the offset of the zone', () => {
    const { period, madeAt } = presentReport(buildReport());
    expect(period).toEqual({
      from: '2026-03-02T00:00:00+09:00',
      to: '2026-03-03T00:00:00+09:00',
      zone: 'Asia/Tokyo',
    });
    expect(madeAt).toBe('2026-03-03T09:00:00+09:00');
  });

  it('says by what was measured, in symbols and in words', () => {
    expect(presentReport(buildReport()).standard).toEqual({
      serviceLevel: {
        name: 'SL6',
        symbols: 'AT / (O − BS)',
        words: 'answered within 20 s / (offered − abandoned under 5 s)',
      },
      thresholdSeconds: 20,
      abandonmentRate: {
        name: 'AR2',
        symbols: '(B − BS) / (O − BS)',
        words: '(abandoned − abandoned under 5 s) / (offered − abandoned under 5 s)',
      },
      shortAbandonSeconds: 5,
    });
  });

  it('has every figure, rounded, and by what rates were measured beside them', () => {
    const total = buildFigures({
      ...{ offered: 3, serviceLevel: 1 / 3, abandonmentRate: 2 / 3, answerRate: 1 / 3 },
      averageSpeedOfAnswer: 83 / 3,
    });
    const presented = presentReport(buildReport({ total })).total;
    expect(Object.keys(presented)).toEqual(FIGURE_COLUMNS.map(({ key }) => key));
    expect(presented).toMatchObject({
      offered: 3,
      serviceLevel: { percent: 33.33, formula: 'SL6', thresholdSeconds: 20 },
      abandonmentRate: { percent: 66.67, formula: 'AR2', shortAbandonSeconds: 5 },
      answerRate: 33.33,
      averageSpeedOfAnswer: 27.667,
      longestSpeedOfAnswer: null,
    });
  });

  it('has null, and neither 0 nor 100, where there is nothing to measure', () => {
    const { total, outbound } = presentReport(buildReport());
    expect([total.serviceLevel.percent, total.answerRate, outbound.reachRate]).toEqual([
      ...[null, null, null],
    ]);
  });

  it('has the divisions, intervals with their times', () => {
    const interval = {
      from: new Date('2026-03-02T00:00:00Z'),
      to: new Date('2026-03-02T01:00:00Z'),
    };
    const groups = [buildGroup({ key: '2026-03-02T09:00:00.000+09:00', interval, isFinal: false })];
    const operators = [buildGroup({ key: '+815000000001', name: 'Aiko' })];
    const divisions = [
      { by: 'hour' as const, groups },
      { by: 'operator' as const, groups: operators },
    ];
    const [hours, people] = presentReport(buildReport({ divisions })).divisions;
    expect(hours).toMatchObject({
      by: 'hour',
      groups: [{ name: null, from: '2026-03-02T09:00:00+09:00', to: '2026-03-02T10:00:00+09:00' }],
    });
    expect(hours?.groups[0]?.isFinal).toBe(false);
    expect(people).toMatchObject({
      by: 'operator',
      groups: [{ key: '+815000000001', name: 'Aiko', from: null, to: null }],
    });
  });

  it('has null for figures that are none of an operator or of a queue', () => {
    const groups = [buildGroup()];
    const divisions = (['hour', 'operator', 'queue'] as const).map((by) => ({ by, groups }));
    const figuresBy = presentReport(buildReport({ divisions })).divisions.map(
      ({ groups: [group] }) => group?.figures,
    );
    const [hour, operator, queue] = figuresBy;
    expect(hour).toMatchObject({ calls: 0, menuOnly: 0, offered: 0, timeOnQueue: 0 });
    expect(operator).toMatchObject({
      ...{ calls: null, menuOnly: null, offered: null, abandoned: null, failed: null },
      ...{ abandonedWithin: null, answered: 0, answeredWithin: 0, timeOnQueue: 0 },
    });
    expect(queue).toMatchObject({
      ...{ calls: null, menuOnly: null, timeOnQueue: null, offered: 0, abandoned: 0 },
    });
  });

  it('survives JSON', () => {
    const presented = presentReport(buildReport({ missing: { enqueue_data: 2 } }));
    expect(JSON.parse(JSON.stringify(presented))).toEqual(presented);
  });

  it('is the same in parts', () => {
    const divisions = [
      { by: 'operator' as const, groups: [buildGroup({ key: '1', name: 'Aki' }), buildGroup()] },
      { by: 'queue' as const, groups: [] },
    ];
    const report = buildReport({ divisions, missing: { queue_data: 1 } });
    const parts = [...splitJson(presentReportInParts(report))];
    expect(parts.join('')).toBe(JSON.stringify(presentReport(report)));
  });
});
