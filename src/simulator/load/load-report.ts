import { padToWidth, shortenToWidth, textWidth } from '../../text-width';
import type { LoadResults } from './load-results';
import type { ComparedFigure, ErlangComparison, WaitFigures } from './measure-load';
import type { LoadProgress } from './run-load';
import type { RouteLatency, WebhookFigures } from './webhook-meter';

/** How many rows of a table a run should have left behind, and how many there are. */
export interface RowCount {
  table: string;
  expected: number;
  found: number;
}

/**
 * A run's results as data, ready for `JSON.stringify`, which makes `null` of a patience without end;
 * without the calls one by one.
 */
export type LoadReportData = Omit<LoadResults, 'record'> & { rows: readonly RowCount[] };

/** Makes the data of a report. */
export function reportLoadAsData(
  { record: _, ...results }: LoadResults,
  rows: readonly RowCount[] = [],
): LoadReportData {
  return { ...results, rows };
}

/** A run's results as plain text of at most 96 columns; ends with a line break. */
export function reportLoad(results: LoadResults, rows: readonly RowCount[] = []): string {
  const sections = [
    describeCalls(results),
    describeWaits(results.calls.waits),
    results.erlangA ? describeErlangA(results.erlangA, results.withinSeconds) : [],
    results.webhooks ? describeWebhooks(results.webhooks) : [],
    describeDebugger(results),
    describeRows(rows),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line.trimEnd()}\n`).join(''))
    .join('\n');
}

/** How far a run has come, in one line of less than 100 columns. */
export function reportProgress(progress: LoadProgress): string {
  const { elapsedSeconds, forSeconds } = progress;
  const counts = [
    `${whole(progress.placed)} placed`,
    `${whole(progress.inQueue)} waiting`,
    `${whole(progress.talking)} talking`,
    `${whole(progress.answered)} answered`,
    `${whole(progress.abandoned)} abandoned`,
    ...(progress.failed > 0 ? [`${whole(progress.failed)} failed`] : []),
    `${whole(progress.requestsPerSecond)} requests/s`,
  ];
  const line = `${clockTime(elapsedSeconds)}/${clockTime(forSeconds)}  ${counts.join(', ')}`;
  return shortenToWidth(line, PROGRESS_COLUMNS);
}

const PROGRESS_COLUMNS = 99;
const NAME_COLUMNS = 30;
const COLUMNS = 11;
const WIDTH = 96;

function describeCalls(results: LoadResults): string[] {
  const { calls, operators, withinSeconds } = results;
  const line = (name: string, count: number | undefined, share?: number, of = '') =>
    row(name, [count === undefined ? '' : whole(count), percent(share)], of && ` ${of}`);
  const end = results.wasStopped ? 'broken off' : 'all over';
  return [
    `${counted(calls.placed, 'call')} in ${duration(results.arrivalsSeconds)}, ${end} after ${duration(results.totalSeconds)}; ${operators === 0 ? 'no operators' : counted(operators, 'operator')}; ${counted(results.requests, 'webhook')}`,
    '',
    row('Calls', ['calls', '%']),
    line('placed', calls.placed),
    line('came into the queue', calls.queued, share(calls.queued, calls.placed)),
    line('answered', calls.answered, share(calls.answered, calls.placed)),
    line('abandoned in the queue', calls.abandoned, share(calls.abandoned, calls.placed)),
    line('failed', calls.failed, share(calls.failed, calls.placed)),
    ...(calls.stopped > 0
      ? [line('broken off', calls.stopped, share(calls.stopped, calls.placed))]
      : []),
    line(
      `answered within ${number(withinSeconds, 0)} s`,
      undefined,
      calls.serviceLevel,
      'of those in the queue',
    ),
    ...(calls.occupancy === undefined
      ? []
      : [line('operators busy', undefined, calls.occupancy, 'of their time')]),
    line('longest queue', calls.peakQueue),
  ];
}

function describeWaits(waits: LoadResults['calls']['waits']): string[] {
  const line = (name: string, { calls, mean, p50, p95, max }: WaitFigures) =>
    row(name, [whole(calls), ...[mean, p50, p95, max].map((seconds) => number(seconds, 1))]);
  return [
    row('Time in the queue (s)', ['calls', 'mean', 'p50', 'p95', 'max']),
    line('all', waits.all),
    line('answered', waits.answered),
    line('abandoned', waits.abandoned),
  ];
}

function describeErlangA(comparison: ErlangComparison, withinSeconds: number): string[] {
  const { load, service, calls, warmUpSeconds } = comparison;
  const parts = [
    `${number(service.announcementSeconds, 1)} announcement`,
    `${number(service.talkSeconds, 1)} talk`,
    `${number(service.wrapUpSeconds, 1)} wrap-up`,
  ];
  const patience = Number.isFinite(load.patienceSeconds)
    ? `${number(load.patienceSeconds, 1)} s`
    : 'without end';
  return [
    row('Erlang A', ['predicted', 'measured', 'difference', '95 % ±']),
    ...comparison.figures.map((figure) => describeFigure(figure, withinSeconds)),
    '',
    `  Predicted for what was measured: ${number(load.callsPerSecond, 3)} calls/s, ${counted(load.operators, 'operator')}, patience ${patience},`,
    `  service ${number(load.serviceSeconds, 1)} s (${parts.join(' + ')}).`,
    `  From ${counted(calls, 'call')}; those of the first ${duration(warmUpSeconds)} are left out, as the queue begins empty.`,
    '  Erlang A takes service to be exponential; by chance alone, one figure in twenty is outside.',
  ];
}

const FIGURE_NAMES: Record<ComparedFigure['name'], string> = {
  waitingProbability: 'have to wait (%)',
  abandonmentProbability: 'abandon (%)',
  meanWaitSeconds: 'mean wait (s)',
  meanWaitOfAnsweredSeconds: 'mean wait of answered (s)',
  serviceLevel: 'answered in time (%)',
  queueLength: 'mean queue (calls)',
  occupancy: 'operators busy (%)',
};

function describeFigure(figure: ComparedFigure, withinSeconds: number): string {
  const { name, unit, predicted, measured, difference, margin } = figure;
  const inUnit = (value: number) =>
    unit === 'share' ? number(100 * value, 1) : number(value, unit === 'calls' ? 2 : 1);
  const title =
    name === 'serviceLevel' ? `within ${number(withinSeconds, 0)} s (%)` : FIGURE_NAMES[name];
  return row(
    title,
    [
      inUnit(predicted),
      inUnit(measured),
      (difference < 0 ? '' : '+') + inUnit(difference),
      margin === undefined ? 'too few' : inUnit(margin),
    ],
    // Where every call went alike, the sample says nothing of how others would go.
    margin === undefined || margin === 0
      ? ''
      : Math.abs(difference) <= margin
        ? '  inside'
        : '  outside',
  );
}

function describeWebhooks({ routes, total, challenges }: WebhookFigures): string[] {
  const line = ({ path, requests, errors, p50Ms, p95Ms, p99Ms, maxMs }: RouteLatency) => {
    const times = [p50Ms, p95Ms, p99Ms, maxMs].map((ms) => number(ms, ms < 100 ? 1 : 0));
    return webhookRow(path, [whole(requests), whole(errors), ...times]);
  };
  return [
    webhookRow('Webhooks (ms)', ['requests', 'errors', 'p50', 'p95', 'p99', 'max']),
    ...routes.map(line),
    ...(routes.length > 1 ? [line(total)] : []),
    ...(challenges > 0
      ? [
          `  Not counted: ${counted(challenges, 'request')} answered with 401 and sent again with the password.`,
        ]
      : []),
  ];
}

function describeDebugger({ debugger: entries, webhooks }: LoadResults): string[] {
  const failures = (webhooks?.errors ?? []).map(({ code, count }) =>
    shortenToWidth(`  ${code}  ${whole(count)} ×  no answer over the wire`, WIDTH),
  );
  if (entries.length === 0 && failures.length === 0) return ['Debugger log: empty'];
  return [
    'Debugger log',
    ...entries.map(({ code, level, count, message }) =>
      shortenToWidth(`  ${code}  ${whole(count)} ×  ${level}: ${message}`, WIDTH),
    ),
    ...failures,
  ];
}

function describeRows(rows: readonly RowCount[]): string[] {
  if (rows.length === 0) return [];
  return [
    row('Rows', ['expected', 'found']),
    ...rows.map(({ table, expected, found }) =>
      row(table, [whole(expected), whole(found)], describeRowDifference(found - expected)),
    ),
  ];
}

function describeRowDifference(difference: number): string {
  if (difference === 0) return '  all there';
  return difference < 0 ? `  ${whole(-difference)} MISSING` : `  ${whole(difference)} TOO MANY`;
}

function row(name: string, cells: readonly string[], note = ''): string {
  return table(name, NAME_COLUMNS, COLUMNS, cells) + note;
}

function webhookRow(name: string, cells: readonly string[]): string {
  return table(name, NAME_COLUMNS, COLUMNS - 1, cells);
}

/** Titles begin with a capital letter, and stand at the left; their rows are indented. */
function table(name: string, nameColumns: number, columns: number, cells: readonly string[]) {
  const indented = /^[A-Z]/.test(name) ? name : `  ${name}`;
  const padded = padToWidth(shortenToWidth(indented, nameColumns), nameColumns);
  return padded + cells.map((cell) => ' '.repeat(columns - textWidth(cell)) + cell).join('');
}

function share(part: number, all: number): number | undefined {
  return all === 0 ? undefined : part / all;
}

function percent(value: number | undefined): string {
  return value === undefined ? '' : number(100 * value, 1);
}

/** `1 call`, `2 calls`: of words whose plural has an s. */
export function counted(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function whole(value: number): string {
  return number(value, 0);
}

function number(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '–';
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

function duration(seconds: number): string {
  return `${clockTime(seconds)} ${Math.round(seconds) >= 3600 ? 'h' : 'min'}`;
}

/** `1:05`, or from an hour on `1:00:05`. */
function clockTime(seconds: number): string {
  const all = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(all / 60) % 60;
  const hours = Math.floor(all / 3600);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
}
