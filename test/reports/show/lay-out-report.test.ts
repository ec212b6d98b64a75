import {
  GROUPINGS,
  type Grouping,
  type Report,
  type ReportGroup,
} from '../../../src/reports/report';
import { toIso } from '../../../src/reports/show/iso-time';
import { layOutReport } from '../../../src/reports/show/lay-out-report';
import { en } from '../../../src/reports/show/texts/en';
import { ja } from '../../../src/reports/show/texts/ja';
import type { ReportTexts } from '../../../src/reports/show/texts/texts';
import { textWidth } from '../../../src/text-width';
import { buildFigures, buildGroup, buildReport } from '../support/build-report';

const MINUTE_MS = 60_000;

function layOut(report: Partial<Report>, texts: ReportTexts = en, isWide = false): string[] {
  const plain = { bold: (text: string) => text, warning: (text: string) => `! ${text}` };
  return layOutReport(buildReport(report), { texts, isWide, style: plain });
}

/** The first cells of the rows of a division, without the total. */
function keysOf(by: Grouping, groups: ReportGroup[], report: Partial<Report> = {}): string[] {
  const lines = layOut({ ...report, divisions: [{ by, groups }] });
  const heading = lines.findIndex((line) => line.startsWith(en.keys[by]));
  return lines
    .slice(heading + 1, heading + 1 + groups.length)
    .map((line) => line.split(/\s{2,}/)[0] ?? '');
}

const intervalAt = (from: string, zone = 'Asia/Tokyo') =>
  buildGroup({
    key: toIso(new Date(from), zone),
    interval: { from: new Date(from), to: new Date(from) },
  });

/** Figures as large as they get in a year. */
const LARGE = buildFigures({
  ...{ calls: 999_999, offered: 99_999, answered: 99_999, abandoned: 9999, diverted: 9999 },
  ...{ blocked: 9999, abandonmentRate: 1, serviceLevel: 1, averageSpeedOfAnswer: 3599.9 },
  ...{ averageTalk: 3599.9, longestTalk: 86_400, talkTotal: 9_999_999, timeOnQueue: 9_999_999 },
  ...{ occupancy: 1 },
});

describe('layOutReport', () => {
  it('names the period and its zone', () => {
    const { from, zone } = buildReport().period;
    const after = (minutes: number) => new Date(from.getTime() + minutes * MINUTE_MS);
    const titles = [1440, 7 * 1440, 90].map(
      (minutes) => layOut({ period: { from, to: after(minutes), zone } })[0],
    );
    expect(titles).toEqual([
      'Monday, 2026-03-02, Asia/Tokyo',
      '2026-03-02 to 2026-03-08 (7 days), Asia/Tokyo',
      '2026-03-02 00:00 to 01:30, Asia/Tokyo',
    ]);
  });

  it('counts a day of 25 hours as one', () => {
    const period = {
      from: new Date('2026-10-24T22:00:00Z'),
      to: new Date('2026-10-25T23:00:00Z'),
      zone: 'Europe/Berlin',
    };
    expect(layOut({ period })[0]).toBe('Sunday, 2026-10-25, Europe/Berlin');
    const to = new Date('2026-10-26T23:00:00Z');
    expect(layOut({ period: { ...period, to } })[0]).toContain('(2 days)');
  });

  it('warns of what is not final and of what is missing, and of nothing else', () => {
    const missing = { enqueue_data: 2, QueueTime: 1, arrived: 0 };
    expect(layOut({ isFinal: false, missing }).filter((line) => line.startsWith('!'))).toEqual([
      '! Not final, as of 2026-03-03 09:00: it is not over, or calls of it have not ended.',
      '! Some figures are estimates',
      '! - 2 × no word of how the talk ended came: the end of the call stands in for it, or where ' +
        'that is not known either, it counts as not ended.',
      '! - 1 × how long the customer waited is not known.',
    ]);
    expect(layOut({}).filter((line) => line.startsWith('!'))).toEqual([]);
  });

  it('has formula and seconds beside service level and abandonment rate', () => {
    const standard = {
      ...{ serviceLevel: 'SL3' as const, thresholdSeconds: 30 },
      ...{ abandonmentRate: 'AR1' as const, shortAbandonSeconds: 10 },
    };
    const lines = layOut({
      standard,
      total: buildFigures({ serviceLevel: 0.5 }),
      divisions: [{ by: 'hour', groups: [] }],
    });
    expect(lines).toContainEqual(expect.stringMatching(/^Service level \(SL3, 30 s\) +50\.00 %$/));
    expect(lines).toContainEqual(expect.stringMatching(/^Abandonment rate \(AR1, 10 s\) +—$/));
    expect(lines).toContain('SL3: answered within 30 s / (answered + abandoned)');
    expect(lines.join('\n')).toMatch(/AR1 % {2}SL3 %\n.* 10 s {3}30 s/);
  });

  it('has a dash, and neither 0 % nor 100 %, where there were no calls', () => {
    expect(layOut({}).join('\n')).not.toMatch(/%$/m);
    expect(layOut({}).filter((line) => line.endsWith('—'))).toHaveLength(8);
  });

  it('calls intervals by their beginning, with the date where there are several days', () => {
    const { from, zone } = buildReport().period;
    const twoDays = { from, to: new Date('2026-03-03T15:00:00Z'), zone };
    const groups = [intervalAt('2026-03-02T00:00:00Z')];
    expect(keysOf('day', groups)).toEqual(['2026-03-02']);
    expect(keysOf('hour', groups)).toEqual(['09:00']);
    expect(keysOf('hour', groups, { period: twoDays })).toEqual(['03-02 09:00']);
  });

  it('tells the two hours apart that clocks show alike', () => {
    const period = {
      from: new Date('2026-10-24T22:00:00Z'),
      to: new Date('2026-10-25T23:00:00Z'),
      zone: 'Europe/Berlin',
    };
    const hours = ['2026-10-24T23:00Z', '2026-10-25T00:00Z', '2026-10-25T01:00Z'];
    expect(
      keysOf(
        'hour',
        hours.map((hour) => intervalAt(hour, period.zone)),
        { period },
      ),
    ).toEqual([...['01:00', '02:00 +02:00', '02:00 +01:00']]);
  });

  it('calls hours of the day, weekdays, operators and queues by their names', () => {
    const group = (key: string, name?: string) => buildGroup({ key, name });
    expect(keysOf('hour-of-day', [group('9'), group('23')])).toEqual([
      '09:00–10:00',
      '23:00–24:00',
    ]);
    expect(keysOf('weekday', [group('1'), group('7')])).toEqual(['Monday', 'Sunday']);
    expect(
      keysOf('operator', [group('+815000000001', '田中'), group('client:a'), group('')]),
    ).toEqual(['田中 +815000000001', 'client:a', 'not known']);
    expect(keysOf('queue', [group('QU0123456789abcdef'), group('')])).toEqual([
      ...['QU01234567…', 'not known'],
    ]);
  });

  it('marks what is not final, and says what the mark means', () => {
    const groups = [buildGroup({ key: '1' }), buildGroup({ key: '2', isFinal: false })];
    expect(keysOf('weekday', groups)).toEqual(['Monday', 'Tuesday*']);
    expect(layOut({ divisions: [{ by: 'weekday', groups }] }).at(-1)).toBe(en.notFinalMark);
  });

  it.each(GROUPINGS)('fits into 80 columns, divided by %s', (by) => {
    const name = '小笠原 エリザベス 愛子';
    const interval = intervalAt('2026-03-02T00:00:00Z').interval;
    const isInterval = /day$|hour$/.test(by) && by !== 'weekday' && by !== 'hour-of-day';
    const key = { operator: '+815000000001', weekday: '3', queue: 'QU'.padEnd(34, '0') }[
      by as string
    ];
    const group = {
      key: key ?? (isInterval ? '2026-03-02T09:00:00+09:00' : '9'),
      name,
      interval: isInterval ? interval : undefined,
    };
    const { from, zone } = buildReport().period;
    const period = { from, to: new Date('2026-04-01T15:00:00Z'), zone };
    const groups = [buildGroup({ ...group, isFinal: false, figures: LARGE })];
    for (const texts of [en, ja]) {
      const lines = layOut({ period, total: LARGE, divisions: [{ by, groups }] }, texts);
      const table = lines.slice(lines.findIndex((line) => line.startsWith('AR2')) + 1);
      expect(Math.max(...table.map(textWidth))).toBeLessThanOrEqual(80);
    }
  });

  it('has every figure where it may be wide', () => {
    const divisions = [
      { by: 'queue' as const, groups: [buildGroup({ key: 'QU'.padEnd(34, '0') })] },
    ];
    const [row = ''] = layOut({ divisions }, en, true).filter((line) => line.startsWith('QU'));
    // The total's calls and operators' time are none of a queue's.
    expect(row.split(/\s{2,}/)).toHaveLength(31 - 5);
    expect(row).toContain('QU'.padEnd(34, '0'));
  });
});
