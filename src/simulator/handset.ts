import type { Call } from './call';
import type { Clock } from './clock';
import type { EventBody } from './events';
import type { DialOptions, Handset } from './exchange-types';

/** How a telephone that rings is answered. */
export type Pickup = 'answered' | 'busy' | 'rejected';

/** What a telephone needs of its exchange. */
export interface TelephoneLine {
  clock: Clock;
  tell(event: EventBody): void;
  /** Begins a call from the telephone. */
  dial(from: string, options: DialOptions): Call;
}

/** A telephone, from both sides: a person holds it, and the exchange rings it. */
export class Telephone implements Handset {
  readonly number: string;
  whenCalled: Handset['whenCalled'] = 'wait';
  #call: Call | undefined;
  #pickUp: ((pickup: Pickup) => void) | undefined;
  readonly #line: TelephoneLine;

  constructor(number: string, line: TelephoneLine) {
    this.number = number;
    this.#line = line;
  }

  get call(): Call | undefined {
    return this.#call;
  }

  get isBusy(): boolean {
    return this.#call !== undefined && !this.#call.hasEnded;
  }

  dial(options: DialOptions = {}): Call {
    if (this.isBusy) throw new Error(`${this.number} is on a call already.`);
    this.#call = this.#line.dial(this.number, options);
    return this.#call;
  }

  press(keys: string): void {
    if (!/^[0-9*#wW]+$/.test(keys)) throw new Error(`${JSON.stringify(keys)} are not keys.`);
    const call = this.#requireCall('press keys');
    this.#line.tell({ type: 'press', call: call.sid, keys });
    void this.#pressOneByOne(call, keys);
  }

  async #pressOneByOne(call: Call, keys: string): Promise<void> {
    for (const key of keys) {
      if (key === 'w' || key === 'W') await this.#line.clock.sleep(key === 'w' ? 500 : 1000);
      else call.press(key);
    }
  }

  speak(seconds: number): void {
    const call = this.#requireCall('speak');
    this.#line.tell({ type: 'speak', call: call.sid, seconds });
    call.speak(1000 * seconds);
  }

  answer(): void {
    this.#pickUpAs('answer', 'answered');
  }

  reject(): void {
    this.#pickUpAs('reject', 'rejected');
  }

  hangUp(): void {
    const call = this.#call;
    if (!call || call.hasEnded) return;
    if (this.#pickUp) {
      this.reject();
    } else {
      this.#line.tell({ type: 'hang-up', call: call.sid });
      call.end();
    }
  }

  /** Rings for a call of the exchange, until somebody decides or `signal` is aborted. */
  ring(call: Call, signal: AbortSignal): Promise<Pickup> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.isBusy || this.whenCalled === 'busy') return Promise.resolve('busy');
    this.#call = call;
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#pickUp = undefined;
        reject(signal.reason);
      };
      this.#pickUp = (pickup) => {
        this.#pickUp = undefined;
        signal.removeEventListener('abort', stop);
        resolve(pickup);
      };
      signal.addEventListener('abort', stop, { once: true });
      void this.#actByItself(signal);
    });
  }

  async #actByItself(signal: AbortSignal): Promise<void> {
    const { whenCalled } = this;
    if (whenCalled === 'reject') this.reject();
    if (typeof whenCalled !== 'object') return;
    try {
      await this.#line.clock.sleep(1000 * whenCalled.answerAfterSeconds, signal);
    } catch {
      return;
    }
    if (this.#pickUp) this.answer();
  }

  #pickUpAs(type: 'answer' | 'reject', pickup: Pickup): void {
    const call = this.#requireCall(type);
    const pickUp = this.#pickUp;
    if (!pickUp) throw new Error(`${this.number} is not ringing.`);
    this.#pickUp = undefined;
    this.#line.tell({ type, call: call.sid });
    pickUp(pickup);
  }

  #requireCall(action: string): Call {
    if (!this.#call || this.#call.hasEnded) {
      throw new Error(`${this.number} cannot ${action}: it is not on a call.`);
    }
    return this.#call;
  }
}
