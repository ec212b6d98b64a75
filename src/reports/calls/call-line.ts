import type { Database } from '../../database/tables';
import type { CallsView, CustomerCallsView } from '../../database/views';
import { LONGEST_CALL_MS } from '../history/longest-call';
import { readDate, readNumber } from '../history/read-columns';
import { type CallVisit, findCallVisits } from './find-call-visits';

/**
 * What became of a customer's call: what the view `calls` tells, unless that is going on for longer than
 * any call can last, so that its end was lost.
 */
export type CallOutcome = CallsView['outcome'] | 'end-not-known';

/** A customer's call in a line; what is not known is undefined. */
export interface CallLine {
  callSid: string;
  /** The customer's number. */
  from: string | undefined;
  to: string | undefined;
  /** Undefined, as the next two, until the call's end is known. */
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  durationSeconds: number | undefined;
  /** When it was logged: at its end, or where that is not known by its first row. */
  loggedAt: Date;
  path: CallsView['path'];
  outcome: CallOutcome;
  /** How many times it came to a queue. */
  visits: number;
  /** Of all visits; undefined where it did not wait, or that of a visit is not known. */
  waitedSeconds: number | undefined;
  /** Of all visits; undefined where it was not answered, or that of a visit is not known yet. */
  talkSeconds: number | undefined;
  /** Who answered, each once: by name, or by number where there is no name. */
  operators: readonly string[];
  /** The tables and columns for want of which something above is not known, or estimated. */
  missing: readonly string[];
}

/** SQLite works on our own thread, where other callers wait meanwhile. */
const CALLS_AT_ONCE = 50;

/** The calls of these rows, each in a line, in their order, as they stand at `now`. */
export async function describeCalls(
  db: Database,
  rows: readonly CustomerCallsView[],
  now: Date,
): Promise<CallLine[]> {
  const lines: CallLine[] = [];
  for (let start = 0; start < rows.length; start += CALLS_AT_ONCE) {
    const some = rows.slice(start, start + CALLS_AT_ONCE);
    const visits = await findCallVisits(
      db,
      some.map(({ CallSid }) => CallSid),
    );
    lines.push(...some.flatMap((row) => toCallLine(row, visits.get(row.CallSid) ?? [], now)));
  }
  return lines;
}

function toCallLine(row: CustomerCallsView, visits: readonly CallVisit[], now: Date): CallLine[] {
  const loggedAt = readDate(row.logged_at);
  if (!loggedAt) return [];
  const summary = summariseVisits(visits);
  const line: CallLine = {
    callSid: row.CallSid,
    from: row.From ?? undefined,
    to: row.To ?? undefined,
    startedAt: readDate(row.started_at),
    endedAt: readDate(row.ended_at),
    durationSeconds: readNumber(row.duration_seconds),
    loggedAt,
    ...summary,
    outcome: settleOutcome(summary.outcome, { loggedAt, now }),
  };
  return [line];
}

/** The outcome, at `now`, of a call that was logged at its end, or where that is not known before. */
export function settleOutcome(
  outcome: CallsView['outcome'],
  { loggedAt, now }: { loggedAt: Date | undefined; now: Date },
): CallOutcome {
  const isGoingOn = outcome === 'talking' || outcome === 'connecting';
  const isTooLong = loggedAt && now.getTime() - loggedAt.getTime() > LONGEST_CALL_MS;
  return isGoingOn && isTooLong ? 'end-not-known' : outcome;
}

/** What a call's visits come to together: its path and outcome are those of the view `calls`. */
export function summariseVisits(visits: readonly CallVisit[]): Pick<
  CallLine,
  'path' | 'visits' | 'waitedSeconds' | 'talkSeconds' | 'operators' | 'missing'
> & {
  outcome: CallsView['outcome'];
} {
  const answered = visits.filter(({ outcome }) => outcome === 'answered' || outcome === 'talking');
  const waited = visits.filter(
    ({ outcome, waitSeconds }) =>
      waitSeconds !== undefined || (outcome !== 'blocked' && outcome !== 'failed'),
  );
  return {
    path: findPath(visits.length, answered.length),
    outcome: findOutcome(visits),
    visits: visits.length,
    waitedSeconds: sumKnown(waited.map(({ waitSeconds }) => waitSeconds)),
    talkSeconds: sumKnown(answered.map(({ talkSeconds }) => talkSeconds)),
    operators: nameOperators(answered),
    missing: [...new Set(visits.flatMap(({ missing }) => missing ?? []))],
  };
}

function findPath(visits: number, answered: number): CallLine['path'] {
  if (visits === 0) return 'menu';
  return answered === 0 ? 'menu > queue' : 'menu > queue > operator';
}

function findOutcome(visits: readonly CallVisit[]): CallsView['outcome'] {
  const outcomes = visits.map(({ outcome }) => outcome);
  if (outcomes.includes('talking')) return 'talking';
  return outcomes.includes('answered') ? 'answered' : (outcomes.at(-1) ?? 'menu');
}

/** A sum is not known where a part of it is not. */
function sumKnown(parts: readonly (number | undefined)[]): number | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0 || known.length < parts.length) return undefined;
  // Seconds with decimals do not add up exactly.
  return known.reduce((sum, seconds) => sum + Math.round(seconds * 1000), 0) / 1000;
}

function nameOperators(visits: readonly CallVisit[]): string[] {
  const names = visits.flatMap(({ operator }) => operator?.name ?? operator?.number ?? []);
  return [...new Set(names)];
}
