import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../../database/tables';
import type { QueueVisitsView, VisitOutcome } from '../../database/views';
import { listWindows, type TimeRange, type TimeWindow } from './list-windows';
import { canLast, LONGEST_CALL_MS } from './longest-call';
import { readNumber, readTime } from './read-columns';

/** An entry into a queue. Points in time are milliseconds since 1970; what is not known is undefined. */
export interface Visit {
  key: string;
  callSid: string;
  /** The customer's number. */
  caller: string | undefined;
  queueSid: string | undefined;
  arrivedAt: number | undefined;
  waitSeconds: number | undefined;
  /** Only of the answered. */
  answeredAt: number | undefined;
  leftAt: number | undefined;
  outcome: VisitOutcome;
  /** Moved on by the operator, out of the talk. */
  isTransfer: boolean;
  operatorCallSid: string | undefined;
  /** The number of the operator who answered. */
  operator: string | undefined;
  /** What lacks, so that something above is not known or estimated. */
  missing: string | undefined;
  /** When it was logged: at its end, or where it has none at its answer. */
  loggedAt: number;
}

/**
 * The visits that were logged within a range, in the order of `loggedAt`, a page at a time. One that
 * ends while this reads is told once, as it was met first.
 */
export async function* readVisits(db: Database, range: TimeRange): AsyncGenerator<Visit[]> {
  const unended = new UnendedVisits();
  for await (const window of listWindows(db, ['enqueue_data', 'queue_data'], range)) {
    const visits = await readWindow(db, window);
    const page = visits.filter((visit) => unended.isNew(visit));
    if (page.length > 0) yield page;
  }
}

async function readWindow(db: Database, window: TimeWindow): Promise<Visit[]> {
  const unended = await readRows(db, 'queue_visits_unended', window);
  await nextTurn();
  const ended = await readRows(db, 'queue_visits_ended', window);
  const visits = [...unended, ...ended].flatMap(toVisit);
  return visits.sort((a, b) => a.loggedAt - b.loggedAt || (a.key < b.key ? -1 : 1));
}

async function readRows(
  db: Database,
  view: 'queue_visits_ended' | 'queue_visits_unended',
  { from, to }: TimeWindow,
): Promise<QueueVisitsView[]> {
  return db
    .selectFrom(view)
    .selectAll()
    .where('logged_at', '>=', from)
    .where('logged_at', '<', to)
    .execute();
}

function toVisit(row: QueueVisitsView): Visit[] {
  const loggedAt = readTime(row.logged_at);
  if (loggedAt === undefined) return [];
  const waitSeconds = readNumber(row.waited_seconds);
  const visit: Visit = {
    key: row.visit_key,
    callSid: row.CallSid,
    caller: row.From ?? undefined,
    queueSid: row.QueueSid ?? undefined,
    arrivedAt: readTime(row.arrived_at),
    waitSeconds,
    answeredAt: readTime(row.answered_at),
    leftAt: readTime(row.left_at),
    outcome: row.outcome,
    isTransfer: isTransfer(row),
    operatorCallSid: row.DequeingCallSid ?? undefined,
    operator: row.operator ?? undefined,
    missing: row.missing ?? undefined,
    loggedAt,
  };
  const isPossible = waitSeconds === undefined || canLast(waitSeconds);
  return [isPossible ? visit : withoutWait(visit)];
}

/** As the views estimate the arrival of one whose wait is not known. */
function withoutWait(visit: Visit): Visit {
  const arrivedAt = visit.answeredAt ?? visit.loggedAt;
  return { ...visit, arrivedAt, waitSeconds: undefined, missing: visit.missing ?? 'QueueTime' };
}

/** `redirected-from` is how the original's narrow column keeps it. */
function isTransfer({ QueueResult }: QueueVisitsView): boolean {
  return QueueResult === 'redirected-from-bridged' || QueueResult === 'redirected-from';
}

/** Remembers the visits that had no end, for as long as that can come within the same reading. */
class UnendedVisits {
  /** By when they were logged, the oldest first. */
  readonly #loggedAt = new Map<string, number>();

  isNew(visit: Visit): boolean {
    this.#forgetBefore(visit.loggedAt - LONGEST_CALL_MS);
    // A call may come to the queue again, to wait as long for the same operator.
    const answer = `${visit.callSid} ${visit.arrivedAt}`;
    if (visit.outcome === 'talking' || visit.missing === 'enqueue_data') {
      this.#loggedAt.set(answer, visit.loggedAt);
      return true;
    }
    return !this.#loggedAt.delete(answer);
  }

  #forgetBefore(time: number): void {
    for (const [answer, loggedAt] of this.#loggedAt) {
      if (loggedAt >= time) return;
      this.#loggedAt.delete(answer);
    }
  }
}
