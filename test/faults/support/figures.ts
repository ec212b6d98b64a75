import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account';
import { FAULTS, type Fault, IS_FULL } from './faults';

/** What came of a fault, for the table. */
interface Figures extends Omit<Account, 'examples'> {
  /** How long the slowest of a hundred webhooks took; undefined where callers had nobody to answer. */
  p99Ms: number | undefined;
}

/** Fewer times, and not as long, as the name of a fault says. */
const FORM = IS_FULL ? '' : ' (short form)';

const ROOT = join(__dirname, '../../..');
/** Where the figures of this run are; not kept in the repository. */
const FOLDER = join(ROOT, '.faults');
const TABLE_FILE = join(FOLDER, 'last-run.md');
const README = join(ROOT, 'README.md');
/** What stands around the table in README.md. */
const BEGIN = '<!-- the last run of npm run test:faults -->\n';
const END = '<!-- end of the last run -->\n';

/** Forgets the figures of earlier runs. */
export function forgetFigures(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** Prints what came of a fault, and keeps it for the table. */
export function tellFigures(fault: Fault, account: Account, p99Ms?: number): void {
  const { examples, ...counts } = account;
  const figures: Figures = { ...counts, p99Ms };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(figuresFile(fault), JSON.stringify(figures));
  const { sent, acknowledged, inTables, lost, doubled, wrong } = figures;
  const slowest = p99Ms === undefined ? '' : `, webhook p99 ${Math.round(p99Ms)} ms`;
  process.stderr.write(
    [
      `${FAULTS[fault]}${FORM}: ${sent} events sent, ${acknowledged} acknowledged, ` +
        `${inTables} in the tables, ${lost} lost, ${doubled} doubled, ${wrong} wrong${slowest}`,
      ...examples,
      '',
    ].join('\n'),
  );
}

/** Prints the table of this run, and puts it into README.md where it is complete and `UPDATE_README` is set. */
export function tellTable(): void {
  const rows = (Object.keys(FAULTS) as Fault[]).flatMap((fault) => {
    const file = figuresFile(fault);
    return existsSync(file) ? [describeRow(fault, JSON.parse(readFileSync(file, 'utf8')))] : [];
  });
  if (rows.length === 0) return;
  const table = [
    '| Fault | Events sent | Acknowledged | In the tables | Lost | Doubled | Webhook p99 |',
    '| --- | --: | --: | --: | --: | --: | --: |',
    ...rows,
    '',
  ].join('\n');
  writeFileSync(TABLE_FILE, table);
  process.stderr.write(`\nFaults under load${FORM}:\n${table}\n`);
  const isComplete = IS_FULL && rows.length === Object.keys(FAULTS).length;
  if (isComplete && process.env.UPDATE_README) putIntoReadme(table);
}

function describeRow(fault: Fault, figures: Figures): string {
  const { sent, acknowledged, inTables, lost, doubled, p99Ms } = figures;
  const numbers = [sent, acknowledged, inTables, lost, doubled].map((n) => n.toLocaleString('en'));
  const slowest = p99Ms === undefined ? '–' : `${Math.round(p99Ms).toLocaleString('en')} ms`;
  return `| ${[FAULTS[fault], ...numbers, slowest].join(' | ')} |`;
}

function putIntoReadme(table: string): void {
  const readme = readFileSync(README, 'utf8');
  const [before, rest = ''] = readme.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error('README.md has no place for the table of faults');
  writeFileSync(README, `${before}${BEGIN}\n${table}\n${END}${after}`);
}

function figuresFile(fault: Fault): string {
  return join(FOLDER, `${fault}.json`);
}
