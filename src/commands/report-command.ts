import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import { loadEnvironment, readConfig } from '../config';
import type { Database } from '../database/tables';
import { createReport } from '../reports/figures/create-report';
import {
  chooseGrouping,
  parseQuestion,
  type Question,
  type RawQuestion,
} from '../reports/question';
import { GROUPINGS, type Report } from '../reports/report';
import { streamCsv } from '../reports/show/csv';
import { layOutReport } from '../reports/show/lay-out-report';
import { presentReport } from '../reports/show/present-report';
import { listReportRows } from '../reports/show/report-rows';
import { getReportTexts } from '../reports/show/texts/get-report-texts';
import { REPORT_LANGUAGES, type ReportLanguage } from '../reports/show/texts/texts';
import { ABANDONMENT_RATES, SERVICE_LEVELS } from '../reports/standard';
import { takeInterruptions, unlessInterrupted } from '../tryout/interruption';
import { failOnLostOutput } from './fail-on-lost-output';
import { nameOptions } from './name-options';
import { withHistory } from './own-database';
import { createReportProgress } from './report-progress';

const FORMATS = ['table', 'csv', 'json'] as const;

const REPORT_HELP = `
Without --from it is today. A <when> is a day (2026-03-02), a month (2026-03), a year (2026), a time
(2026-03-02T09:30, with an offset or Z for that of another place), or one of: today, yesterday,
this-week, last-week, this-month, last-month, this-year, last-year, now. Weeks begin on Monday.

--from alone is the day, month or year that it names, or from that time to the end of its day. With
--to, it is from where the one begins up to where the other begins: --from 2026-03-02 --to 2026-03-04
are two days. Of a time that comes twice as clocks go back, the first is meant; one that is left out as
they go forward counts as much later.

Without --by it is by hour up to two days, and by day above that. Visits count in the interval in
which their customers began to wait. A * marks what is not final: it is not over, or calls of it have
not ended. A dash stands where there is no figure, since there were no calls.

Rates are per cent. A table has 1:05 for a minute and five seconds; CSV and JSON have seconds, with all
their figures. README.md tells what each figure counts.

The exit code is 0 where there is a report, 1 where not, and 130 after Ctrl+C.

  npx minicc report
  npx minicc report --from yesterday --by half-hour
  npx minicc report --from last-month --by operator
  npx minicc report --from 2026-01 --to 2026-04 --by weekday --formula SL3 --threshold 30
  npx minicc report --from this-year --by day --format csv > this-year.csv`;

interface ReportOptions extends RawQuestion {
  format: (typeof FORMATS)[number];
  lang: ReportLanguage;
  wide?: boolean;
}

/** Adds `minicc report`. */
export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('how many called, waited, gave up and were answered, and by whom')
    .option('--from <when>', 'where the period begins (default: today)')
    .option('--to <when>', 'where it ends; this is not in it any more')
    .option('--by <division>', GROUPINGS.join(', '))
    .option('--zone <name>', 'the time zone of days and hours (default: TIME_ZONE)')
    .addOption(
      new Option('--format <format>', 'how it is printed').choices(FORMATS).default('table'),
    )
    .option('--wide', 'every figure in the table, however wide that is')
    .option(
      '--formula <name>',
      `of the service level, ${rangeOf(SERVICE_LEVELS)} (default: SERVICE_LEVEL)`,
    )
    .option('--threshold <seconds>', 'of the service level (default: SERVICE_LEVEL_SECONDS)')
    .option(
      '--abandonment <name>',
      `formula of the abandonment rate, ${rangeOf(ABANDONMENT_RATES)} (default: ABANDONMENT_RATE)`,
    )
    .option(
      '--short <seconds>',
      'who gives up in less called by mistake (default: SHORT_ABANDON_SECONDS)',
    )
    .addOption(new Option('--lang <language>', 'of words').choices(REPORT_LANGUAGES).default('en'))
    .addHelpText('after', REPORT_HELP)
    .action((options: ReportOptions) => printReport(options));
}

function rangeOf(names: readonly string[]): string {
  return `${names[0]} to ${names.at(-1)}`;
}

async function printReport(options: ReportOptions): Promise<void> {
  const now = new Date();
  const question = readQuestion(options, now);
  const { stop } = takeInterruptions();
  failOnLostOutput();
  await withHistory(async (db) => {
    const report = await makeReport(db, question, { now, stop });
    for await (const text of writeReport(report, options)) {
      if (stop.aborted) return;
      process.stdout.write(text);
    }
  });
}

function readQuestion(options: ReportOptions, now: Date): Question {
  const { reports } = readConfig(loadEnvironment(), 'command');
  try {
    return parseQuestion(options, reports, now);
  } catch (error) {
    throw nameOptions(error);
  }
}

async function makeReport(
  db: Database,
  { period, standard, by }: Question,
  { now, stop }: { now: Date; stop: AbortSignal },
): Promise<Report> {
  const progress = createReportProgress(process.stderr);
  const question = { period, standard, by: [by ?? chooseGrouping(period)], now };
  const work = createReport(db, question, { signal: stop, onProgress: progress.show });
  try {
    return await unlessInterrupted(work, stop, () => 'The report was ended before it was made.');
  } finally {
    progress.clear();
  }
}

async function* writeReport(
  report: Report,
  { format, lang, wide: isWide = false }: ReportOptions,
): AsyncGenerator<string> {
  const texts = getReportTexts(lang);
  switch (format) {
    case 'csv':
      yield* streamCsv(listReportRows(report, texts));
      break;
    case 'json':
      yield `${JSON.stringify(presentReport(report), null, 2)}\n`;
      break;
    case 'table':
      yield `${layOutReport(report, { texts, isWide, style: chooseStyle() }).join('\n')}\n`;
  }
}

/** Colours on a terminal, unless the environment has NO_COLOR. */
export function chooseStyle(stream: WriteStream = process.stdout) {
  const isColoured = stream.isTTY && stream.hasColors();
  const style = (format: 'bold' | 'yellow') => (text: string) =>
    isColoured ? styleText(format, text, { validateStream: false }) : text;
  return { bold: style('bold'), warning: style('yellow') };
}
