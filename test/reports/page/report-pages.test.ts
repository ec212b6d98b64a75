import express from 'express';
import supertest from 'supertest';
import { openDatabase } from '../../../src/database/database';
import { parseDatabaseUrl } from '../../../src/database/database-url';
import { webhookBounds } from '../../../src/database/time-bounds';
import { createLogger } from '../../../src/http/log';
import { saveOperator } from '../../../src/operators/operators-table';
import { createReport } from '../../../src/reports/figures/create-report';
import { createReportsRouter } from '../../../src/reports/http/router';
import { createFormats } from '../../../src/reports/page/formats';
import { FIGURE_COLUMNS } from '../../../src/reports/show/columns';
import type { Standard } from '../../../src/reports/standard';
import { insertKpiFixture, KPI_FIXTURE_NOW } from '../../support/kpi-fixture';
import { readPolicy } from '../../support/read-policy';
import { DIALECTS } from '../../support/test-database';
import { createTestService, type TestService } from '../../support/test-service';

const STANDARD: Standard = {
  serviceLevel: 'SL6',
  abandonmentRate: 'AR2',
  thresholdSeconds: 20,
  shortAbandonSeconds: 5,
};
const DAY = { from: '2026-03-02', last: '2026-03-02', lang: 'en', zone: 'UTC' };
/** A week after the day of the fixture, in the middle of its calls. */
const A_WEEK_LATER = new Date('2026-03-09T09:32:00Z');
const ANSWERED = 'CA00000000000000000000000000000001';

/** The texts of the elements that have an attribute, under its value. */
function findMarked(html: string, attribute: string): Record<string, string> {
  const found = html.matchAll(new RegExp(`<\\w+[^>]* ${attribute}="(\\w+)"[^>]*>([^<]*)<`, 'g'));
  return Object.fromEntries([...found].map(([, name = '', text = '']) => [name, text]));
}

describe.each(DIALECTS)('The page of the reports on the worked example, in %s', (dialect) => {
  let service: TestService;
  let now: Date;
  const get = (query: Record<string, string> = {}, path = '/reports/') =>
    service.get(path, { ...DAY, ...query });

  beforeAll(async () => {
    service = await createTestService(dialect, { now: () => now, language: 'ja-JP' });
    await insertKpiFixture(service.db);
    await saveOperator(service.db, { telnum: '+815000000001', name: '<script>alert(1)</script>' });
  });
  beforeEach(() => {
    now = KPI_FIXTURE_NOW;
  });
  afterAll(() => service.close());

  it('shows the figures that the report has, to the last digit', async () => {
    const { text } = await get().expect(200).expect('Content-Type', /html/);
    const period = { from: new Date('2026-03-02'), to: new Date('2026-03-03'), zone: 'UTC' };
    const { total } = await createReport(service.db, {
      ...{ period, standard: STANDARD, by: [], now },
    });
    const { figure } = createFormats('en-US', 'UTC');
    expect(findMarked(text, 'data-total')).toEqual(
      Object.fromEntries(
        FIGURE_COLUMNS.map(({ key, unit, read }) => [key, figure(read(total), unit)]),
      ),
    );
    expect(findMarked(text, 'data-figure')).toEqual({
      ...{ offered: '11', answered: '5', abandoned: '4', abandonmentRate: '30.00%' },
      ...{ serviceLevel: '30.00%', averageSpeedOfAnswer: '0:38.2', longestWait: '2:15' },
      talkingNow: '1',
    });
    expect(text).toContain('11 offered = 5 answered + 4 abandoned + 1 diverted + 1 blocked');
  });

  it('names formula and threshold beside the rates that they give', async () => {
    const { text } = await get({ formula: 'SL1', threshold: '30', abandonment: 'AR1', short: '6' });
    expect(text).toContain('Service level<span class="measure">SL1, 30 s</span>');
    expect(text).toContain('Abandonment rate<span class="measure">AR1, 6 s</span>');
    expect(text).toContain('Service level (SL1, 30 s)</th>');
    expect(findMarked(text, 'data-figure').abandonmentRate).toBe('36.36%');
  });

  it('has the tables behind its charts in sight of those without scripts, and nothing inline', async () => {
    const { text, headers } = await get();
    expect(text).toMatch(
      /<details class="more" id="intervals-table" open>.*<th scope="row">09:00/s,
    );
    expect(text).toMatch(/<td data-of="answered" data-value="5">5<\/td>/);
    expect(text).toMatch(/data-line="20 s"><th scope="row">0:21 to 0:25<\/th>/);
    expect(text).not.toMatch(/<script(?! type="module" src="assets\/)| style=|<style| on\w+=/);
    expect(readPolicy(headers['content-security-policy'])).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
    });
  });

  it('writes names as text, whatever they are', async () => {
    const { text } = await get();
    expect(text).toContain('&lt;script>alert(1)&lt;/script>');
    expect(text).not.toContain('<script>alert');
  });

  it('counts who talks now, where now is in the period', async () => {
    expect(findMarked((await get()).text, 'data-figure').talkingNow).toBe('1');
    now = A_WEEK_LATER;
    expect(findMarked((await get()).text, 'data-figure').talkingNow).toBeUndefined();
  });

  it('sets today against the same weekdays before, up to the same time of day', async () => {
    now = A_WEEK_LATER;
    const { text } = await service.get('/reports/', { lang: 'en' }).expect(200);
    // Of the week before, what had arrived by 09:32.
    const earlier = {
      from: new Date('2026-03-02'),
      to: new Date('2026-03-02T09:32:00Z'),
      zone: 'UTC',
    };
    const { total } = await createReport(service.db, {
      ...{ period: earlier, standard: STANDARD, by: [], now },
    });
    expect(total.offered).toBeLessThan(11);
    expect(findMarked(text, 'data-usual').offered).toBe(`▼ below the usual ${total.offered}`);
    expect(findMarked(text, 'data-usual').serviceLevel).toMatch(/^usually \d\d\.\d\d%$/);
    expect(findMarked(text, 'data-figure')).toMatchObject({ offered: '0', serviceLevel: '—' });
    expect(text).toContain(
      'Usual is the mean of 1 of the last four Mondays (those on which anybody called), each up to 09:32.',
    );
    expect(text).toContain('Not final: ');
    expect(text).toContain('As of 09:32');
  });

  it('has a dash where nothing is usual, and for more than a day says nothing of it', async () => {
    const { text } = await get();
    expect(findMarked(text, 'data-usual').offered).toBe('usually —');
    expect(text).toContain('Nothing is usual yet');
    const week = await get({ from: 'last-week', last: '' });
    expect(findMarked(week.text, 'data-usual')).toEqual({});
    expect(week.text).toContain('Calls by day');
  });

  it('says in words what lacks', async () => {
    const visit = { CallSid: 'CA00000000000000000000000000000077', From: '+819000000077' };
    await service.db
      .insertInto('enqueue_data')
      .values({
        ...{ ...visit, EventKey: 'lost', QueueResult: 'bridged', QueueTime: 7 },
        Time: '2026-02-02 09:00:00.000',
      } as never)
      .execute();
    const { text } = await get({ from: '2026-02-02', last: '2026-02-02' });
    expect(text).toContain('1 × no word of the answer came');
  });

  it('lists the calls, finds them by number on any day, and leads to their stories', async () => {
    const { text } = await get();
    expect(text).toContain(`href="calls/${ANSWERED}?zone=UTC&amp;lang=en"`);
    const found = await get({ from: 'today', last: '', number: '+81 90-0000-0001' });
    expect(found.text.match(/class="story-link"/g)).toHaveLength(1);
    expect(found.text).toContain(`href="calls/${ANSWERED}?zone=UTC&amp;lang=en"`);
    expect(found.text).toContain('<input type="hidden" name="from" value="today"');
    await service.get(`/reports/calls/${ANSWERED}`, { zone: 'UTC', lang: 'en' }).expect(200);
  });

  it('knows no end of a call that has been going on longer than one can', async () => {
    const [going, path] = ['CA00000000000000000000000000000012', '/reports/calls/'];
    expect(findMarked((await get()).text, 'data-outcome').talking).toBe('Talking');
    now = A_WEEK_LATER;
    const { text } = await get();
    expect(text).toContain('data-outcome="end-not-known">End not known<');
    expect(text).not.toContain('data-outcome="talking"');
    const story = await service.get(`${path}${going}`, { lang: 'en' }).expect(200);
    expect(story.text).toContain('<dd>End not known</dd>');
  });

  it('alarms by those who gave up only where somebody did', async () => {
    expect((await get()).text).toContain('class="tile tile-abandoned some"');
    const { text } = await get({ from: '2026-03-03', last: '2026-03-03' });
    expect(text).toContain('class="tile tile-abandoned none"');
    expect(text).toContain('class="tile tile-abandonmentRate none"');
  });

  it('tells the story of a call, and that there is none of another', async () => {
    const { text } = await service
      .get(`/reports/calls/${ANSWERED}`, { lang: 'en', zone: 'Asia/Tokyo' })
      .expect(200);
    expect(text).toContain('<time datetime="2026-03-02T18:00:10+09:00">18:00:10</time>');
    expect(text).toContain('+819000000001');
    expect(text).toContain('href="../assets/reports.css"');
    const none = await service.get('/reports/calls/CA404', { lang: 'en' }).expect(404);
    expect(none.text).toContain('Nothing is known of this call.');
  });

  it.each([
    [{ from: '2026-13-02' }, 'The first day must be a day'],
    [{ from: '2026-03-04' }, 'The last day must be a day, as 2026-03-02, and not before'],
    [{ zone: 'Asia/Nowhere' }, 'The time zone must be'],
    [{ threshold: 'long' }, 'The threshold must be a whole number'],
    [{ number: '12' }, 'The number must be'],
    [{ cursor: 'x' }, 'The rest of the list was not found'],
    [{ lang: 'fr' }, 'lang must be en or ja'],
    [{ form: 'SL1' }, 'There is no parameter &quot;form&quot;'],
  ])('says in a line what is wrong with %j, and keeps what was typed', async (wrong, line) => {
    const { text } = await get(wrong as Record<string, string>).expect(400);
    expect(text.match(/role="alert"/g)).toHaveLength(1);
    expect(text).toContain(line);
    const [[name = '', value = ''] = []] = Object.entries(wrong);
    if (['from', 'zone', 'threshold'].includes(name)) expect(text).toContain(`value="${value}"`);
  });

  it('says in Japanese, too, what is wrong', async () => {
    const { text } = await get({ from: '2026-03-04', lang: 'ja' }).expect(400);
    expect(text).toContain('終了日は、開始日以降の正しい日付にしてください。');
    expect(text).not.toContain('last must not be before from');
  });

  it('speaks the language that is asked for, else that of the browser, else the owner’s', async () => {
    const languageOf = async (query: object, accepts?: string) => {
      const request = service.get('/reports/', query);
      if (accepts) request.set('Accept-Language', accepts);
      return /<html lang="(\w+)"/.exec((await request).text)?.[1];
    };
    expect(await languageOf({})).toBe('ja');
    expect(await languageOf({}, 'en-GB,en;q=0.9')).toBe('en');
    expect(await languageOf({}, 'de,ja;q=0.5')).toBe('ja');
    expect(await languageOf({}, 'de')).toBe('ja');
    expect(await languageOf({ lang: 'ja' }, 'en')).toBe('ja');
  });

  it('is at an address with a slash at its end', async () => {
    await service
      .get('/reports', { lang: 'en' })
      .expect(302)
      .expect('Location', './reports/?lang=en');
  });
});

it('The page of the reports says that the database is down', async () => {
  const db = openDatabase(parseDatabaseUrl('mysql://nobody@127.0.0.1:9/none'), webhookBounds(1000));
  const app = express().set('query parser', false);
  const router = createReportsRouter({
    db,
    defaults: { zone: 'UTC', standard: STANDARD },
    ...{ language: 'en-US', country: 'JP', now: () => KPI_FIXTURE_NOW },
    stopping: new AbortController().signal,
    log: createLogger({ level: 'silent', numbers: 'masked' }, { write: () => {} }),
  });
  app.use('/reports', router);
  const { text } = await supertest(app).get('/reports/').expect(503).expect('Retry-After', '5');
  expect(text).toContain('The database cannot be read at the moment.');
  await supertest(app).get(`/reports/calls/${ANSWERED}`).expect(503);
  await db.destroy();
});
