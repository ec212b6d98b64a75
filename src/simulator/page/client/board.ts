import type { CallStatus, DebuggerEntry, ExchangeEvent, RequestPurpose, Sound } from '../../events';

/** Everything that the page shows of the exchange; follows from the events alone. */
export interface Board {
  /** By SID; the latest calls, of which those that have ended are forgotten first. */
  calls: Readonly<Record<string, BoardCall>>;
  /** Who waits in each queue, the first to be served first. */
  queues: Readonly<Record<string, readonly QueueMember[]>>;
  /** Entries of the debugger log that belong to no call. */
  faults: readonly DebuggerItem[];
}

/** A call, as it is drawn. Times are milliseconds since 1970, on the exchange's clock. */
export interface BoardCall {
  sid: string;
  from: string;
  to: string;
  forwardedFrom: string | undefined;
  callerName: string | undefined;
  /** The call whose document rang this telephone; undefined where the telephone called. */
  parent: string | undefined;
  status: CallStatus;
  startedAt: number;
  answeredAt: number | undefined;
  ended: { at: number; status: CallStatus; seconds: number } | undefined;
  /** The latest sound, unless it was cut; over once its duration has passed. */
  hears: Heard | undefined;
  log: readonly LogEntry[];
  queue: string | undefined;
  /** The call it is connected with, or about to be. */
  peer: { call: string; since: number; isConnected: boolean } | undefined;
  /** Whether its document takes callers out of a queue. */
  takesCallers: boolean;
  /** Whether its document records. */
  records: boolean;
  traffic: readonly TrafficItem[];
}

/** A place in a queue. */
export interface QueueMember {
  call: string;
  position: number;
  since: number;
}

/** A sound that was begun. */
export interface Heard {
  seq: number;
  at: number;
  sound: Sound;
  durationMs: number;
}

/** A line of what was heard and done. */
export type LogEntry = { seq: number; at: number } & (
  | {
      kind: 'sound';
      sound: Sound;
      durationMs: number;
      cutAfterMs: number | undefined;
      /** Whether it was heard in a queue. */
      isQueued: boolean;
    }
  | { kind: 'keys'; keys: string }
  | { kind: 'note'; text: string }
  | { kind: 'connected'; other: string }
  | { kind: 'parted'; other: string }
);

/** What went over the wire for a call, and what the exchange noted about it. */
export type TrafficItem = RequestItem | DebuggerItem;

/** A request with what came of it. */
export interface RequestItem {
  kind: 'request';
  seq: number;
  at: number;
  request: number;
  purpose: RequestPurpose;
  method: 'GET' | 'POST';
  url: string;
  parameters: readonly (readonly [name: string, value: string])[];
  retries: number;
  authorised: boolean;
  outcome:
    | { kind: 'response'; status: number; contentType: string; body: string; tookMs: number }
    | { kind: 'failure'; code: number; message: string; tookMs: number }
    | undefined;
}

/** An entry of the debugger log. */
export interface DebuggerItem {
  kind: 'debugger';
  seq: number;
  at: number;
  entry: DebuggerEntry;
}

/** Nothing has happened yet. */
export const EMPTY_BOARD: Board = { calls: {}, queues: {}, faults: [] };

const KEPT_CALLS = 300;
const KEPT_LINES = 200;
const KEPT_REQUESTS = 100;
const KEPT_FAULTS = 50;

/** The board after an event. */
export function reduce(board: Board, event: ExchangeEvent): Board {
  switch (event.type) {
    case 'dial':
      return addCall(board, {
        ...createCall(event.call, event.from, event.to, event.at),
        forwardedFrom: event.forwardedFrom,
        callerName: event.callerName,
      });
    case 'ring':
      return addCall(board, {
        ...createCall(event.call, event.from, event.to, event.at),
        parent: event.parent,
      });
    case 'status':
      return change(board, event, (call) => ({
        status: event.status,
        answeredAt:
          event.status === 'in-progress' ? (call.answeredAt ?? event.at) : call.answeredAt,
      }));
    case 'hear': {
      const { seq, at, sound, durationMs } = event;
      return change(board, event, (call) => ({
        hears: { seq, at, sound, durationMs },
        log: append(call.log, {
          ...{ kind: 'sound', seq, at, sound, durationMs, cutAfterMs: undefined },
          isQueued: call.queue !== undefined,
        }),
      }));
    }
    case 'cut':
      return change(board, event, (call) => ({
        hears: undefined,
        log: call.log.map((entry) =>
          entry.kind === 'sound' && entry.seq === call.hears?.seq
            ? { ...entry, cutAfterMs: event.heardMs }
            : entry,
        ),
      }));
    case 'press':
      return change(board, event, (call) => ({
        log: append(call.log, { kind: 'keys', seq: event.seq, at: event.at, keys: event.keys }),
      }));
    case 'speak':
      return note(board, event, `You speak for ${event.seconds} s`);
    case 'recorded':
      return note(board, event, `Recorded ${event.seconds} s`);
    case 'reject':
      return note(board, event, 'You turned the call down');
    case 'answer':
    case 'hang-up':
    case 'gathered':
      return board;
    case 'enqueued':
      return enqueue(board, event);
    case 'dequeued':
      return dequeue(board, event);
    case 'bridged':
    case 'parted':
      return connect(board, event);
    case 'ended':
      return change(leaveQueue(board, event.call), event, () => ({
        status: event.status,
        ended: { at: event.at, status: event.status, seconds: event.seconds },
        hears: undefined,
        peer: undefined,
        takesCallers: false,
        records: false,
      }));
    case 'request':
    case 'response':
    case 'failure':
      return reduceTraffic(board, event);
    case 'debugger':
      return reduceFault(board, event);
  }
}

type Of<T extends ExchangeEvent['type']> = Extract<ExchangeEvent, { type: T }>;

function createCall(sid: string, from: string, to: string, at: number): BoardCall {
  return {
    sid,
    from,
    to,
    forwardedFrom: undefined,
    callerName: undefined,
    parent: undefined,
    status: 'ringing',
    startedAt: at,
    answeredAt: undefined,
    ended: undefined,
    hears: undefined,
    log: [],
    queue: undefined,
    peer: undefined,
    takesCallers: false,
    records: false,
    traffic: [],
  };
}

function addCall(board: Board, call: BoardCall): Board {
  const calls = { ...board.calls, [call.sid]: call };
  const all = Object.values(calls);
  const oldest = all.length > KEPT_CALLS ? all.find(({ ended }) => ended !== undefined) : undefined;
  if (oldest) delete calls[oldest.sid];
  return { ...board, calls };
}

/** A call may be unknown: its beginning is lost where the transcript keeps the latest events only. */
function change(
  board: Board,
  { call: sid, at }: { call: string; at: number },
  changes: (call: BoardCall) => Partial<BoardCall>,
): Board {
  const call = board.calls[sid] ?? createCall(sid, '', '', at);
  return { ...board, calls: { ...board.calls, [sid]: { ...call, ...changes(call) } } };
}

function append<T>(list: readonly T[], item: T, keep = KEPT_LINES): readonly T[] {
  return [...list.slice(1 - keep), item];
}

function note(board: Board, event: { seq: number; at: number; call: string }, text: string): Board {
  const { seq, at } = event;
  return change(board, event, (call) => ({
    log: append(call.log, { kind: 'note', seq, at, text }),
  }));
}

function enqueue(board: Board, event: Of<'enqueued'>): Board {
  const members = board.queues[event.queue] ?? [];
  const member = { call: event.call, position: event.position, since: event.at };
  return change(
    { ...board, queues: { ...board.queues, [event.queue]: [...members, member] } },
    event,
    () => ({ queue: event.queue }),
  );
}

function dequeue(board: Board, event: Of<'dequeued'>): Board {
  const { call, by, at } = event;
  const left = leaveQueue(board, call);
  if (by === undefined) return left;
  const peer = (other: string) => ({ call: other, since: at, isConnected: false });
  const taken = change(left, { call, at }, () => ({ peer: peer(by) }));
  return change(taken, { call: by, at }, () => ({ peer: peer(call) }));
}

function leaveQueue(board: Board, sid: string): Board {
  const queue = board.calls[sid]?.queue;
  if (queue === undefined) return board;
  const members = board.queues[queue] ?? [];
  const place = members.find(({ call }) => call === sid)?.position ?? Number.POSITIVE_INFINITY;
  const others = members
    .filter(({ call }) => call !== sid)
    .map((member) =>
      member.position > place ? { ...member, position: member.position - 1 } : member,
    );
  return change(
    { ...board, queues: { ...board.queues, [queue]: others } },
    { call: sid, at: 0 },
    () => ({
      queue: undefined,
    }),
  );
}

function connect(board: Board, event: Of<'bridged' | 'parted'>): Board {
  const [customer, operator] = event.calls;
  const tell = (current: Board, call: string, otherCall: string) => {
    const { seq, at } = event;
    const isConnected = event.type === 'bridged';
    const kind = isConnected ? 'connected' : 'parted';
    const other = telephoneOf(board.calls[otherCall]);
    return change(current, { call, at }, (found) => ({
      log: append(found.log, { kind, seq, at, other }),
      peer: isConnected ? { call: otherCall, since: at, isConnected } : undefined,
    }));
  };
  return tell(tell(board, customer, operator), operator, customer);
}

/** The number of the telephone that is on a call; empty for a call that is not known. */
export function telephoneOf(call: BoardCall | undefined): string {
  if (call === undefined) return '';
  return call.parent === undefined ? call.from : call.to;
}

/** How a number without a known name is written on the page. */
export function nameOf(number: string): string {
  if (number === '') return 'somebody';
  if (number.startsWith('client:')) return number.slice('client:'.length);
  return /\d/.test(number) ? number : `${number.toLowerCase()} caller`;
}

function reduceTraffic(board: Board, event: Of<'request' | 'response' | 'failure'>): Board {
  if (event.type === 'request') {
    const { seq, at, request, purpose, method, url, parameters, retries, authorised } = event;
    const item: RequestItem = {
      ...{ kind: 'request', seq, at, request, purpose, method, url, parameters },
      ...{ retries, authorised, outcome: undefined },
    };
    return change(board, event, (call) => ({ traffic: append(call.traffic, item, KEPT_REQUESTS) }));
  }
  const outcome: RequestItem['outcome'] =
    event.type === 'failure'
      ? { kind: 'failure', code: event.code, message: event.message, tookMs: event.tookMs }
      : {
          kind: 'response',
          status: event.status,
          contentType: event.contentType ?? '',
          body: event.body,
          tookMs: event.tookMs,
        };
  return change(board, event, (call) => ({
    traffic: call.traffic.map((item) =>
      item.kind === 'request' && item.request === event.request ? { ...item, outcome } : item,
    ),
    ...readDocument(call, event),
  }));
}

/** Documents for these purposes are heard by the other side, or by nobody. */
const ASIDE: readonly RequestPurpose[] = [
  ...(['queue-url', 'number-url', 'status-callback', 'dial-status-callback'] as const),
  ...(['recording-status-callback', 'wait-url'] as const),
];

function readDocument(
  call: BoardCall,
  event: Of<'response' | 'failure'>,
): Partial<Pick<BoardCall, 'takesCallers' | 'records'>> {
  const asked = call.traffic.find(
    (item) => item.kind === 'request' && item.request === event.request,
  );
  if (event.type === 'failure' || asked?.kind !== 'request') return {};
  if (event.status === 401 || ASIDE.includes(asked.purpose) || call.ended) return {};
  return {
    // An operator's document that only leads to the next one changes nothing.
    takesCallers:
      /<Queue[\s/>]/.test(event.body) ||
      (call.takesCallers && /<Redirect/.test(event.body) && !/<Enqueue/.test(event.body)),
    records: /<Record[\s/>]/.test(event.body),
  };
}

function reduceFault(board: Board, event: Of<'debugger'>): Board {
  const { seq, at, call, ...entry } = event;
  const item: DebuggerItem = { kind: 'debugger', seq, at, entry: { ...entry, call } };
  if (call === undefined) return { ...board, faults: append(board.faults, item, KEPT_FAULTS) };
  return change(board, { call, at }, (found) => ({
    traffic: append(found.traffic, item, KEPT_REQUESTS),
  }));
}
