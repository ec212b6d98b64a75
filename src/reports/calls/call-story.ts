import type { Selectable } from 'kysely';
import type { Database, LiveCallsTable, StatusCallbackDataTable } from '../../database/tables';
import type { CustomerCallsView } from '../../database/views';
import { LONGEST_CALL_MS } from '../history/longest-call';
import { readDate, readNumber } from '../history/read-columns';
import { type CallLine, settleOutcome, summariseVisits } from './call-line';
import { type CallVisit, findCallVisits, findVisitsOfOperator } from './find-call-visits';
import { findCustomerCalls } from './find-customer-calls';
import type { StoryEvent } from './story-event';
import { tellTalk, tellVisit } from './story-events';

/** One call from its beginning to its end; what is not known is undefined. */
export interface CallStory {
  callSid: string;
  /** Whose call it is: a customer's, an operator's, or one that the number made. */
  role: 'customer' | 'operator' | 'outbound';
  from: string | undefined;
  to: string | undefined;
  /** An operator's. */
  name: string | undefined;
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  durationSeconds: number | undefined;
  isOver: boolean;
  /** Undefined where it is over, or that is not known. */
  now: 'waiting' | 'talking' | 'ready' | undefined;
  /** Of customers alone, as the next. */
  path: CallLine['path'] | undefined;
  outcome: CallLine['outcome'] | undefined;
  waitedSeconds: number | undefined;
  talkSeconds: number | undefined;
  /** How many talks there were, with that which is going on. */
  talks: number;
  /** In the order in which they happened. */
  events: readonly StoryEvent[];
  /** The tables and columns for want of which something is not known, or estimated. */
  missing: readonly string[];
}

/** What is known of a call's beginning and end, from whatever row tells. */
interface Frame {
  callSid: string;
  from: string | undefined;
  to: string | undefined;
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  durationSeconds: number | undefined;
  callStatus: string | undefined;
  isOver: boolean;
}

type LiveCall = Selectable<LiveCallsTable>;
type Talk = CallVisit & { caller: string | undefined };

/** The story of a call as it stands at `now`; undefined where nothing is known of that `CallSid`. */
export async function findCallStory(
  db: Database,
  callSid: string,
  now: Date = new Date(),
): Promise<CallStory | undefined> {
  const live = await findLiveCall(db, callSid);
  const end = await findEnd(db, callSid);
  const [customer] = await findCustomerCalls(db, [callSid]);
  const frame = createFrame(callSid, { end, customer, live });
  const current = end ? undefined : live;
  if (customer || current?.role === 'customer') {
    const visits = (await findCallVisits(db, [callSid])).get(callSid) ?? [];
    const loggedAt = readDate(customer?.logged_at ?? null);
    return tellCustomersCall(frame, { visits, loggedAt, live: current, now });
  }
  const talks = await findVisitsOfOperator(db, callSid);
  if (talks.length > 0 || current || (await isOperatorsCall(db, callSid))) {
    const number = frame.from ?? talks.find(({ operator }) => operator?.number)?.operator?.number;
    const name = await findName(db, number);
    return tellOperatorsCall({ ...frame, from: number }, { name, talks, live: current, now });
  }
  return end && tellOtherCall(frame);
}

function createFrame(
  callSid: string,
  {
    end,
    customer,
    live,
  }: {
    end: Selectable<StatusCallbackDataTable> | undefined;
    customer: CustomerCallsView | undefined;
    live: LiveCall | undefined;
  },
): Frame {
  const durationSeconds = readNumber(end?.CallDuration ?? null);
  const hasLiveEnded = !end && live?.state === 'ended';
  const endedAt = readDate(end?.Time ?? (hasLiveEnded ? live.state_since : null));
  return {
    callSid,
    from: end?.From ?? customer?.From ?? live?.From ?? undefined,
    to: end?.To ?? customer?.To ?? undefined,
    startedAt: goBack(endedAt, durationSeconds),
    endedAt,
    durationSeconds,
    callStatus: end?.CallStatus ?? undefined,
    isOver: end !== undefined || hasLiveEnded,
  };
}

function goBack(time: Date | undefined, seconds: number | undefined): Date | undefined {
  return time && seconds !== undefined ? new Date(time.getTime() - seconds * 1000) : undefined;
}

function tellCustomersCall(
  frame: Frame,
  {
    visits,
    loggedAt,
    live,
    now,
  }: {
    visits: CallVisit[];
    loggedAt: Date | undefined;
    live: LiveCall | undefined;
    now: Date;
  },
): CallStory {
  const { operators: _operators, visits: _count, missing, ...summary } = summariseVisits(visits);
  const isTalking = summary.outcome === 'talking';
  const talks = visits.filter(({ outcome }) => outcome === 'answered' || outcome === 'talking');
  return {
    ...common(frame, missing),
    ...summary,
    role: 'customer',
    name: undefined,
    now: frame.isOver ? undefined : findState({ live, isTalking, visits, now }),
    outcome:
      live && visits.length === 0 ? undefined : settleOutcome(summary.outcome, { loggedAt, now }),
    talks: talks.length,
    events: [
      begin(frame),
      ...visits.flatMap(tellVisit),
      ...(live ? tellLive(live, visits) : []),
      ...end(frame),
    ],
  };
}

function tellOperatorsCall(
  frame: Frame,
  {
    name,
    talks,
    live,
    now,
  }: { name: string | undefined; talks: Talk[]; live: LiveCall | undefined; now: Date },
): CallStory {
  const answered = talks.filter(({ outcome }) => outcome === 'answered' || outcome === 'talking');
  const isTalking = talks.some(({ outcome }) => outcome === 'talking');
  const { talkSeconds, missing } = summariseVisits(talks);
  return {
    ...common(frame, missing),
    role: 'operator',
    name,
    now: frame.isOver ? undefined : findState({ live, isTalking, visits: talks, now }),
    path: undefined,
    outcome: undefined,
    waitedSeconds: undefined,
    talkSeconds,
    talks: answered.length,
    events: [
      { kind: 'on-queue', at: frame.startedAt },
      ...[...talks].sort(byAnswer).flatMap(tellTalk),
      ...end(frame),
    ],
  };
}

function tellOtherCall(frame: Frame): CallStory {
  return {
    ...common(frame, []),
    role: 'outbound',
    name: undefined,
    now: undefined,
    path: undefined,
    outcome: undefined,
    waitedSeconds: undefined,
    talkSeconds: undefined,
    talks: 0,
    events: [begin(frame), ...end(frame)],
  };
}

function common(frame: Frame, missing: readonly string[]) {
  const { callStatus: _status, ...rest } = frame;
  const lacksDuration = frame.isOver && frame.durationSeconds === undefined;
  return {
    ...rest,
    missing: lacksDuration ? [...missing, 'CallDuration'] : missing,
  };
}

function begin({ startedAt, from, to }: Frame): StoryEvent {
  return { kind: 'began', at: startedAt, from, to };
}

function end({ isOver, endedAt, durationSeconds, callStatus }: Frame): StoryEvent[] {
  return isOver ? [{ kind: 'ended', at: endedAt, durationSeconds, callStatus }] : [];
}

/** What stands in no row of history yet: a customer waits, or was answered a moment ago. */
function tellLive(live: LiveCall, visits: readonly CallVisit[]): StoryEvent[] {
  const since = readDate(live.state_since);
  const last = visits.at(-1);
  if (visits.some(({ outcome }) => outcome === 'talking')) return [];
  if (last?.leftAt && since && last.leftAt >= since) return [];
  const queueSid = live.QueueSid ?? undefined;
  if (live.state === 'waiting') return [{ kind: 'queued', at: since, queueSid }];
  if (live.state !== 'talking') return [];
  const operator = live.with_call
    ? { callSid: live.with_call, number: undefined, name: undefined }
    : undefined;
  return [{ kind: 'answered', at: since, waitSeconds: undefined, operator }];
}

function findState({
  live,
  isTalking,
  visits,
  now,
}: {
  live: LiveCall | undefined;
  isTalking: boolean;
  visits: readonly CallVisit[];
  now: Date;
}): CallStory['now'] {
  const heardAt = Math.max(
    readDate(live?.heard_at ?? null)?.getTime() ?? 0,
    ...visits.map(({ leftAt, answeredAt }) => (leftAt ?? answeredAt)?.getTime() ?? 0),
  );
  if (now.getTime() - heardAt > LONGEST_CALL_MS) return undefined;
  if (isTalking) return 'talking';
  return live && live.state !== 'ended' && live.state !== 'left' ? live.state : undefined;
}

function byAnswer(a: Talk, b: Talk): number {
  const time = ({ answeredAt, leftAt }: Talk) => (answeredAt ?? leftAt)?.getTime() ?? 0;
  return time(a) - time(b);
}

async function findLiveCall(db: Database, callSid: string): Promise<LiveCall | undefined> {
  return db.selectFrom('live_calls').selectAll().where('CallSid', '=', callSid).executeTakeFirst();
}

async function findEnd(db: Database, callSid: string) {
  return db.selectFrom('call_ends').selectAll().where('CallSid', '=', callSid).executeTakeFirst();
}

async function isOperatorsCall(db: Database, callSid: string): Promise<boolean> {
  const query = db.selectFrom('operator_calls').select('CallSid').where('CallSid', '=', callSid);
  return (await query.executeTakeFirst()) !== undefined;
}

async function findName(db: Database, number: string | undefined): Promise<string | undefined> {
  if (number === undefined) return undefined;
  const query = db.selectFrom('operators').select('name').where('telnum', '=', number);
  return (await query.executeTakeFirst())?.name ?? undefined;
}
