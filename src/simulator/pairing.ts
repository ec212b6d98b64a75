import type { Call } from './call';
import type { Clock } from './clock';
import type { AddressedRequest } from './document';
import type { EventBody } from './events';

/**
 * Two calls that are being connected, or are: the one who waited or whose document dialled, and the
 * one who took the call.
 */
export class Pairing {
  readonly customer: Call;
  readonly operator: Call;
  /** How long the customer waited for it in a queue. */
  readonly waitedSeconds: number;
  /** What the customer hears before. */
  readonly announcement: AddressedRequest | undefined;
  /** Aborted when it is over, by whichever side. */
  readonly over: AbortSignal;
  readonly #control = new AbortController();
  readonly #clock: Clock;
  readonly #tell: (event: EventBody) => void;
  /** Resolves when the two hear each other. */
  readonly connected: Promise<void>;
  #onConnected: () => void = () => {};
  #connectedAt: number | undefined;
  #endedAt: number | undefined;

  constructor(
    calls: { customer: Call; operator: Call; waitedSeconds?: number },
    clock: Clock,
    tell: (event: EventBody) => void,
    announcement?: AddressedRequest,
  ) {
    this.customer = calls.customer;
    this.operator = calls.operator;
    this.waitedSeconds = calls.waitedSeconds ?? 0;
    this.announcement = announcement;
    this.over = this.#control.signal;
    this.connected = new Promise((resolve) => {
      this.#onConnected = resolve;
    });
    for (const { signal } of [this.customer, this.operator]) {
      // An operator's call sees many pairings: each takes its listener along when it is over.
      signal.addEventListener('abort', () => this.end(), { once: true, signal: this.over });
      if (signal.aborted) this.end();
    }
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Whether the two have heard each other. */
  get wasConnected(): boolean {
    return this.#connectedAt !== undefined;
  }

  /** How long they have heard each other, in whole seconds. */
  get seconds(): number {
    if (this.#connectedAt === undefined) return 0;
    return Math.round(((this.#endedAt ?? this.#clock.now()) - this.#connectedAt) / 1000);
  }

  /** Lets the two hear each other. */
  connect(): void {
    if (this.over.aborted) return;
    this.#connectedAt = this.#clock.now();
    this.#onConnected();
    this.customer.bridgedWith = this.operator.sid;
    this.operator.bridgedWith = this.customer.sid;
    this.#tell({ type: 'bridged', calls: this.#sids });
  }

  /** Parts the two; does nothing the second time. */
  end(): void {
    if (this.over.aborted) return;
    this.#endedAt = this.#clock.now();
    if (this.wasConnected) {
      this.customer.bridgedWith = undefined;
      this.operator.bridgedWith = undefined;
      this.#tell({ type: 'parted', calls: this.#sids, seconds: this.seconds });
    }
    this.#control.abort(new PairingOver());
  }

  /** Waits until it is over, or until `signal` is aborted, which ends it and rejects. */
  async lasting(signal: AbortSignal): Promise<void> {
    const end = () => this.end();
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    if (!this.over.aborted) {
      await new Promise<void>((resolve) => {
        this.over.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    signal.removeEventListener('abort', end);
    signal.throwIfAborted();
  }

  get #sids(): [customer: string, operator: string] {
    return [this.customer.sid, this.operator.sid];
  }
}

/** Why a call leaves what it is doing: the other side is gone. */
class PairingOver extends Error {
  override readonly name = 'PairingOver';
}
