import { parse } from 'csv-parse/sync';
import type supertest from 'supertest';
import { createReport } from '../../../src/reports/figures/create-report';
import type { Figures, Grouping } from '../../../src/reports/report';
import { FIGURE_COLUMNS, type FigureKey } from '../../../src/reports/show/columns';
import { roundFigure } from '../../../src/reports/show/format-figures';
import { isOwnFigure } from '../../../src/reports/show/own-figures';
import { presentFigures, presentReport } from '../../../src/reports/show/present-report';
import type { Standard } from '../../../src/reports/standard';
import { insertKpiFixture, KPI_FIXTURE_DAY, KPI_FIXTURE_NOW } from '../../support/kpi-fixture';
import { DIALECTS } from '../../support/test-database';
import { createTestService, DEFAULT_STANDARD, type TestService } from '../../support/test-service';

const DAY = { from: new Date('2026-03-02T00:00:00Z'), to: new Date('2026-03-03T00:00:00Z') };

describe.each(DIALECTS)('the figures by HTTP on %s', (dialect) => {
  let service: TestService;

  beforeAll(async () => {
    service = await createTestService(dialect, { now: () => KPI_FIXTURE_NOW });
    await insertKpiFixture(service.db);
  });
  afterAll(() => service.close());

  const makeReport = (by: Grouping) =>
    createReport(service.db, {
      period: { ...DAY, zone: 'UTC' },
      standard: DEFAULT_STANDARD,
      by: [by],
      now: KPI_FIXTURE_NOW,
    });

  it.each(['day', 'half-hour', 'weekday', 'operator', 'queue'] as const)(
    'are those of the report itself, by %s, in JSON and in CSV',
    async (by) => {
      const report = await makeReport(by);
      const query = { from: KPI_FIXTURE_DAY, by };
      const { body } = await service.get('/reports/figures.json', query).expect(200);
      expect(body).toEqual(presentReport(report));
      const { text } = await service.get('/reports/figures.csv', query).expect(200);
      const rows = parse(text, { bom: true }).slice(1);
      const write = (figures: Figures, isOwn: (key: FigureKey) => boolean) =>
        FIGURE_COLUMNS.map(({ key, unit, read }) =>
          String((isOwn(key) ? roundFigure(read(figures), unit) : undefined) ?? ''),
        );
      const groups = report.divisions[0]?.groups ?? [];
      expect(rows.map((row) => row.slice(-FIGURE_COLUMNS.length))).toEqual([
        ...groups.map(({ figures }) => write(figures, (key) => isOwnFigure(by, key))),
        write(report.total, () => true),
      ]);
    },
  );

  it('are those of the worked example', async () => {
    const { body } = await service.get('/reports/figures.json').expect(200);
    expect(body.total).toMatchObject({
      ...{ offered: 11, answered: 5, abandoned: 4, averageSpeedOfAnswer: 38.2, occupancy: 14.1 },
      serviceLevel: { percent: 30, formula: 'SL6', thresholdSeconds: 20 },
      abandonmentRate: { percent: 30, formula: 'AR2', shortAbandonSeconds: 5 },
    });
    expect(body).toMatchObject({ isFinal: false, talkingNow: 1, peakWaiting: 3 });
  });

  it('are of today by the hour where nothing is asked', async () => {
    const { body } = await service.get('/reports/figures.json').expect(200);
    expect(body.period).toEqual({
      from: '2026-03-02T00:00:00Z',
      to: '2026-03-03T00:00:00Z',
      zone: 'UTC',
    });
    expect(body.divisions[0].by).toBe('hour');
    expect(body.divisions[0].groups).toHaveLength(24);
  });

  it('are measured by what is asked for', async () => {
    const query = { formula: 'SL1', threshold: '60', abandonment: 'AR4', short: '0' };
    const { body } = await service.get('/reports/figures.json', query).expect(200);
    const standard: Standard = {
      ...({ serviceLevel: 'SL1', thresholdSeconds: 60 } as const),
      ...({ abandonmentRate: 'AR4', shortAbandonSeconds: 0 } as const),
    };
    const report = await createReport(service.db, {
      ...{ period: { ...DAY, zone: 'UTC' }, standard, by: [], now: KPI_FIXTURE_NOW },
    });
    expect(body.total).toEqual(presentFigures(report.total, standard));
    expect(body.total.serviceLevel).toMatchObject({ formula: 'SL1', thresholdSeconds: 60 });
  });

  it('are of the days of the zone that is asked for', async () => {
    const query = { from: KPI_FIXTURE_DAY, zone: 'Asia/Tokyo' };
    const { body } = await service.get('/reports/figures.json', query).expect(200);
    expect(body.period.from).toBe('2026-03-02T00:00:00+09:00');
  });

  it('are null and empty, not 0 %, where there were no calls', async () => {
    const query = { from: '2026-02-01', by: 'day' };
    const { body } = await service.get('/reports/figures.json', query).expect(200);
    expect(body.total).toMatchObject({
      ...{ offered: 0, answerRate: null, averageTalk: null },
      serviceLevel: { percent: null, formula: 'SL6' },
    });
    const { text } = await service.get('/reports/figures.csv', query).expect(200);
    const [, row = []] = parse(text, { bom: true });
    const place = FIGURE_COLUMNS.findIndex(({ key }) => key === 'serviceLevel');
    expect(row.at(place - FIGURE_COLUMNS.length)).toBe('');
  });

  it('are a file for a spreadsheet program, with headings in the owner’s language or another', async () => {
    const query = { from: KPI_FIXTURE_DAY, by: 'hour' };
    const response = await service.get('/reports/figures.csv', query).buffer().parse(readBytes);
    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="figures_by_hour_2026-03-02.csv"',
      'cache-control': 'no-store',
    });
    const bytes: Buffer = response.body;
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    expect(text).toContain('サービスレベル');
    expect(text).toMatch(/^09:00,2026-03-02 09:00:00,2026-03-02 10:00:00,UTC,/m);
    expect(text).toContain(',最長通話時間（秒）,');
    expect(text.split('\r\n').filter((line) => line.includes('\n'))).toEqual([]);
    const english = await service.get('/reports/figures.csv', { ...query, lang: 'en' });
    expect(english.text).toContain('Service level (SL6, 20 s)');
    expect(english.text).toContain(',Longest talk (s),');
  });

  it.each([
    [{ from: '2026-03-01', to: '2026-04-01', by: 'day' }, 'by_day_2026-03-01_2026-03-31'],
    [
      { from: '2026-03-02T09:00', to: '2026-03-02T12:30' },
      'by_hour_2026-03-02T0900_2026-03-02T1230',
    ],
  ])('name the file of %p after its period', async (query, name) => {
    const { headers } = await service.get('/reports/figures.csv', query).expect(200);
    expect(headers['content-disposition']).toBe(`attachment; filename="figures_${name}.csv"`);
  });

  it('keep an operator’s name in kanji, and make one inert that is a formula', async () => {
    const telnum = '+815000000001';
    const names = ['渡邉 愛子', '=HYPERLINK("http://example.com","x")'];
    const written: string[] = [];
    for (const name of names) {
      await service.db
        .updateTable('operators')
        .set({ name })
        .where('telnum', '=', telnum)
        .execute();
      const query = { from: KPI_FIXTURE_DAY, by: 'operator' };
      const { text } = await service.get('/reports/figures.csv', query).expect(200);
      const rows = parse(text, { bom: true });
      const row = rows.find(([number = '']) => number.includes(telnum)) ?? [];
      written.push(row[1] ?? '');
    }
    expect(written).toEqual(['渡邉 愛子', `'${names[1]}`]);
  });
});

/** The bytes of an answer, as they are. */
function readBytes(
  response: supertest.Response,
  done: (error: Error | null, body: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}
