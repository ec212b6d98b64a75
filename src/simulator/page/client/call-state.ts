import { ordinal } from '../../ordinal';
import { type Board, type BoardCall, nameOf, type QueueMember, telephoneOf } from './board';
import { formatDuration } from './format';

/** What a telephone is doing, in a word for its looks and in words for its holder. */
export interface CallState {
  look: 'idle' | 'ringing' | 'menu' | 'waiting' | 'ready' | 'talking';
  text: string;
}

/**
 * What a telephone is doing at `now`, on the exchange's clock; without a call, nothing. Others are
 * called what `name` calls their numbers.
 */
export function describeCall(
  board: Board,
  call: BoardCall | undefined,
  now: number,
  name: (number: string) => string = nameOf,
): CallState {
  if (call === undefined) return { look: 'idle', text: 'Ready to call' };
  if (call.ended) return { look: 'idle', text: describeEnd(call, call.ended) };
  if (isRinging(call)) {
    return { look: 'ringing', text: `Rings: a call from ${name(call.from)}` };
  }
  if (call.peer) {
    const other = name(telephoneOf(board.calls[call.peer.call]));
    return call.peer.isConnected
      ? { look: 'talking', text: `Talking to ${other}` }
      : { look: 'waiting', text: `Being connected with ${other}` };
  }
  const member = findMember(board, call);
  if (member) return { look: 'waiting', text: `Waiting: ${ordinal(member.position)} in line` };
  const sound = findSound(call, now)?.sound;
  if (sound?.kind === 'ringing') return { look: 'ringing', text: 'Ringing the other side' };
  if (call.takesCallers && sound?.kind !== 'say') {
    return { look: 'ready', text: 'Ready: waiting for the next caller' };
  }
  if (call.answeredAt === undefined) return { look: 'ringing', text: 'Ringing' };
  if (call.records && sound === undefined) return { look: 'menu', text: 'Being recorded' };
  return { look: 'menu', text: call.takesCallers ? 'Listening' : 'On the line' };
}

/** Whether this is a telephone that rings, until somebody answers. */
export function isRinging(call: BoardCall): boolean {
  return call.parent !== undefined && call.answeredAt === undefined && !call.ended;
}

/** The sound that is heard at `now`. */
export function findSound(call: BoardCall, now: number): BoardCall['hears'] {
  const { hears } = call;
  return hears !== undefined && now < hears.at + hears.durationMs ? hears : undefined;
}

/** The place in the queue where the call waits. */
function findMember(board: Board, call: BoardCall): QueueMember | undefined {
  if (call.queue === undefined) return undefined;
  return board.queues[call.queue]?.find((member) => member.call === call.sid);
}

/** The calls of a handset, the latest last: those it placed, and those to and from its number. */
export function findCalls(
  board: Board,
  handset: { number: string; placed: readonly string[] },
): BoardCall[] {
  const withheld = isWithheld(handset.number);
  return Object.values(board.calls).filter(
    (call) =>
      handset.placed.includes(call.sid) ||
      (!withheld && handset.number === (call.parent === undefined ? call.from : call.to)),
  );
}

/** Whether a number cannot be called, as a withheld one; many handsets may have the same. */
export function isWithheld(number: string): boolean {
  return !/^(\+|client:)/.test(number);
}

function describeEnd(call: BoardCall, { status, seconds }: { status: string; seconds: number }) {
  if (status === 'completed') return `Call ended after ${formatDuration(seconds * 1000)}`;
  const words: Readonly<Record<string, string>> = {
    'no-answer': call.parent === undefined ? 'Call ended before it was answered' : 'Not answered',
    busy: 'Busy',
    failed: 'The call failed',
    canceled: 'The call was cancelled',
  };
  return words[status] ?? `Call ended: ${status}`;
}
