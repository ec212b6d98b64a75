import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../../database/tables';
import { listOperators } from '../../operators/operators-table';
import { countOutbound, type Outbound } from '../history/count-outbound';
import type { TimeRange } from '../history/list-windows';
import { LONGEST_CALL_MS } from '../history/longest-call';
import { readCustomerCalls } from '../history/read-customer-calls';
import { type OperatorCall, readOperatorCalls } from '../history/read-operator-calls';
import { readVisits } from '../history/read-visits';
import { findWaitingSince } from '../history/waiting-callers';
import type { Period } from '../period';
import type { Grouping, Report } from '../report';
import type { Standard } from '../standard';
import { cutFor } from './calendar';
import { Census } from './census';
import { createDivision } from './create-division';
import type { Division } from './division';
import { toFraction } from './fraction';
import { isTalking } from './settle-visit';

/** What a report is to tell. */
export interface ReportQuestion {
  period: Period;
  standard: Standard;
  /** The divisions it is to have. */
  by: readonly Grouping[];
  now: Date;
}

/** How a report is made. */
export interface ReportOptions {
  /** Ends it; `createReport` throws the signal's reason then. */
  signal?: AbortSignal;
  /** Is told now and then how many visits have been read. */
  onProgress?: (visitsRead: number) => void;
}

/** So many intervals or groups are made in one go, while webhooks wait. */
const MADE_PER_TURN = 200;

/** Makes a report on a period from the history, without holding it in memory. */
export async function createReport(
  db: Database,
  question: ReportQuestion,
  options: ReportOptions = {},
): Promise<Report> {
  const census = new Census(question);
  const divisions = await addDivisions(db, question, { census, options });
  await addCustomerCalls(db, question, { census, options });
  await addWaiting(db, question, census);
  await addVisits(db, question, { census, options });
  const report = census.report();
  const talkingNow = await findTalkingNow(db, question, report.talkingNow);
  const outbound = toOutboundFigures(await countOutbound(db, question.period));
  return { ...report, talkingNow, outbound, divisions: await listDivisions(divisions, options) };
}

/** What a census is taken into, and what its taker is told meanwhile. */
interface Taking {
  census: Census;
  options: ReportOptions;
}

interface NamedDivision {
  by: Grouping;
  division: Division;
}

async function addDivisions(
  db: Database,
  question: ReportQuestion,
  { census, options }: Taking,
): Promise<NamedDivision[]> {
  const operators = question.by.includes('operator') ? await listOperators(db) : [];
  const operatorNames = new Map(
    operators.flatMap(({ telnum, name }) => (name === null ? [] : [[telnum, name]])),
  );
  const divisions: NamedDivision[] = [];
  for (const by of question.by) {
    const intervals = await gather(cutFor(by, question.period), options);
    const division = createDivision(by, question, { census, intervals, operatorNames });
    census.addDivision(division);
    divisions.push({ by, division });
  }
  return divisions;
}

async function addCustomerCalls(
  db: Database,
  { period: { from, to } }: ReportQuestion,
  { census, options }: Taking,
): Promise<void> {
  for await (const page of readCustomerCalls(db, { from, to })) {
    options.signal?.throwIfAborted();
    for (const call of page) census.addCustomerCall(call);
  }
}

async function addWaiting(
  db: Database,
  { period: { from, to }, now }: ReportQuestion,
  census: Census,
): Promise<void> {
  for (const arrivedAt of await findWaitingSince(db, { from, to, now })) {
    census.addWaiting(arrivedAt);
  }
}

/** Reads operators' calls in step with the visits. */
async function addVisits(
  db: Database,
  { period }: ReportQuestion,
  { census, options: { signal, onProgress } }: Taking,
): Promise<void> {
  const range = toVisitRange(period);
  const operatorCalls = new OperatorCallReader(db, { from: period.from, to: range.to });
  let visitsRead = 0;
  for await (const page of readVisits(db, range)) {
    signal?.throwIfAborted();
    for (const visit of page) census.addVisit(visit);
    const readTo = page.at(-1)?.loggedAt ?? 0;
    for (const call of await operatorCalls.readTo(readTo)) census.addOperatorCall(call);
    census.settle(readTo);
    visitsRead += page.length;
    onProgress?.(visitsRead);
  }
  signal?.throwIfAborted();
  const rest = await operatorCalls.readTo(Number.POSITIVE_INFINITY);
  for (const call of rest) census.addOperatorCall(call);
  census.settle(Number.POSITIVE_INFINITY);
}

/** All who arrived in the period, and who came so shortly before that they are part of it. */
function toVisitRange({ from, to }: Period): TimeRange {
  return { from: addLongestCall(from, -1), to: addLongestCall(to, 1) };
}

function addLongestCall(time: Date, times: 1 | -1): Date {
  return new Date(time.getTime() + times * LONGEST_CALL_MS);
}

/** Reads operators' calls as far as they are wanted. */
class OperatorCallReader {
  readonly #pages: AsyncGenerator<OperatorCall[]>;
  #readTo = Number.NEGATIVE_INFINITY;

  constructor(db: Database, range: TimeRange) {
    this.#pages = readOperatorCalls(db, range);
  }

  /** The next calls, up to those that ended at `time` at least. */
  async readTo(time: number): Promise<OperatorCall[]> {
    const calls: OperatorCall[] = [];
    while (this.#readTo <= time && this.#readTo < Number.POSITIVE_INFINITY) {
      const { done, value: page } = await this.#pages.next();
      if (!done) calls.push(...page);
      this.#readTo = done ? Number.POSITIVE_INFINITY : (page.at(-1)?.endedAt ?? this.#readTo);
    }
    return calls;
  }
}

/** Those that the report has read of, or where it is about another time, those of now. */
async function findTalkingNow(
  db: Database,
  { period, now }: ReportQuestion,
  talkingThen: number,
): Promise<number> {
  const range = { from: addLongestCall(now, -1), to: addLongestCall(now, 1) };
  const read = toVisitRange(period);
  if (read.from <= range.from && now <= read.to) return talkingThen;
  let talking = 0;
  for await (const page of readVisits(db, range)) {
    talking += page.filter((visit) => isTalking(visit, now)).length;
  }
  return talking;
}

function toOutboundFigures({ attempts, reached }: Outbound): Report['outbound'] {
  return { attempts, reached, reachRate: toFraction(reached, attempts) };
}

async function listDivisions(
  divisions: readonly NamedDivision[],
  options: ReportOptions,
): Promise<Report['divisions']> {
  const listed: Report['divisions'] = [];
  for (const { by, division } of divisions) {
    listed.push({ by, groups: await gather(division.listGroups(), options) });
  }
  return listed;
}

/** All of what is made as it is taken, with pauses for others. */
async function gather<T>(made: Iterable<T>, { signal }: ReportOptions): Promise<T[]> {
  const all: T[] = [];
  for (const one of made) {
    all.push(one);
    if (all.length % MADE_PER_TURN === 0) await nextTurn();
    signal?.throwIfAborted();
  }
  return all;
}
