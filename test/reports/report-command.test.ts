import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { migrate } from '../../src/database/migrate';
import { createReport } from '../../src/reports/figures/create-report';
import { parseQuestion } from '../../src/reports/question';
import { FIGURE_COLUMNS } from '../../src/reports/show/columns';
import { presentReport, type ReportJson } from '../../src/reports/show/present-report';
import { countTableWaits, holdTable } from '../support/hold-table';
import { startMinicc } from '../support/minicc-command';
import { eventually } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const FIXTURE = join(__dirname, '../fixtures/kpi-fixture.sql');
const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');
/** The call of the fixture that has not ended, which a report of years later takes for lost. */
const OPEN_CALL = 'CA00000000000000000000000000000012';
const STANDARD = {
  ...{ serviceLevel: 'SL6' as const, thresholdSeconds: 20 },
  ...{ abandonmentRate: 'AR2' as const, shortAbandonSeconds: 5 },
};
const DAY = ['--zone', 'UTC', '--from', '2026-03-02'];

describe.each(DIALECTS)('minicc report on %s', (dialect) => {
  let own: OwnDatabase;
  let folder: string;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect);
    folder = mkdtempSync(join(tmpdir(), 'minicc-report-'));
    await migrate(own.db);
    for (const statement of readFileSync(FIXTURE, 'utf8').match(/^INSERT .*;$/gm) ?? []) {
      await sql.raw(statement).execute(own.db);
    }
    await own.db.deleteFrom('queue_data').where('CallSid', '=', OPEN_CALL).execute();
  });
  afterAll(async () => {
    await own.close();
    rmSync(folder, { recursive: true });
  });

  const report = (args: readonly string[], settings: Record<string, string> = {}) =>
    startMinicc(['report', ...args], { folder, settings: { DATABASE_URL: own.url, ...settings } })
      .ended;

  it('prints what README.md shows', async () => {
    const [, section = ''] = README.split('\n## Reports\n');
    const [, command = '', shown = ''] =
      /```sh\nnpx minicc report (.*)\n```\n\n```text\n([\s\S]*?)```/.exec(section) ?? [];
    expect(command).toContain('--from 2026-03-02');
    expect(await report(command.split(' '))).toEqual({ code: 0, stdout: shown, stderr: '' });
  });

  it('prints as JSON what was computed', async () => {
    const { stdout } = await report([...DAY, '--by', 'half-hour', '--format', 'json']);
    const printed = JSON.parse(stdout) as ReportJson;
    const question = parseQuestion(
      { from: '2026-03-02', zone: 'UTC' },
      { zone: 'UTC', standard: STANDARD },
      new Date(),
    );
    const now = new Date(printed.madeAt);
    const computed = await createReport(own.db, { ...question, by: ['half-hour'], now });
    expect(printed).toEqual(presentReport(computed));
    expect(printed.total).toMatchObject({
      ...{ offered: 11, answered: 5, abandoned: 4, diverted: 1, blocked: 1, failed: 1 },
      serviceLevel: { percent: 30, formula: 'SL6', thresholdSeconds: 20 },
      abandonmentRate: { percent: 30, formula: 'AR2', shortAbandonSeconds: 5 },
      ...{ averageSpeedOfAnswer: 38.2, averageTalk: 156, occupancy: 14.1 },
    });
  });

  it('prints as CSV the same figures', async () => {
    const json = JSON.parse((await report([...DAY, '--by', 'hour', '--format', 'json'])).stdout);
    const { stdout } = await report([...DAY, '--by', 'hour', '--format', 'csv']);
    expect(stdout.startsWith('\ufeffHour,From,To,Time zone,Final,Calls to the number,')).toBe(true);
    expect(stdout).toContain(',"Service level (SL6, 20 s) %",');
    const [, ...rows] = parse(stdout, { bom: true }) as string[][];
    const figures = [...json.divisions[0].groups, { figures: json.total }].map((group) =>
      FIGURE_COLUMNS.map(({ key }) => {
        const figure = group.figures[key];
        const value = typeof figure === 'object' && figure ? figure.percent : figure;
        return value === null ? '' : String(value);
      }),
    );
    expect(rows.map((row) => row.slice(5))).toEqual(figures);
    expect(rows[9]?.slice(0, 5)).toEqual([
      ...['09:00', '2026-03-02 09:00:00', '2026-03-02 10:00:00', 'UTC', 'yes'],
    ]);
    expect(rows).toHaveLength(25);
  });

  it('measures by the settings, and by the options before them', async () => {
    const settings = { SERVICE_LEVEL: 'SL1', ABANDONMENT_RATE: 'AR4', TIME_ZONE: 'UTC' };
    const bySettings = await report(['--from', '2026-03-02'], settings);
    expect(bySettings.stdout).toMatch(/^Service level \(SL1, 20 s\) +66\.67 %$/m);
    expect(bySettings.stdout).toMatch(/^Abandonment rate \(AR4, 5 s\) +40\.00 %$/m);
    const options = [
      '--formula',
      'sl2',
      '--threshold',
      '21',
      '--abandonment',
      'AR1',
      '--short',
      '0',
    ];
    const byOptions = await report([...DAY, ...options], settings);
    expect(byOptions.stdout).toMatch(/^Service level \(SL2, 21 s\) +80\.00 %$/m);
    expect(byOptions.stdout).toMatch(/^Abandonment rate \(AR1, 0 s\) +36\.36 %$/m);
  });

  it('tells who answered, in Japanese', async () => {
    await own.db.updateTable('operators').set({ name: '田中' }).execute();
    const { stdout } = await report([...DAY, '--by', 'operator', '--lang', 'ja']);
    await own.db.updateTable('operators').set({ name: null }).execute();
    expect(stdout).toMatch(/^サービスレベル \(SL6, 20秒\) +30\.00 %$/m);
    expect(stdout).toMatch(/^田中 \+815000000001 +3 .* 11\.29$/m);
    expect(stdout).toMatch(/^client:op2 +2 .* 19\.88$/m);
  });

  it('is of today, in colours nowhere but on a terminal', async () => {
    const { code, stdout, stderr } = await report([], { TIME_ZONE: 'UTC', FORCE_COLOR: '1' });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Offered +0$/m);
    expect(stdout).not.toContain('\u001b');
  });

  it('ends quietly where nobody reads on', async () => {
    const { process: child, ended } = startMinicc(['report', '--from', '2026-03', '--by', 'hour'], {
      folder,
      settings: { DATABASE_URL: own.url },
    });
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('minicc report on a database that is slow', () => {
  it('ends at Ctrl+C, in one line and without a report', async () => {
    const own = await createOwnDatabase('mysql');
    await migrate(own.db);
    const settings = { DATABASE_URL: own.url };
    await holdTable(own.db, 'statuscallback_data', async () => {
      const command = startMinicc(['report'], { folder: tmpdir(), settings });
      await eventually(async () => (await countTableWaits(own.db)) > 0);
      const start = performance.now();
      command.process.kill('SIGINT');
      expect(await command.ended).toEqual({
        code: 130,
        stdout: '',
        stderr: 'minicc: The report was ended before it was made.\n',
      });
      expect(performance.now() - start).toBeLessThan(10_000);
    });
    await own.close();
  });
});

describe('minicc report without a database that answers', () => {
  // Each word is checked where it is parsed; here, that its option is named, before any database is.
  it.each([
    [['--by', 'minute'], '--by must be one of day, hour, '],
    [['--to', 'today'], '--to needs a --from beside it'],
    [['--from', '2026-03', '--to', '2026-02'], '--to must be later than --from: 2026-02-01 00:00 '],
  ])('refuses %j in one line, and ends with 1', async (args, message) => {
    const settings = { DATABASE_URL: 'mysql://u:hush@127.0.0.1:1/x' };
    const started = startMinicc(['report', ...args], { folder: tmpdir(), settings });
    const { code, stdout, stderr } = await started.ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^minicc: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it('names the setting to look at', async () => {
    const settings = { DATABASE_URL: 'mysql://u:hush@127.0.0.1:1/x' };
    const { code, stderr } = await startMinicc(['report'], { folder: tmpdir(), settings }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^minicc: DATABASE_URL mysql:\/\/127\.0\.0\.1:1\/x cannot be used: /);
  });
});
