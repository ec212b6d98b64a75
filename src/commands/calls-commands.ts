import { once } from 'node:events';
import { type Command, Option } from 'commander';
import { loadEnvironment, readConfig } from '../config';
import type { Database } from '../database/tables';
import { UserError } from '../errors';
import type { CallLine } from '../reports/calls/call-line';
import { findCallStory } from '../reports/calls/call-story';
import { getCallTexts } from '../reports/calls/call-texts';
import { layOutCalls } from '../reports/calls/lay-out-calls';
import { type CallFilter, readCalls } from '../reports/calls/list-calls';
import { headCalls, layOutCall, presentCall } from '../reports/calls/present-calls';
import { presentStory } from '../reports/calls/present-story';
import { parseSince } from '../reports/calls/read-since';
import { tellStory } from '../reports/calls/tell-story';
import { streamCsv } from '../reports/show/csv';
import { layOutTable } from '../reports/show/text-table';
import { REPORT_LANGUAGES, type ReportLanguage } from '../reports/show/texts/texts';
import { findZone, ZONE_FORM } from '../reports/zone';
import { Interrupted, takeInterruptions } from '../tryout/interruption';
import { failOnLostOutput } from './fail-on-lost-output';
import { nameOptions } from './name-options';
import { withHistory } from './own-database';
import { print } from './print';
import { chooseStyle } from './report-command';

const CALLS_FORMATS = ['table', 'csv', 'json'] as const;
const STORY_FORMATS = ['text', 'json'] as const;

const CALLS_HELP = `
The newest call is the first. Calls are found by when they were logged: at their end, and one that is
going on by when it was answered. Without --since it is today. A <when> is so long ago (30min, 2h, 3d,
1w), a day (2026-03-02), a month, a year, a time (2026-03-02T09:30), or one of: today, yesterday,
this-week, last-week, this-month, last-month, this-year, last-year, now; it is where that begins.

A number is whole, as +819012345678 or as it is dialled here, or three digits of it or more.

A dash stands where there is nothing, or it is not known. The exit code is 0 also where there are no
such calls, 1 where they cannot be listed, and 130 after Ctrl+C.

  npx minicc calls --since 2h
  npx minicc calls --since 2026-03 --until 2026-04 --format csv > march.csv
  npx minicc calls --since last-month --number 090-1234-5678`;

const STORY_HELP = `
A customer's call, an operator's, or one that the number made; also one that is going on. The CallSid
stands in the list of minicc calls, in the tables and in Twilio's console. The exit code is 1 where
nothing is known of it.

  npx minicc call-history CA1a7d24cb5323c60e5ebf5a91280afe39`;

interface CallsOptions {
  since: string;
  until?: string;
  number?: string;
  limit?: string;
  zone?: string;
  format: (typeof CALLS_FORMATS)[number];
  lang: ReportLanguage;
}

interface StoryOptions {
  zone?: string;
  format: (typeof STORY_FORMATS)[number];
  lang: ReportLanguage;
}

/** Adds `minicc calls` and `minicc call-history`. */
export function addCallsCommands(program: Command): void {
  program
    .command('calls')
    .description('list the calls of customers, and what became of them')
    .option('--since <when>', 'the first time of the list', 'today')
    .option('--until <when>', 'where it ends; this is not in it any more')
    .option('--number <digits>', 'only of this number, or of those with these digits')
    .option('--limit <count>', 'at most so many, the newest')
    .option('--zone <name>', 'the time zone of days and times (default: TIME_ZONE)')
    .addOption(createFormatOption(CALLS_FORMATS))
    .addOption(createLanguageOption())
    .addHelpText('after', CALLS_HELP)
    .action((options: CallsOptions) => printCalls(options));

  program
    .command('call-history <CallSid>')
    .description('tell the story of one call, with times')
    .option('--zone <name>', 'the time zone of times (default: TIME_ZONE)')
    .addOption(createFormatOption(STORY_FORMATS))
    .addOption(createLanguageOption())
    .addHelpText('after', STORY_HELP)
    .action((callSid: string, options: StoryOptions) => printStory(callSid, options));
}

function createFormatOption(formats: readonly string[]): Option {
  return new Option('--format <format>', 'how it is printed').choices(formats).default(formats[0]);
}

function createLanguageOption(): Option {
  return new Option('--lang <language>', 'of words').choices(REPORT_LANGUAGES).default('en');
}

async function printCalls(options: CallsOptions): Promise<void> {
  const { filter, zone, limit } = readFilter(options);
  const { stop } = takeInterruptions();
  failOnLostOutput();
  let isUnread = false;
  process.stdout.on('error', () => {
    isUnread = true;
  });
  try {
    await withHistory(async (db) => {
      const pages = takeFirst(readCalls(db, filter, { signal: stop }), limit);
      for await (const text of writeCalls(pages, { ...options, zone })) {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain', { signal: stop });
        stop.throwIfAborted();
      }
    });
  } catch (error) {
    if (!stop.aborted) throw nameOptions(error);
    if (!isUnread) throw new Interrupted('The list was ended before its end.');
  }
}

function readFilter(options: CallsOptions): { filter: CallFilter; zone: string; limit: number } {
  const { reports, defaultCountry: country } = readConfig(loadEnvironment(), 'command');
  const zone = readZone(options.zone) ?? reports.zone;
  const now = new Date();
  const { since, until, number } = options;
  const from = parseSince(since, { name: '--since', zone, now });
  const to = until === undefined ? undefined : parseSince(until, { name: '--until', zone, now });
  if (to && to <= from) throw new UserError('--until must be later than --since');
  return { filter: { from, to, number, country }, zone, limit: readLimit(options.limit) };
}

function readZone(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const zone = findZone(text);
  if (zone === undefined) throw new UserError(`--zone ${ZONE_FORM}`);
  return zone;
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UserError('--limit must be a whole number from 1 to 999999999');
}

async function* takeFirst(
  pages: AsyncIterable<CallLine[]>,
  limit: number,
): AsyncGenerator<CallLine[]> {
  let left = limit;
  for await (const calls of pages) {
    yield calls.slice(0, left);
    left -= calls.length;
    if (left <= 0) return;
  }
}

function writeCalls(
  pages: AsyncIterable<CallLine[]>,
  options: CallsOptions & { zone: string },
): AsyncIterable<string> {
  const { format, lang, zone } = options;
  if (format === 'csv') return streamCsv(listCells(pages, { lang, zone }));
  return format === 'json' ? writeJson(pages, zone) : writeTable(pages, { lang, zone });
}

async function* listCells(
  pages: AsyncIterable<CallLine[]>,
  { lang, zone }: { lang: ReportLanguage; zone: string },
) {
  yield headCalls(lang);
  for await (const calls of pages)
    yield* calls.map((call) => layOutCall(call, { zone, language: lang }));
}

async function* writeJson(pages: AsyncIterable<CallLine[]>, zone: string): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const calls of pages) {
    for (const call of calls) {
      yield `${separator}  ${JSON.stringify(presentCall(call, zone))}`;
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

async function* writeTable(
  pages: AsyncIterable<CallLine[]>,
  { lang, zone }: { lang: ReportLanguage; zone: string },
): AsyncGenerator<string> {
  const texts = getCallTexts(lang);
  const { bold: emphasise } = chooseStyle();
  let isFirst = true;
  for await (const calls of pages) {
    yield `${layOutCalls(calls, { texts, zone, emphasise, isFirst }).join('\n')}\n`;
    isFirst = false;
  }
  if (isFirst) process.stderr.write(`${texts.noCalls}\n`);
}

async function printStory(callSid: string, options: StoryOptions): Promise<void> {
  const { reports } = readConfig(loadEnvironment(), 'command');
  const zone = readZone(options.zone) ?? reports.zone;
  failOnLostOutput();
  await withHistory(async (db) => {
    for (const line of await tellCall(db, callSid, { ...options, zone })) print(line);
  });
}

async function tellCall(
  db: Database,
  callSid: string,
  { format, lang: language, zone }: StoryOptions & { zone: string },
): Promise<string[]> {
  const story = await findCallStory(db, callSid);
  if (!story) throw new UserError(`Nothing is known of a call ${callSid}.`);
  if (format === 'json') return [JSON.stringify(presentStory(story, { language, zone }), null, 2)];
  const { title, lines, notes } = tellStory(story, { language, zone });
  const columns = [
    { heading: '', align: 'left' },
    { heading: '', align: 'left' },
  ] as const;
  return [
    chooseStyle().bold(`${title}: ${callSid} (${zone})`),
    ...layOutTable(
      columns,
      lines.map(({ time, text }) => [time, text]),
    ),
    ...notes,
  ];
}
