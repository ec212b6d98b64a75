import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type DialectName, insertEventsOnce } from '../../src/database/dialect';
import { migrate } from '../../src/database/migrate';
import { toUtcTime } from '../../src/database/utc-time';
import { textWidth } from '../../src/text-width';
import { buildRow } from '../support/build-row';
import { insertKpiFixture } from '../support/kpi-fixture';
import { type RunningCommand, startMinicc } from '../support/minicc-command';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const ANSWERED = 'CA00000000000000000000000000000001';
const FIXTURE = ['--since', '2026-03-02', '--until', '2026-03-03', '--zone', 'UTC'];

/** The calls of the worked example, and the command beside them. */
interface Centre {
  own: OwnDatabase;
  start(...args: string[]): RunningCommand;
  close(): Promise<void>;
}

async function openCentre(dialect: DialectName): Promise<Centre> {
  const own = await createOwnDatabase(dialect);
  const folder = mkdtempSync(join(tmpdir(), 'minicc-calls-'));
  await migrate(own.db);
  await insertKpiFixture(own.db);
  await own.db.updateTable('operators').set({ name: '田中太郎' }).execute();
  return {
    own,
    start: (...args) => startMinicc(args, { folder, settings: { DATABASE_URL: own.url } }),
    async close() {
      await own.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describe.each(DIALECTS)('minicc calls and minicc call-history on %s', (dialect) => {
  let centre: Centre;
  beforeAll(async () => {
    centre = await openCentre(dialect);
  });
  afterAll(() => centre.close());

  const minicc = (...args: string[]) => centre.start(...args).ended;

  it('lists calls in columns, the newest first', async () => {
    const { code, stdout, stderr } = await minicc('calls', ...FIXTURE);
    const lines = stdout.trimEnd().split('\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines).toHaveLength(15);
    expect(lines[0]).toMatch(/^Began +Ended +Number +Outcome +Waited +Talk +CallSid +Operators$/);
    expect(lines[1]).toMatch(
      /^2026-03-02 09:58:00 {2}— +\+819000000012 +end not known +0:30 +— +CA/,
    );
    expect(lines.at(-1)).toMatch(/^2026-03-02 09:01:21 {2}09:01:33 .*abandoned +0:03 +— {2}CA0+3$/);
    expect(lines.find((line) => line.includes(ANSWERED))).toMatch(
      /^2026-03-02 08:59:48 {2}09:03:10 {2}\+819000000001 {2}answered +0:10 +3:00 {2}CA0+1 {2}田中太郎$/,
    );
  });

  it('ends quietly where nobody reads on', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => {
      const Time = toUtcTime(new Date(Date.UTC(2025, 0, 1) + index * 1000));
      return buildRow('statuscallback_data', `many${index}`, { CallSid: `CA${index}`, Time }).row;
    });
    for (let first = 0; first < rows.length; first += 500) {
      await insertEventsOnce(
        centre.own.db,
        'statuscallback_data',
        rows.slice(first, first + 500) as never,
      );
    }
    const { process: child, ended } = centre.start(
      'calls',
      '--since',
      '2025-01',
      '--format',
      'json',
    );
    if (!child.stdout) throw new Error('there is no output');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('tells the story of a call, in the zone of the owner', async () => {
    const { code, stdout, stderr } = await minicc('call-history', ANSWERED);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      `A customer’s call: ${ANSWERED} (Asia/Tokyo)`,
      '2026-03-02 17:59:48  Call from +819000000001 to +81312345678.',
      '2026-03-02 18:00:00  Came to the queue.',
      '2026-03-02 18:00:10  Answered by 田中太郎 (+815000000001) after waiting 10 s.',
      '2026-03-02 18:03:10  The talk ended after 3 min.',
      '2026-03-02 18:03:10  The call ended: 3 min 22 s in all.',
      '',
    ]);
  });
});

describe('minicc calls and minicc call-history', () => {
  let centre: Centre;
  beforeAll(async () => {
    centre = await openCentre('sqlite');
  });
  afterAll(() => centre.close());

  const minicc = (...args: string[]) => centre.start(...args).ended;

  it('keeps the columns in Japanese', async () => {
    const { stdout } = await minicc('calls', ...FIXTURE, '--lang', 'ja');
    const places = stdout
      .trimEnd()
      .split('\n')
      .map((line) => textWidth(line.slice(0, line.search(/C(A0|allSid)/))));
    expect(stdout).toMatch(/^開始 +終了 +発信者番号 +結果 +待ち時間 +通話 {2}CallSid/);
    expect(stdout).toContain('放棄');
    expect(new Set(places).size).toBe(1);
  });

  it('lists the newest of a number', async () => {
    const { stdout } = await minicc(
      ...['calls', ...FIXTURE, '--number', '09000000001', '--limit', '1', '--format', 'json'],
    );
    expect(JSON.parse(stdout)).toMatchObject([
      { callSid: ANSWERED, startedAt: '2026-03-02T08:59:48Z', operators: ['田中太郎'] },
    ]);
    const part = await minicc('calls', ...FIXTURE, '--number', '00001', '--format', 'json');
    expect(JSON.parse(part.stdout)).toHaveLength(6);
  });

  it('lists calls as CSV', async () => {
    const { stdout } = await minicc('calls', ...FIXTURE, '--format', 'csv', '--lang', 'ja');
    const rows = parse(stdout, { bom: true }) as string[][];
    expect(rows).toHaveLength(15);
    expect(rows[0]).toContain('発信者番号');
    expect(rows.find(([callSid]) => callSid === ANSWERED)).toEqual(
      expect.arrayContaining(['2026-03-02 08:59:48', 'メニュー > 待ち列 > オペレーター', '応答']),
    );
  });

  it('lists the calls of today where nothing else is said, and none as none', async () => {
    const none = await minicc('calls');
    const empty = await minicc('calls', '--format', 'json');
    expect(none).toEqual({ code: 0, stdout: '', stderr: 'There are no such calls.\n' });
    expect(empty).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
    const Time = toUtcTime(new Date(Date.now() - 60_000));
    const { row } = buildRow('statuscallback_data', 'now', { CallSid: 'CAnow', Time });
    await insertEventsOnce(centre.own.db, 'statuscallback_data', [row] as never);
    expect((await minicc('calls', '--since', '2h')).stdout).toContain('CAnow');
    expect((await minicc('calls', '--since', '2h', '--until', '1h')).stdout).toBe('');
  });

  it.each([
    [
      ['calls', '--since', 'soon'],
      /^minicc: --since must be a day, .* or how long ago, as 2h or 3d\n$/,
    ],
    [['calls', '--since', '1h', '--until', '2h'], 'minicc: --until must be later than --since\n'],
    [['calls', '--limit', '0'], 'minicc: --limit must be a whole number from 1 to 999999999\n'],
    [['calls', '--number', '1'], /^minicc: --number must be a telephone number, .*\n$/],
    [['calls', '--zone', 'Mars'], /^minicc: --zone must be .*\n$/],
    [['call-history', 'CAunheard'], 'minicc: Nothing is known of a call CAunheard.\n'],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, stdout, stderr } = await minicc(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  it('tells the story that README.md shows', async () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const [, callSid = '', story] =
      /npx minicc call-history (CA\d+)\n([^`]+)```/.exec(readme) ?? [];
    const other = await openCentre('sqlite');
    await other.own.db.updateTable('operators').set({ name: null }).execute();
    const { stdout } = await other.start('call-history', callSid).ended;
    await other.close();
    expect(stdout).toBe(story);
  });

  it('tells it for programs', async () => {
    const { stdout } = await minicc('call-history', ANSWERED, '--format', 'json', '--lang', 'ja');
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ callSid: ANSWERED, outcome: 'answered', talkSeconds: 180 },
      events: [{ kind: 'began' }, { kind: 'queued', text: '待ち列に入りました。' }, {}, {}, {}],
    });
  });
});
