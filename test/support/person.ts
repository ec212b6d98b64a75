import type { CallStatus, ExchangeEvent } from '../../src/simulator/events';
import type { CallView, DialOptions, Exchange, Handset } from '../../src/simulator/exchange-types';
import { type Heard, listHeard, nameSound } from './heard';

/**
 * Somebody with a telephone, who takes in what happens to their call bit by bit: what they have
 * heard once is behind them. A step lets time pass until it has happened, and fails where something
 * else happens first.
 */
export class Person {
  readonly number: string;
  readonly #exchange: Exchange;
  readonly #telephone: Handset;
  #cursor = 0;

  constructor(exchange: Exchange, number: string) {
    this.#exchange = exchange;
    this.number = number;
    this.#telephone = exchange.handset(number);
  }

  /** The call they are on, or their latest. */
  get call(): CallView {
    const { call } = this.#telephone;
    if (!call) throw new Error(`${this.number} has not called`);
    return call;
  }

  /** Everything that they heard in this call so far, without the silence between. */
  get heard(): Heard[] {
    return listHeard(this.#exchange.transcript.events, this.call.sid);
  }

  calls(options?: DialOptions): void {
    this.#cursor = this.#exchange.transcript.events.length;
    this.#telephone.dial(options);
  }

  presses(keys: string): void {
    this.#telephone.press(keys);
  }

  hangsUp(): void {
    this.#telephone.hangUp();
  }

  /** The next that they hear begins, and is this; gives how long it will take, in seconds. */
  async hears(expected: Heard): Promise<number> {
    const event = await this.#next();
    if (event.type !== 'hear') throw this.#surprise(expected, describe(event));
    const heard = nameSound(event.sound);
    if (heard !== expected) throw this.#surprise(expected, heard);
    return event.durationMs / 1000;
  }

  /** The next that they hear is this, and they listen until it is over. */
  async hearsOut(expected: Heard): Promise<void> {
    await this.#exchange.wait(await this.hears(expected));
  }

  async isNumberInLine(place: number): Promise<void> {
    await this.hears(`place ${place}`);
  }

  async hearsMusic(): Promise<void> {
    await this.hears('music');
  }

  /** They come to talk with somebody, and it is this one; what they hear until then is passed over. */
  async talksWith(other: Person): Promise<void> {
    let event = await this.#next();
    while (event.type === 'hear') event = await this.#next();
    if (event.type !== 'bridged') throw this.#surprise('a talk', describe(event));
    const { sid } = this.call;
    const [with_] = event.calls.filter((call) => call !== sid);
    if (with_ !== other.call.sid) throw this.#surprise(`a talk with ${other.number}`, 'another');
  }

  /** Next their call ends, with nothing more heard. */
  async isCutOff(status: CallStatus = 'completed'): Promise<void> {
    const event = await this.#next();
    const what = describe(event);
    if (what !== `the end of the call: ${status}`) throw this.#surprise('to be cut off', what);
  }

  /** The exchange takes them into the queue. */
  async isQueued(): Promise<void> {
    const { sid } = this.call;
    await this.#happens((event) => event.type === 'enqueued' && event.call === sid);
  }

  /** An operator takes them out of the queue; they have heard nothing of it yet. */
  async isTakenOutOfTheQueue(): Promise<void> {
    const { sid } = this.call;
    await this.#happens((event) => event.type === 'dequeued' && event.call === sid);
  }

  /** The other side of their talk is gone. */
  async isLeftAlone(): Promise<void> {
    const { sid } = this.call;
    await this.#happens((event) => event.type === 'parted' && event.calls.includes(sid));
  }

  async #next(): Promise<ExchangeEvent> {
    const { sid } = this.call;
    return this.#happens((event) => {
      if (event.type === 'bridged') return event.calls.includes(sid);
      if (event.type === 'ended') return event.call === sid;
      return event.type === 'hear' && event.call === sid && event.sound.kind !== 'silence';
    });
  }

  async #happens(matches: (event: ExchangeEvent) => boolean): Promise<ExchangeEvent> {
    const event = await this.#exchange.waitFor(matches, { since: this.#cursor });
    this.#cursor = event.seq + 1;
    return event;
  }

  #surprise(expected: string, actual: string | undefined): Error {
    return new Error(`${this.number} expects ${expected}, and gets ${actual ?? 'silence'}`);
  }
}

function describe(event: ExchangeEvent): string | undefined {
  if (event.type === 'hear') return nameSound(event.sound);
  return event.type === 'ended' ? `the end of the call: ${event.status}` : 'a talk';
}
