import { parse } from 'csv-parse/sync';
import { clearHistory } from '../../support/history-rows';
import { insertKpiFixture, KPI_FIXTURE_NOW } from '../../support/kpi-fixture';
import { DIALECTS } from '../../support/test-database';
import { createTestService, type TestService } from '../../support/test-service';

interface Page {
  zone: string;
  calls: { callSid: string; [key: string]: unknown }[];
  next: { cursor: string; url: string } | null;
}

const sidOf = (number: number) => `CA${String(number).padStart(32, '0')}`;

describe.each(DIALECTS)('the calls by HTTP on %s', (dialect) => {
  let service: TestService;

  beforeAll(async () => {
    service = await createTestService(dialect, { now: () => KPI_FIXTURE_NOW });
  });
  beforeEach(async () => {
    await clearHistory(service.db);
    await service.db.deleteFrom('operators').execute();
    await insertKpiFixture(service.db);
  });
  afterAll(() => service.close());

  const getPage = async (path: string, query = {}): Promise<Page> =>
    (await service.get(`/reports/${path}`, query).expect(200)).body;

  async function endCall(number: number, From: string, Time: string): Promise<void> {
    const row = { CallSid: sidOf(number), From, CallDuration: 10, CallStatus: 'completed', Time };
    await service.db
      .insertInto('statuscallback_data')
      .values({ ...row, EventKey: `late-${number}`, Direction: 'inbound' })
      .execute();
  }

  it('are the fourteen of customers, the newest first', async () => {
    const { calls, next, zone } = await getPage('calls.json');
    const numbers = calls.map(({ callSid }) => Number(callSid.slice(2)));
    expect(numbers).toEqual([12, 13, 14, 11, 10, 7, 9, 8, 6, 2, 5, 1, 4, 3]);
    expect([next, zone]).toEqual([null, 'UTC']);
    expect(calls[11]).toEqual({
      callSid: sidOf(1),
      from: '+819000000001',
      to: '+81312345678',
      startedAt: '2026-03-02T08:59:48Z',
      endedAt: '2026-03-02T09:03:10Z',
      durationSeconds: 202,
      loggedAt: '2026-03-02T09:03:10Z',
      path: 'menu > queue > operator',
      outcome: 'answered',
      visits: 1,
      waitedSeconds: 10,
      talkSeconds: 180,
      operators: ['+815000000001'],
      missing: [],
    });
  });

  it('come each once, page by page, whatever is added meanwhile', async () => {
    const { calls } = await getPage('calls.json');
    const seen: string[] = [];
    let page = await getPage('calls.json', { limit: 4, from: 'today', zone: 'Asia/Tokyo' });
    for (let added = 1; ; added += 1) {
      seen.push(...page.calls.map(({ callSid }) => callSid));
      if (!page.next) break;
      await endCall(100 + added, '+819055556666', `2026-03-02 09:59:0${added}.000`);
      page = await getPage(page.next.url);
      expect(page.zone).toBe('Asia/Tokyo');
    }
    expect(seen).toEqual(calls.map(({ callSid }) => callSid));
  });

  it('go on by the cursor alone, too', async () => {
    const { next } = await getPage('calls.json', { limit: 13 });
    const { calls } = await getPage('calls.json', { limit: 13, cursor: next?.cursor });
    expect(calls.map(({ callSid }) => callSid)).toEqual([sidOf(3)]);
  });

  it('are found by number and by time', async () => {
    const bySearch = await getPage('calls.json', { number: '090-0000-0005' });
    expect(bySearch.calls.map(({ callSid }) => callSid)).toEqual([sidOf(5)]);
    const query = { from: '2026-03-02T09:45', to: '2026-03-02T09:55' };
    const byTime = await getPage('calls.json', query);
    expect(byTime.calls.map(({ callSid }) => callSid)).toEqual([sidOf(14), sidOf(11)]);
  });

  it('are all in one file for a spreadsheet program, in which no number is a formula', async () => {
    const names = ['渡邉 愛子', '@SUM(1+1)'];
    const written: string[] = [];
    for (const name of names) {
      await service.db.updateTable('operators').set({ name }).execute();
      const { text, headers } = await service.get('/reports/calls.csv').expect(200);
      expect(headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(headers['content-disposition']).toBe('attachment; filename="calls.csv"');
      expect(text.startsWith('\uFEFFCallSid,着信時刻,')).toBe(true);
      const rows: string[][] = parse(text, { bom: true });
      expect(rows).toHaveLength(15);
      expect(rows.flat().filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
      const row = rows.find(([callSid]) => callSid === sidOf(1)) ?? [];
      expect(row.slice(1, 4)).toEqual(['2026-03-02 08:59:48', '2026-03-02 09:03:10', 'UTC']);
      expect(row.slice(7, 9)).toEqual(['メニュー > 待ち列 > オペレーター', '応答']);
      written.push(row[12] ?? '');
    }
    expect(written).toEqual(['渡邉 愛子', "'@SUM(1+1)"]);
  });

  it('keep a caller ID inert that is a formula', async () => {
    await endCall(200, '@cmd|calc', '2026-03-02 09:59:30.000');
    await endCall(201, '=1+1', '2026-03-02 09:59:31.000');
    const query = { from: '2026-03-02T09:59', lang: 'en' };
    const { text, headers } = await service.get('/reports/calls.csv', query).expect(200);
    const rows: string[][] = parse(text, { bom: true });
    const column = rows[0]?.indexOf('Number') ?? -1;
    expect(rows.slice(1).map((row) => row[column])).toEqual(["'=1+1", "'@cmd|calc"]);
    expect(headers['content-disposition']).toContain('calls_2026-03-02T0959_2026-03-03T0000.csv');
  });

  it('are thousands as readily as a few', async () => {
    const rows = Array.from({ length: 2500 }, (_, index) => ({
      ...{ CallSid: sidOf(1000 + index), EventKey: `many-${index}`, From: '+819011112222' },
      ...{ CallDuration: 5, CallStatus: 'completed', Direction: 'inbound' },
      Time: `2026-03-01 00:${String(index % 60).padStart(2, '0')}:00.000`,
    }));
    for (let start = 0; start < rows.length; start += 100) {
      const some = rows.slice(start, start + 100);
      await service.db.insertInto('statuscallback_data').values(some).execute();
    }
    const { text } = await service.get('/reports/calls.csv').expect(200);
    const callSids = parse(text, { bom: true }).map(([callSid]: string[]) => callSid);
    expect(new Set(callSids).size).toBe(1 + 14 + 2500);
    expect(callSids).toHaveLength(1 + 14 + 2500);
  });

  it('each have a story, in the language and the time zone that are asked for', async () => {
    const query = { lang: 'en', zone: 'Asia/Tokyo' };
    const { body } = await service.get(`/reports/calls/${sidOf(1)}.json`, query).expect(200);
    expect(body).toMatchObject({ callSid: sidOf(1), role: 'customer', talkSeconds: 180 });
    expect(body.events.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['began', 'queued', 'answered', 'talk-ended', 'ended'],
    ]);
    expect(body.events[0].at).toBe('2026-03-02T17:59:48+09:00');
  });
});
