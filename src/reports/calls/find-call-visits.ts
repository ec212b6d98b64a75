import type { Database } from '../../database/tables';
import type { Views, VisitOutcome } from '../../database/views';
import { readDate, readNumber, readTime } from '../history/read-columns';

/** A visit to the queue, as part of its call; what is not known is undefined. */
export interface CallVisit {
  callSid: string;
  queueSid: string | undefined;
  arrivedAt: Date | undefined;
  waitSeconds: number | undefined;
  /** Only of the answered. */
  answeredAt: Date | undefined;
  leftAt: Date | undefined;
  /** From the answer to the end; only of the answered. */
  talkSeconds: number | undefined;
  outcome: VisitOutcome;
  /** In Twilio's words: https://www.twilio.com/docs/voice/twiml/enqueue */
  queueResult: string | undefined;
  /** The operator who answered, or was about to. */
  operator: VisitOperator | undefined;
  /** The table or column for want of which something is not known, or estimated. */
  missing: string | undefined;
}

/** An operator, as far as a visit tells. */
export interface VisitOperator {
  callSid: string;
  /** Undefined until it is known. */
  number: string | undefined;
  name: string | undefined;
}

type Row = Views['queue_visits'];

/** The visits of some calls, by `CallSid`, each call's in the order in which it made them. */
export async function findCallVisits(
  db: Database,
  callSids: readonly string[],
): Promise<Map<string, CallVisit[]>> {
  if (callSids.length === 0) return new Map();
  return groupByCall(await selectVisits(db, callSids).execute());
}

/** The visits of customers whom an operator's call answered, or was about to, in order of time. */
export async function findVisitsOfOperator(
  db: Database,
  operatorCallSid: string,
): Promise<(CallVisit & { caller: string | undefined })[]> {
  const answers = await db
    .selectFrom('queue_data')
    .select('CallSid')
    .distinct()
    .where('DequeingCallSid', '=', operatorCallSid)
    .execute();
  if (answers.length === 0) return [];
  const callSids = answers.map(({ CallSid }) => CallSid);
  const rows = await selectVisits(db, callSids).execute();
  return rows
    .filter(({ DequeingCallSid }) => DequeingCallSid === operatorCallSid)
    .sort(byTime)
    .map((row) => ({ ...toCallVisit(row), caller: row.From ?? undefined }));
}

/** What `queue_visits` is made of, in one statement: some servers put that view together whole. */
function selectVisits(db: Database, callSids: readonly string[]) {
  const select = (view: 'queue_visits_ended' | 'queue_visits_unended') =>
    db
      .selectFrom(`${view as 'queue_visits_ended'} as v`)
      .leftJoin('operators', 'operators.telnum', 'v.operator')
      .selectAll('v')
      .select('operators.name as operator_name')
      .where('v.CallSid', 'in', callSids);
  return select('queue_visits_ended').unionAll(select('queue_visits_unended'));
}

function groupByCall(rows: Row[]): Map<string, CallVisit[]> {
  const visits = new Map<string, CallVisit[]>();
  for (const row of rows.sort(byTime)) {
    const others = visits.get(row.CallSid);
    if (others) others.push(toCallVisit(row));
    else visits.set(row.CallSid, [toCallVisit(row)]);
  }
  return visits;
}

/** In the order of their ends: what has none is still going on. */
function byTime(a: Row, b: Row): number {
  const difference = (readTime(a.left_at) ?? Infinity) - (readTime(b.left_at) ?? Infinity);
  return difference || (a.visit_key < b.visit_key ? -1 : 1);
}

function toCallVisit(row: Row): CallVisit {
  const answeredAt = readDate(row.answered_at);
  const leftAt = readDate(row.left_at);
  return {
    callSid: row.CallSid,
    queueSid: row.QueueSid ?? undefined,
    arrivedAt: readDate(row.arrived_at),
    waitSeconds: readNumber(row.waited_seconds),
    answeredAt,
    leftAt,
    talkSeconds: secondsBetween(answeredAt, leftAt),
    outcome: row.outcome,
    queueResult: row.QueueResult ?? undefined,
    operator: toOperator(row),
    missing: row.missing ?? undefined,
  };
}

function toOperator({ DequeingCallSid, operator, operator_name }: Row): VisitOperator | undefined {
  if (DequeingCallSid === null) return undefined;
  return {
    callSid: DequeingCallSid,
    number: operator ?? undefined,
    name: operator_name ?? undefined,
  };
}

/** Rows may be late by a moment, and out of order by it. */
function secondsBetween(from: Date | undefined, to: Date | undefined): number | undefined {
  if (!from || !to) return undefined;
  return Math.max(0, to.getTime() - from.getTime()) / 1000;
}
