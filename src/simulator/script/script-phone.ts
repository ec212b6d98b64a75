import type { ExchangeEvent } from '../events';
import type { CallView, Exchange, Handset } from '../exchange-types';
import { ordinal } from '../ordinal';
import { describeSound } from '../transcript-lines';

type HearEvent = Extract<ExchangeEvent, { type: 'hear' }>;

/** A phone of a script, with where its lines have got to in the transcript. */
export class ScriptPhone {
  readonly name: string;
  readonly handset: Handset;
  /** From which event on something heard counts as heard since the phone's previous line. */
  heardFrom: number;
  /** The same, for what can happen to the phone several times besides. */
  rangFrom: number;
  talkedFrom: number;
  partedFrom: number;
  readonly #exchange: Exchange;

  constructor(name: string, number: string, exchange: Exchange) {
    this.name = name;
    this.handset = exchange.handset(number);
    this.#exchange = exchange;
    const start = nextSeq(exchange);
    this.heardFrom = start;
    this.rangFrom = start;
    this.talkedFrom = start;
    this.partedFrom = start;
  }

  get call(): CallView | undefined {
    return this.handset.call;
  }

  get isOnCall(): boolean {
    return this.call !== undefined && this.call.endedAt === undefined;
  }

  isOwn(event: ExchangeEvent): boolean {
    return 'call' in event && event.call !== undefined && event.call === this.call?.sid;
  }

  /** What it does now takes it on: what it heard before is past. */
  moveOn(): void {
    this.heardFrom = nextSeq(this.#exchange);
  }

  /** What is being heard at this moment, other than silence. */
  get hearsNow(): HearEvent | undefined {
    const events = this.#exchange.transcript.events.filter((event) => this.isOwn(event));
    const sound = events.findLast(({ type }) => type === 'hear' || type === 'cut');
    if (sound?.type !== 'hear' || sound.sound.kind === 'silence') return undefined;
    return sound.at + sound.durationMs > this.#exchange.clock.now() ? sound : undefined;
  }

  /** How things stand with the phone, such as `Hanako is 2nd in “support” and last heard “…”`. */
  describe(): string {
    const { name, call } = this;
    if (!call) return `${name} is not on a call`;
    return `${name} ${this.#describeCall(call)}, and ${this.#describeLastHeard(call)}`;
  }

  #describeCall(call: CallView): string {
    const { endedAt, status, bridgedWith, queue } = call;
    if (endedAt !== undefined) return `is no longer on the call, which ended as ${status}`;
    if (bridgedWith !== undefined) return `talks to ${this.#numberOf(bridgedWith)}`;
    if (queue) return `is ${ordinal(queue.position)} in “${queue.name}”`;
    return status === 'in-progress' ? 'is on the call' : `is on a call that is ${status}`;
  }

  #numberOf(sid: string): string {
    const call = this.#exchange.calls.find((other) => other.sid === sid);
    return (call?.direction === 'inbound' ? call.from : call?.to) ?? sid;
  }

  #describeLastHeard(call: CallView): string {
    const heard = this.#exchange.transcript.events.filter(
      (event): event is HearEvent => event.type === 'hear' && event.call === call.sid,
    );
    const last = heard.findLast(({ sound }) => sound.kind !== 'silence');
    if (!last) return 'has heard nothing';
    const ago = (this.#exchange.clock.now() - last.at) / 1000;
    const sound = describeSound(last.sound, last.durationMs).replace('hears', 'heard');
    return `last ${sound}, ${ago.toFixed(1)} s ago`;
  }
}

/** The number that the next event of the transcript will have. */
export function nextSeq({ transcript }: Exchange): number {
  return (transcript.events.at(-1)?.seq ?? -1) + 1;
}
