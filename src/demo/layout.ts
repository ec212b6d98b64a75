import { padToWidth, textWidth } from '../text-width';
import type { Plot } from './plot';
import type { Row } from './rows';
import type { CustomerStory, ShiftStory, Story, Summary } from './story';
import type { Style } from './style';
import type { DemoTexts, FigureKey } from './texts/texts';
import { wrap } from './wrap';

/** How a story is put into lines. */
export interface LayoutOptions {
  texts: DemoTexts;
  /** A tag, such as `ja-JP`. */
  language: string;
  /** No line takes more. */
  columns: number;
  style: Style;
}

const INDENT = '  ';
/** The longest of the tables' names. */
const TABLE_COLUMNS = 'statuscallback_data'.length;
/** So much of an identifier is shown: enough to tell it from others. */
const SID_CHARACTERS = 8;

/** A text as a paragraph; further lines stand under the beginning of the first. */
export function layOutParagraph(
  text: string,
  { columns, language }: LayoutOptions,
  first = '',
): string[] {
  const rest = ' '.repeat(textWidth(first));
  return wrap(text, columns - textWidth(first), language).map(
    (line, index) => (index === 0 ? first : rest) + line,
  );
}

/** A heading, with a line under it. */
export function layOutHeading(text: string, { style }: LayoutOptions): string[] {
  return ['', style.bold(text), style.dim('─'.repeat(textWidth(text))), ''];
}

/** The story, call by call, and the operators' mornings. */
export function layOutStory(story: Story, plot: Plot, options: LayoutOptions): string[] {
  const { texts } = options;
  const names = namesOfCalls(story, texts);
  return [
    ...layOutHeading(texts.customersTitle, options),
    ...story.customers.flatMap((customer) => layOutCustomer(customer, plot, names, options)),
    ...layOutHeading(texts.operatorsTitle, options).slice(1),
    ...story.shifts.flatMap((shift) => layOutShift(shift, names, options)),
  ];
}

function layOutCustomer(
  { customer, calledAt, from, steps, rows }: CustomerStory,
  plot: Plot,
  names: Names,
  options: LayoutOptions,
): string[] {
  const { texts, style } = options;
  const widest = Math.max(...plot.customers.map(({ number }) => textWidth(number)));
  const number = padToWidth(from, widest);
  return [
    `${style.bold(formatTime(calledAt))}  ${number}  ${style.bold(texts.customers[customer])}`,
    ...layOutParagraph(texts.tellCustomer(steps), options, INDENT),
    ...layOutRows(rows, names, options),
    '',
  ];
}

function layOutShift(
  { operator, number, from, until, rows, ...shift }: ShiftStory,
  names: Names,
  options: LayoutOptions,
): string[] {
  const { texts, style } = options;
  const times = `${formatTime(from)}–${formatTime(until)}`;
  return [
    `${style.bold(times)}  ${number}  ${style.bold(texts.operators[operator])}`,
    ...layOutParagraph(texts.tellShift(shift), options, INDENT),
    ...layOutRows(rows, names, options),
    '',
  ];
}

type Names = ReadonlyMap<string, string>;

/** Whose the calls of operators are, which other calls' rows name. */
function namesOfCalls({ shifts }: Story, texts: DemoTexts): Names {
  return new Map(shifts.map(({ callSid, operator }) => [callSid, texts.operators[operator]]));
}

function layOutRows(rows: readonly Row[], names: Names, options: LayoutOptions): string[] {
  return rows.flatMap(({ table, CallSid, columns }) => {
    const values = columns.map(([name, value]) => {
      const owner = names.get(String(value));
      return `${name} ${owner === undefined ? value : `${shortenSid(String(value))} (${owner})`}`;
    });
    const first = `${INDENT}${INDENT}${padToWidth(table, TABLE_COLUMNS)}`;
    return joinCells(first, [shortenSid(CallSid), ...values], options.columns).map(
      options.style.dim,
    );
  });
}

/** As many cells in a line as fit; further ones under the first. */
function joinCells(first: string, cells: readonly string[], columns: number): string[] {
  const lines = [first];
  for (const cell of cells) {
    const line = `${lines.at(-1)}${INDENT}${cell}`;
    if (textWidth(line) <= columns) lines[lines.length - 1] = line;
    else lines.push(`${' '.repeat(textWidth(first))}${INDENT}${cell}`);
  }
  return lines;
}

function shortenSid(sid: string): string {
  return `${sid.slice(0, SID_CHARACTERS)}…`;
}

/** The figures of a morning that took `tookSeconds` of real time. */
export function layOutSummary(
  summary: Summary,
  tookSeconds: number,
  options: LayoutOptions,
): string[] {
  const { texts, style } = options;
  const { duration, figures } = texts;
  const { busiest, debuggerLog } = summary;
  const lines: [FigureKey, string][] = [
    ['customers', String(summary.customers)],
    ['answered', String(summary.answered)],
    ['abandoned', String(summary.abandoned)],
    ['informed', String(summary.informed)],
    ['leftMenu', String(summary.leftMenu)],
    ['averageWait', duration(summary.averageWaitSeconds)],
    ['longestWait', duration(summary.longestWaitSeconds)],
    ['busiest', busiest ? texts.busiest(busiest) : '–'],
    ['rows', describeRows(summary)],
    ['debuggerLog', debuggerLog.length > 0 ? debuggerLog.join('; ') : texts.debuggerLogIsEmpty],
    ['webhooks', String(summary.webhooks)],
    ['duration', texts.realSeconds(tookSeconds)],
  ];
  const labelOf = (key: FigureKey) => (GROUPS.has(key) ? INDENT : '') + figures[key];
  const widest = Math.max(...lines.map(([key]) => textWidth(labelOf(key))));
  return [
    ...layOutHeading(texts.summaryTitle, options).slice(1),
    ...lines.flatMap(([key, value]) => {
      const [first = '', ...rest] = layOutParagraph(
        value,
        options,
        `${padToWidth(labelOf(key), widest)}${INDENT}`,
      );
      const label = first.slice(0, labelOf(key).length);
      return [label + style.bold(first.slice(label.length)), ...rest.map(style.bold)];
    }),
  ];
}

/** They are parts of the figure above them. */
const GROUPS: ReadonlySet<FigureKey> = new Set(['answered', 'abandoned', 'informed', 'leftMenu']);

function describeRows({ rows }: Summary): string {
  return Object.entries(rows)
    .map(([table, count]) => `${table} ${count}`)
    .join(', ');
}

/** A moment as the time of day here, `HH:MM:SS`. */
export function formatTime(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(at);
}
