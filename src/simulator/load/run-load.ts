import type { DebuggerEntry, ExchangeEvent } from '../events';
import type { Exchange } from '../exchange-types';
import { untilAborted } from '../interruption';
import { type CustomerCall, placeCustomerCall } from './customer-call';
import type { CustomerRecord, LoadRecord, ServiceRecord } from './load-record';
import { type DebuggerCount, type LoadResults, summarizeLoad } from './load-results';
import { createOperatorPhone, type OperatorPhone } from './operator-phone';
import type { LoadPlan } from './plan-load';
import type { WebhookMeter } from './webhook-meter';

/** How a load run goes, apart from its plan. */
export interface LoadRunOptions {
  /** What customers press once something is heard; `1` by default, nothing where empty. */
  keys?: string | undefined;
  /** How long after the first sound they press it; 1 by default. */
  reactionSeconds?: number | undefined;
  /** How long before the first customer operators dial in; 5 by default. */
  operatorsAheadSeconds?: number | undefined;
  /** What a good answer is: within this time; 20 by default. */
  withinSeconds?: number | undefined;
  /** What the exchange's client is measured by, if it is. */
  webhooks?: WebhookMeter | undefined;
  /** Called about once a second of real time, and at the end. */
  onProgress?: ((progress: LoadProgress) => void) | undefined;
  /** Breaks the run off: everybody hangs up, and the results are those so far. */
  signal?: AbortSignal | undefined;
}

/** How far a run has come. */
export interface LoadProgress {
  /** On the exchange's clock, since the first customer could call. */
  elapsedSeconds: number;
  forSeconds: number;
  planned: number;
  placed: number;
  inQueue: number;
  talking: number;
  answered: number;
  abandoned: number;
  failed: number;
  /** Of real seconds, since the last report. */
  requestsPerSecond: number;
}

const PROGRESS_MS = 1000;
/** How long the last wrap-up is waited for. */
const LAST_WRAP_UP_SECONDS = 60;

/**
 * Calls an application as planned: operators dial in, customers call, and when the last of them is
 * done, operators hang up. Rejects where a telephone is used as the exchange does not allow.
 *
 * Nothing is kept but a few numbers per call, so the exchange may keep few events (`keepEvents`).
 */
export function runLoad(
  exchange: Exchange,
  plan: LoadPlan,
  options: LoadRunOptions = {},
): Promise<LoadResults> {
  return exchange.clock.drive(new LoadRun(exchange, plan, options).run());
}

class LoadRun {
  readonly #exchange: Exchange;
  readonly #plan: LoadPlan;
  readonly #options: LoadRunOptions;
  /** Aborted when the run is broken off. */
  readonly #stopped: AbortSignal;
  /** Aborted, with the error, when something happens that must not. */
  readonly #failure = new AbortController();
  readonly #interrupted: AbortSignal;
  readonly #customers: CustomerRecord[] = [];
  /** Those on the line, by call. */
  readonly #callers = new Map<string, CustomerCall>();
  readonly #operators: OperatorPhone[] = [];
  readonly #operatorsByCall = new Map<string, OperatorPhone>();
  readonly #services: ServiceRecord[] = [];
  readonly #debugger = new Map<string, DebuggerCount>();
  #startedAt = 0;
  #requests = 0;
  #lastReport = { atMs: performance.now(), requests: 0 };

  constructor(exchange: Exchange, plan: LoadPlan, options: LoadRunOptions) {
    this.#exchange = exchange;
    this.#plan = plan;
    this.#options = options;
    this.#stopped = options.signal ?? new AbortController().signal;
    this.#interrupted = AbortSignal.any([this.#stopped, this.#failure.signal]);
  }

  async run(): Promise<LoadResults> {
    const { clock, transcript } = this.#exchange;
    const unsubscribe = transcript.subscribe((event) => this.#handle(event));
    const reporting = setInterval(() => this.#report(), PROGRESS_MS);
    reporting.unref();
    try {
      this.#operatorsDialIn();
      await this.#sleepUntil(clock.now() + 1000 * (this.#options.operatorsAheadSeconds ?? 5));
      this.#startedAt = clock.now();
      await this.#customersCall();
      const arrivalsEndedAt = clock.now();
      await this.#customersFinish();
      await this.#operatorsFinish();
      const endedAt = clock.now();
      await untilAborted(this.#exchange.settled(), this.#failure.signal);
      this.#report();
      return summarizeLoad(this.#record(arrivalsEndedAt, endedAt), {
        withinSeconds: this.#options.withinSeconds ?? 20,
        requests: this.#requests,
        debugger: [...this.#debugger.values()].sort((a, b) => b.count - a.count),
        webhooks: this.#options.webhooks?.figures(),
      });
    } finally {
      clearInterval(reporting);
      unsubscribe();
    }
  }

  #operatorsDialIn(): void {
    for (const number of this.#plan.operators) {
      const operator = createOperatorPhone(
        this.#exchange.clock,
        this.#exchange.handset(number),
        (service) => this.#services.push(service),
        this.#fail,
      );
      operator.onDialled = (callSid) => this.#operatorsByCall.set(callSid, operator);
      operator.dial();
      this.#operators.push(operator);
    }
  }

  async #customersCall(): Promise<void> {
    const { clock } = this.#exchange;
    for (const planned of this.#plan.customers) {
      await this.#sleepUntil(this.#startedAt + 1000 * planned.arrivalSeconds);
      if (this.#stopped.aborted) return;
      const caller = placeCustomerCall(
        clock,
        this.#exchange.handset(planned.number),
        planned,
        {
          keys: this.#options.keys ?? '1',
          reactionSeconds: this.#options.reactionSeconds ?? 1,
        },
        this.#fail,
      );
      this.#customers.push(caller.record);
      this.#callers.set(caller.record.callSid, caller);
    }
    await this.#sleepUntil(this.#startedAt + 1000 * this.#plan.forSeconds);
  }

  async #customersFinish(): Promise<void> {
    const stop = () => {
      for (const caller of [...this.#callers.values()]) caller.stop();
    };
    this.#stopped.addEventListener('abort', stop, { once: true });
    if (this.#stopped.aborted) stop();
    const ends = [...this.#callers.values()].map(({ ended }) => ended);
    await untilAborted(Promise.all(ends), this.#failure.signal);
    this.#stopped.removeEventListener('abort', stop);
  }

  /** Operators stay until their last wrap-up is over, so that it can be measured. */
  async #operatorsFinish(): Promise<void> {
    const { clock } = this.#exchange;
    const latest = clock.now() + 1000 * LAST_WRAP_UP_SECONDS;
    while (
      clock.now() < latest &&
      !this.#stopped.aborted &&
      !this.#operators.every((operator) => operator.isReady())
    ) {
      await this.#sleepUntil(clock.now() + 1000);
    }
    for (const operator of this.#operators) operator.leave();
  }

  /** Sleeps, until the moment has come or the run is broken off. */
  async #sleepUntil(at: number): Promise<void> {
    const { clock } = this.#exchange;
    try {
      await clock.sleep(at - clock.now(), this.#interrupted);
    } catch {
      this.#failure.signal.throwIfAborted();
    }
  }

  readonly #fail = (error: unknown): void => this.#failure.abort(error);

  #handle(event: ExchangeEvent): void {
    switch (event.type) {
      case 'bridged':
      case 'parted': {
        const [customer, operator] = event.calls;
        this.#callers.get(customer)?.handle(event);
        this.#operatorsByCall.get(operator)?.handle(event);
        return;
      }
      case 'dequeued':
        this.#callers.get(event.call)?.handle(event);
        if (event.by !== undefined) this.#operatorsByCall.get(event.by)?.handle(event);
        return;
      case 'debugger':
        this.#countDebuggerEntry(event);
        return;
      case 'response':
      case 'failure':
        this.#requests += 1;
        break;
    }
    this.#callers.get(event.call)?.handle(event);
    this.#operatorsByCall.get(event.call)?.handle(event);
    if (event.type === 'ended') this.#callers.delete(event.call);
  }

  #countDebuggerEntry({ code, level, message }: DebuggerEntry): void {
    const key = `${code} ${level}`;
    const known = this.#debugger.get(key);
    if (known) known.count += 1;
    else this.#debugger.set(key, { code, level, count: 1, message });
  }

  #report(): void {
    const { onProgress } = this.#options;
    if (!onProgress) return;
    const atMs = performance.now();
    const { requests } = this.#lastReport;
    const realSeconds = Math.max(0.001, (atMs - this.#lastReport.atMs) / 1000);
    this.#lastReport = { atMs, requests: this.#requests };
    const callers = [...this.#callers.values()];
    const count = (is: (record: CustomerRecord) => boolean) => this.#customers.filter(is).length;
    onProgress({
      elapsedSeconds:
        this.#startedAt === 0 ? 0 : (this.#exchange.clock.now() - this.#startedAt) / 1000,
      forSeconds: this.#plan.forSeconds,
      planned: this.#plan.customers.length,
      placed: this.#customers.length,
      inQueue: callers.filter(({ state }) => state === 'queue').length,
      talking: callers.filter(({ state }) => state === 'talk').length,
      answered: count(({ bridgedAt }) => bridgedAt !== undefined),
      abandoned: count(({ outcome }) => outcome === 'abandoned'),
      failed: count(({ outcome }) => outcome === 'failed'),
      requestsPerSecond: (this.#requests - requests) / realSeconds,
    });
  }

  #record(arrivalsEndedAt: number, endedAt: number): LoadRecord {
    return {
      operators: this.#operators.length,
      startedAt: this.#startedAt,
      arrivalsEndedAt,
      endedAt,
      wasStopped: this.#stopped.aborted,
      customers: this.#customers,
      operatorCalls: this.#operators.flatMap(({ calls }) => calls),
      services: this.#services,
    };
  }
}
