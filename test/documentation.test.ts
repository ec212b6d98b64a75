import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { type Kysely, sql } from 'kysely';
import { readConfig, SETTINGS } from '../src/config';
import { openDatabase } from '../src/database/database';
import { parseDatabaseUrl } from '../src/database/database-url';
import { dialectOf } from '../src/database/dialect';
import { migrate } from '../src/database/migrate';
import type { Tables } from '../src/database/tables';
import { COMMAND_BOUNDS } from '../src/database/time-bounds';
import { PROMPTS } from '../src/prompts/catalogue';
import { en } from '../src/prompts/en';
import { loadPromptsFile } from '../src/prompts/prompts-file';
import { computeAbandonmentRate } from '../src/reports/figures/abandonment-rate';
import { computeServiceLevel, type VisitCounts } from '../src/reports/figures/service-level';
import { FIGURE_COLUMNS } from '../src/reports/show/columns';
import { formatFigureInText } from '../src/reports/show/format-figures';
import { FORMULAS } from '../src/reports/show/formulas';
import { en as reportTexts } from '../src/reports/show/texts/en';
import {
  ABANDONMENT_RATES,
  type AbandonmentRateName,
  SERVICE_LEVELS,
  type ServiceLevelName,
} from '../src/reports/standard';
import { LOADS } from './bench/load/loads';
import { FAULTS } from './faults/support/faults';
import { openTestDatabase } from './support/database-server';
import { startMinicc } from './support/minicc-command';
import { BASIC, startServer } from './support/running-server';
import { createTestService } from './support/test-service';
import { checkTwiml } from './support/twiml';

const ROOT = join(__dirname, '..');
const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const envExample = readFileSync(join(ROOT, '.env.example'), 'utf8');

describe('.env.example', () => {
  it('lists exactly the settings, in their order', () => {
    expect(Object.keys(parse(envExample))).toEqual(SETTINGS);
  });

  it('explains each setting', () => {
    const explained = [...envExample.matchAll(/^#.+\n([A-Z]\w*)=/gm)].map(([, name]) => name);
    expect(explained).toEqual(SETTINGS);
  });

  it.each(['server', 'command'] as const)(
    'changes nothing for a %s when it is copied',
    (purpose) => {
      expect(readConfig(parse(envExample), purpose)).toEqual(readConfig({}, purpose));
    },
  );
});

describe('README.md', () => {
  it('begins with the command that starts minicc and the one that tests it', () => {
    expect(findBlocks(readme, 'sh').slice(0, 2)).toEqual([
      'npm ci && npm start\n',
      'npm ci && npm test\n',
    ]);
  });

  it('lists every setting with its default', () => {
    const rows = findRows('Configuration').map(([name, value]) => [
      unquote(name),
      value === 'none' ? '' : unquote(value),
    ]);
    expect(rows).toEqual(Object.entries(parse(envExample)));
  });

  it('lists every prompt and when it is heard', () => {
    const prompts = Object.entries(PROMPTS).map(([key, { heard }]) => [`\`${key}\``, heard]);
    expect(findRows('Announcements')).toEqual(prompts);
  });

  it('shows a prompts file that minicc takes', () => {
    const [example = ''] = findBlocks(findSection('Announcements'), 'yaml');
    const path = join(makeFolder(), 'prompts.yaml');
    writeFileSync(path, example);
    const changed = Object.entries(loadPromptsFile(path, en)).filter(
      ([key, entry]) => entry !== en[key as keyof typeof en],
    );
    expect(changed.map(([key]) => key)).toEqual(['menu', 'information', 'queuePosition']);
  });

  it('shows a script of telephone calls that holds', async () => {
    const section = findSection('Try it without Twilio');
    const [script = ''] = findBlocks(section, 'text');
    const server = await startServer(BASIC);
    writeFileSync(join(server.folder, 'first.phone'), script);
    const settings = { ...BASIC, HOST: '127.0.0.1', PORT: new URL(server.origin).port };
    const minicc = async (command: string) => {
      const args = command.split(' ').slice(2);
      const { code, stderr } = await startMinicc(args, { folder: server.folder, settings }).ended;
      return { code, stderr };
    };
    const [add = ''] = findCode(section).filter((code) => code.includes('operators add'));
    const outcomes = [await minicc(add), await minicc('npx minicc phone first.phone --virtual')];
    await server.stop();
    expect(outcomes).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ]);
  });

  it('shows a fallback that Twilio can speak', () => {
    const [fallback = ''] = findBlocks(readme, 'xml').map((block) => block.replace(/^ {3}/gm, ''));
    expect(checkTwiml(fallback.trim(), 'call')).toEqual([]);
  });

  it('names every command of minicc and no other', () => {
    const named = findCode(readme).flatMap((code) =>
      [...code.matchAll(/\bminicc ((?:operators |spool )?[a-z]+(?:-[a-z]+)*)/g)].map(
        (match) => match[1],
      ),
    );
    const commands = [
      ...listCommands().filter((command) => !['operators', 'spool'].includes(command)),
      ...listCommands('operators').map((command) => `operators ${command}`),
      ...listCommands('spool').map((command) => `spool ${command}`),
    ];
    expect([...new Set(named)].sort()).toEqual(commands.sort());
  });

  it('names only npm scripts that there are', () => {
    const named = findCode(readme).flatMap((code) =>
      [...code.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
        ([, run, own]) => run ?? own,
      ),
    );
    expect(new Set(named)).toEqual(
      new Set(['start', 'test', 'format', 'demo', 'test:faults', 'bench', 'bench:reports']),
    );
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named));
  });

  it('gives a reason for every dependency and no other package', () => {
    const { dependencies, devDependencies } = packageJson;
    const named = findRows('How the code is laid out', 1).flatMap(([names = '']) =>
      findCode(names),
    );
    expect(named.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
  });

  it('describes every folder of src', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `src/${name}/`);
    const described = findRows('How the code is laid out').map(([path]) => unquote(path));
    expect(described.filter((path) => /^src\/.*\/$/.test(path)).sort()).toEqual(folders.sort());
  });

  it('lists every metric and its labels', async () => {
    const service = await createTestService('mysql');
    const { text } = await service.get('/metrics').expect(200);
    await service.close();
    const rows = findRows('Metrics and alerts');
    const listed = rows
      .slice(0, -1)
      .map(([name, labels = '']) => [unquote(name), findCode(labels).sort()]);
    const all = listMetrics(text);
    const own = all.filter(([name]) => name.startsWith('minicc_'));
    expect(listed.sort()).toEqual(own.sort());
    expect(rows.at(-1)?.[0]).toBe('`nodejs_…`, `process_…`');
    const others = all.map(([name]) => name.replace(/^(minicc|nodejs|process)_.*/, '$1'));
    expect(new Set(others)).toEqual(new Set(['minicc', 'nodejs', 'process']));
  });

  it('has alerts on metrics that it lists', () => {
    const listed = findRows('Metrics and alerts').map(([name]) => unquote(name));
    const [, rules = ''] = findBlocks(findSection('Metrics and alerts'), 'yaml');
    const used = rules.match(/\bminicc_\w+/g)?.map((name) => name.replace(/_bucket$/, '')) ?? [];
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !listed.includes(name))).toEqual([]);
  });

  it('tells what came of every fault in the last run', () => {
    const rows = findRows('Nothing is lost');
    expect(rows.map(([fault]) => fault)).toEqual(Object.values(FAULTS));
    expect(rows.map(([, , , , lost, doubled]) => [lost, doubled])).toEqual(
      rows.map(() => ['0', '0']),
    );
  });

  it('tells how fast each kind of request was in the last run, beside bare Express', () => {
    const rows = findRows('How fast it is');
    expect(rows.map(([title]) => title)).toEqual(LOADS.map(({ title }) => title));
    const ratios = rows.flatMap((row) => row.slice(1));
    expect(ratios.length).toBeGreaterThanOrEqual(6 * LOADS.length);
    expect(ratios.filter((cell) => !/^\d+\.\d+ \(\d+\.\d+–\d+\.\d+\)$/.test(cell))).toEqual([]);
  });

  it('lists every figure as reports name it, and what it is', () => {
    const figures = FIGURE_COLUMNS.map(({ key }) => {
      const { name, meaning } = reportTexts.figures[key];
      return [name, `\`${key}\``, meaning];
    });
    expect(findRows('Figures')).toEqual(figures);
  });

  it('lists every formula as reports work it out, in symbols, in words and for one example', () => {
    const formulas = [...SERVICE_LEVELS, ...ABANDONMENT_RATES].map((name) => {
      const { name: called, words } = reportTexts.formulas[name];
      const example = formatFigureInText(computeBy(name, EXAMPLE_VISITS), 'percent');
      return [`\`${name}\``, called, `\`${FORMULAS[name]}\``, words(DEFAULT_STANDARD), example];
    });
    expect(findRows('Figures', 1)).toEqual(formulas);
  });

  it('lists the tables of history', () => {
    const tables = findRows('What is recorded').map(([table]) => unquote(table));
    expect(tables).toEqual(['enqueue_data', 'queue_data', 'statuscallback_data']);
  });
});

describe.each(['sqlite', 'mysql'] as const)('The reports of README.md on %s', (dialect) => {
  let db: Kysely<Tables>;
  let dropDatabase: () => void | Promise<void>;

  beforeAll(async () => {
    const database = dialect === 'sqlite' ? openSqliteFile() : await openServerDatabase();
    dropDatabase = database.drop;
    db = openDatabase(parseDatabaseUrl(database.url), COMMAND_BOUNDS);
    await migrate(db);
    await insertDays(db);
  });

  afterAll(async () => {
    await db.destroy();
    await dropDatabase();
  });

  it('run on that dialect', () => {
    expect(dialectOf(db)).toBe(dialect);
  });

  it('tell by day what came of customers, and how long they waited for an answer', async () => {
    expect(await runReport(0)).toEqual([
      ['2026-03-31', 1, 1, 0, 0, 10, 10],
      ['2026-04-01', 3, 1, 1, 1, 31, 31],
    ]);
  });

  it('list the longest waits first', async () => {
    expect((await runReport(1)).map((row) => row.slice(1))).toEqual([
      ['+819000000002', 'abandoned', 95],
      ['+819000000001', 'answered', 31],
      ['+819000000001', 'answered', 10],
    ]);
  });

  it('tell who answered, and how long they talked', async () => {
    expect(await runReport(2)).toEqual([['+815011112222', 'Aiko', 2, 900]]);
  });

  it('count calls by day, and those that ended in the menu', async () => {
    expect(await runReport(3)).toEqual([['2026-04-01', 4, 1]]);
  });

  it('count what is not known', async () => {
    expect(await runReport(4)).toEqual([
      ['calls without a duration', 4],
      ['calls of operators without a duration', 1],
    ]);
  });

  it('are five', () => {
    expect(findReports()).toHaveLength(5);
  });

  it('count by days in Japan with the replacement that README.md names', async () => {
    const replacement = findJapaneseDay(dialect);
    expect(await runReport(0, replacement)).toEqual([['2026-04-01', 4, 2, 1, 1, 21, 31]]);
  });

  it.each(['queue_visits', 'calls'])('are on %s, whose columns are all explained', async (view) => {
    const { rows } = await sql<object>`select * from ${sql.table(view)} limit 1`.execute(db);
    const index = view === 'calls' ? 1 : 0;
    const explained = findRows('Reports in SQL', index).flatMap(([names = '']) => findCode(names));
    expect(explained.sort()).toEqual(Object.keys(rows[0] ?? {}).sort());
  });

  async function runReport(index: number, day = 'date(arrived_at)'): Promise<unknown[][]> {
    const report = findReports()[index] ?? '';
    const { rows } = await sql
      .raw<Record<string, unknown>>(report.replaceAll('date(arrived_at)', day))
      .execute(db);
    // MySQL gives sums and averages as decimals, which arrive as text.
    return rows.map((row) =>
      Object.values(row).map((value) =>
        typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
      ),
    );
  }
});

const EVENING = '2026-03-31 23:30:00.000';
const TALKED_OUT = '2026-03-31 23:35:00.000';
const NIGHT = '2026-04-01 00:30:00.000';
const LATER = '2026-04-01 00:40:00.000';
const REGULAR = { CallSid: 'CA1', From: '+819000000001' };
const IMPATIENT = { CallSid: 'CA2', From: '+819000000002' };
const REFUSED = { CallSid: 'CA3', From: '+819000000003' };
const OPERATOR = { CallSid: 'CA4', From: '+815011112222' };
const CURIOUS = { CallSid: 'CA5', From: '+819000000005' };

/**
 * Two days in UTC that are one in Japan: a customer is answered on each, one gives up, one is
 * refused, and one only hears the information.
 */
async function insertDays(db: Kysely<Tables>): Promise<void> {
  await db.insertInto('operators').values({ telnum: OPERATOR.From, name: 'Aiko' }).execute();
  await db
    .insertInto('queue_data')
    .values([
      { ...REGULAR, QueueTime: 10, DequeingCallSid: OPERATOR.CallSid, Time: EVENING },
      { ...REGULAR, QueueTime: 31, DequeingCallSid: OPERATOR.CallSid, Time: NIGHT },
    ])
    .execute();
  await db
    .insertInto('enqueue_data')
    .values([
      { ...REGULAR, QueueTime: 10, QueueResult: 'bridged', Time: TALKED_OUT },
      { ...REGULAR, QueueTime: 31, QueueResult: 'bridged', Time: LATER },
      { ...IMPATIENT, QueueTime: 95, QueueResult: 'hangup', Time: NIGHT },
      { ...REFUSED, QueueTime: null, QueueResult: 'queue-full', Time: NIGHT },
    ])
    .execute();
  const ended = [REGULAR, IMPATIENT, REFUSED, OPERATOR, CURIOUS];
  await db
    .insertInto('statuscallback_data')
    .values(ended.map((call) => ({ ...call, Time: LATER })))
    .execute();
}

function findReports(): string[] {
  return findBlocks(findSection('Reports in SQL'), 'sql');
}

function findJapaneseDay(dialect: 'sqlite' | 'mysql'): string {
  const days = findCode(findSection('Reports in SQL')).filter((code) =>
    /^date\(arrived_at\b.+9/.test(code),
  );
  const [mysql = '', sqlite = ''] = days;
  return dialect === 'mysql' ? mysql : sqlite;
}

function openSqliteFile() {
  const folder = makeFolder();
  return { url: `sqlite:${join(folder, 'minicc.db')}`, drop: () => {} };
}

function openServerDatabase() {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (serverUrl === undefined)
    throw new Error('TEST_DATABASE_URL is set by test/support/global-setup');
  return openTestDatabase(serverUrl);
}

const folders: string[] = [];
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-documentation-'));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The commands that the built program itself lists, without `help`. */
function listCommands(...group: string[]): string[] {
  const help = execFileSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...group, '--help'], {
    encoding: 'utf8',
  });
  const [, list = ''] = help.split('\nCommands:\n');
  return [...list.matchAll(/^ {2}([a-z]+(?:-[a-z]+)*)/gm)]
    .map((match) => match[1] ?? '')
    .filter((n) => n !== 'help');
}

/** The names in Prometheus' text format, each with the labels of its series. */
function listMetrics(text: string): [name: string, labels: string[]][] {
  return [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type]) => {
    const suffix = type === 'histogram' ? '(?:_bucket|_sum|_count)' : '';
    const series = text.matchAll(new RegExp(`^${name}${suffix}(?:\\{(.*)\\})? `, 'gm'));
    const labels = [...series].flatMap(([, list = '']) =>
      [...list.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
    );
    return [name, [...new Set(labels)].filter((label) => label !== 'le').sort()];
  });
}

const DEFAULT_STANDARD = readConfig({}, 'command').reports.standard;
/** The visits of README.md's example, which are those of the fixture. */
const EXAMPLE_VISITS: VisitCounts = {
  ...{ answered: 5, abandoned: 4, diverted: 1, blocked: 1 },
  ...{ answeredWithin: 3, abandonedWithin: 3, shortAbandoned: 1 },
};

function computeBy(name: ServiceLevelName | AbandonmentRateName, visits: VisitCounts) {
  const level = SERVICE_LEVELS.find((candidate) => candidate === name);
  return level === undefined
    ? computeAbandonmentRate(name as AbandonmentRateName, visits)
    : computeServiceLevel(level, visits);
}

/** The text under a heading of the second level, up to the next. */
function findSection(heading: string): string {
  const [, section] = readme.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`README.md has no heading "${heading}"`);
  return section.split('\n## ')[0] ?? '';
}

/** The cells of the rows of a section's table, without its head. */
function findRows(heading: string, table = 0): string[][] {
  const tables = findSection(heading).match(/(?:^\|.*\n)+/gm) ?? [];
  const [, , ...rows] = (tables[table] ?? '').trimEnd().split('\n');
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The contents of fenced blocks of one language. */
function findBlocks(text: string, language: string): string[] {
  return [...text.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```$/gm)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? '');
}

/** Everything that stands as code: blocks and spans. */
function findCode(text: string): string[] {
  const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
  return [...findBlocks(text, 'sh'), ...spans];
}

function unquote(cell = ''): string {
  return cell.replace(/^`(.*)`$/, '$1');
}
