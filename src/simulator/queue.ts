import type { Call, QueuePlace } from './call';
import type { Clock } from './clock';
import type { EventBody } from './events';
import type { QueueView } from './exchange-types';
import type { Pairing } from './pairing';

/** Why a call leaves its queue: an operator's call takes it. */
export class Taken extends Error {
  override readonly name = 'Taken';
  readonly pairing: Pairing;

  constructor(pairing: Pairing) {
    super('An operator takes the call.');
    this.pairing = pairing;
  }
}

/** A call that waits in a queue. */
export interface QueueMember extends QueuePlace {
  readonly call: Call;
  readonly queue: WaitingQueue;
  readonly enqueuedAt: number;
  /** Aborted with `Taken` when an operator's call takes it. */
  readonly taken: AbortSignal;
}

/** A call that waits for somebody to come into the queue. */
interface Taker {
  take(member: QueueMember): Pairing;
}

/** A queue: first in, first out. It comes into being with its first call and stays. */
export class WaitingQueue implements QueueView {
  readonly sid: string;
  readonly createdAt: number;
  updatedAt: number;
  name: string;
  maxSize: number;
  readonly #members: Member[] = [];
  readonly #takers: Taker[] = [];
  readonly #clock: Clock;
  readonly #tell: (event: EventBody) => void;

  constructor(
    parties: { sid: string; name: string; maxSize: number },
    clock: Clock,
    tell: (event: EventBody) => void,
  ) {
    this.sid = parties.sid;
    this.name = parties.name;
    this.maxSize = parties.maxSize;
    this.createdAt = clock.now();
    this.updatedAt = this.createdAt;
    this.#clock = clock;
    this.#tell = tell;
  }

  get members(): readonly { call: string; enqueuedAt: number }[] {
    return this.#members.map(({ call, enqueuedAt }) => ({ call: call.sid, enqueuedAt }));
  }

  get size(): number {
    return this.#members.length;
  }

  get averageWaitSeconds(): number {
    const now = this.#clock.now();
    const total = this.#members.reduce((sum, { enqueuedAt }) => sum + now - enqueuedAt, 0);
    return this.size === 0 ? 0 : Math.round(total / this.size / 1000);
  }

  /** The place of a member, from 1; 0 of one that has left. */
  positionOf(member: QueueMember): number {
    return this.#members.indexOf(member as Member) + 1;
  }

  /** Lets a call in, behind all others; not where the queue is full. */
  join(call: Call): QueueMember | undefined {
    if (this.size >= this.maxSize) return undefined;
    const member = new Member(call, this, this.#clock.now());
    this.#members.push(member);
    call.place = member;
    this.#tell({ type: 'enqueued', call: call.sid, queue: this.name, position: this.size });
    const taker = this.#takers.shift();
    if (taker) this.#give(member, taker);
    return member;
  }

  /** Lets a member out; does nothing where it has left already. */
  leave(member: QueueMember, by?: string): void {
    const position = this.positionOf(member);
    if (position === 0) return;
    this.#members.splice(position - 1, 1);
    member.call.place = undefined;
    const waitedSeconds = secondsBetween(member.enqueuedAt, this.#clock.now());
    const { sid } = member.call;
    this.#tell({ type: 'dequeued', call: sid, queue: this.name, position, waitedSeconds, by });
  }

  /** Takes the first in line, or whoever comes next; gives up when `signal` is aborted. */
  takeNext(take: Taker['take'], signal: AbortSignal): Promise<Pairing> {
    return new Promise((resolve, reject) => {
      const taker: Taker = {
        take: (member) => {
          signal.removeEventListener('abort', giveUp);
          const pairing = take(member);
          resolve(pairing);
          return pairing;
        },
      };
      const giveUp = () => {
        this.#takers.splice(this.#takers.indexOf(taker), 1);
        reject(signal.reason);
      };
      const [first] = this.#members;
      if (signal.aborted) reject(signal.reason);
      else if (first) this.#give(first, taker);
      else {
        this.#takers.push(taker);
        signal.addEventListener('abort', giveUp, { once: true });
      }
    });
  }

  #give(member: Member, taker: Taker): void {
    const pairing = taker.take(member);
    this.leave(member, pairing.operator.sid);
    member.control.abort(new Taken(pairing));
  }
}

class Member implements QueueMember {
  readonly call: Call;
  readonly queue: WaitingQueue;
  readonly enqueuedAt: number;
  readonly control = new AbortController();

  constructor(call: Call, queue: WaitingQueue, enqueuedAt: number) {
    this.call = call;
    this.queue = queue;
    this.enqueuedAt = enqueuedAt;
  }

  get position(): number {
    return this.queue.positionOf(this);
  }

  get taken(): AbortSignal {
    return this.control.signal;
  }
}

/** Whole seconds between two moments in milliseconds. */
export function secondsBetween(start: number, end: number): number {
  return Math.round((end - start) / 1000);
}
