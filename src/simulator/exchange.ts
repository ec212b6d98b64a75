import { randomInt } from 'node:crypto';
import { describeError } from '../errors';
import { Call, type CallParties } from './call';
import { callTokenOf, statusParameters } from './call-parameters';
import { type DocumentRequest, withoutSecrets } from './document';
import type { DebuggerEntry, EventBody, ExchangeEvent } from './events';
import { ExchangeError } from './exchange-error';
import type {
  CallUpdate,
  CallView,
  DialOptions,
  Exchange,
  ExchangeOptions,
  QueueView,
  WaitOptions,
} from './exchange-types';
import type { FaultRule } from './faults';
import { Telephone } from './handset';
import type { WaitingQueue } from './queue';
import { QueueRegister } from './queue-register';
import { createRandom, type Random } from './random';
import { runDocuments, serveCall } from './run';
import type { CallWebhook, Switchboard } from './switchboard';
import { createTranscript, type Transcript } from './transcript';
import { createTransit } from './transit';
import { updateCall } from './update-call';
import { waitForEvent } from './wait-for-event';
import { createWebhookClient, type WebhookClient, type WebhookOutcome } from './webhook/client';

const DEFAULT_PLAY_SECONDS = 120;

/** An exchange with one number and the application behind it. */
export function createExchange(options: ExchangeOptions): Exchange {
  return new TelephoneExchange(options);
}

class TelephoneExchange implements Exchange, Switchboard {
  readonly clock: ExchangeOptions['clock'];
  readonly number: string;
  readonly seed: number;
  readonly startedAt: number;
  readonly accountSid: string;
  readonly authToken: string;
  readonly random: Random;
  readonly transcript: Transcript;
  readonly fallbackUrl: string | undefined;
  readonly runDocuments = runDocuments;
  readonly #options: ExchangeOptions;
  readonly #client: WebhookClient;
  readonly #transit: (call: Call) => Promise<void>;
  readonly #calls = new Map<string, Call>();
  readonly #queues: QueueRegister;
  readonly #telephones = new Map<string, Telephone>();
  readonly #work = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  #isClosed = false;

  constructor(options: ExchangeOptions) {
    const { clock, faults, keepEvents, onMeasured, route } = options;
    const seed = options.seed ?? randomInt(2 ** 31);
    this.#options = options;
    this.clock = clock;
    this.seed = seed;
    this.startedAt = clock.now();
    this.number = options.number;
    this.fallbackUrl = options.fallbackUrl;
    const namesSeed = options.hasNewNames ? randomInt(2 ** 31) : seed;
    this.random = createRandom(namesSeed);
    this.#transit = createTransit(clock, seed + 2);
    // Drawn also where they are given, so that what is drawn after them stays the same.
    const [accountSid, authToken] = [this.random.sid('AC'), this.random.hex(32)];
    this.accountSid = options.accountSid ?? accountSid;
    this.authToken = options.authToken ?? authToken;
    this.transcript = createTranscript(clock, keepEvents);
    const { maxQueueSize } = options;
    this.#queues = new QueueRegister({ clock, random: this.random, tell: this.tell, maxQueueSize });
    this.#client = createWebhookClient({
      clock,
      // Chance of its own: how many requests there are must not change who is called what.
      random: createRandom(namesSeed + 1),
      authToken: this.authToken,
      transcript: this.transcript,
      signal: this.#closing.signal,
      route,
      faults,
      onMeasured,
    });
  }

  get debuggerLog() {
    return this.transcript.events.filter((event) => event.type === 'debugger');
  }

  get calls(): readonly CallView[] {
    return [...this.#calls.values()];
  }

  get queues(): readonly QueueView[] {
    return this.#queues.list();
  }

  // Handsets

  handset(number: string): Telephone {
    const known = this.#telephones.get(number);
    if (known) return known;
    const telephone = new Telephone(number, {
      clock: this.clock,
      tell: this.tell,
      dial: (from, dialOptions) => this.#dial(from, dialOptions),
    });
    if (isDiallable(number)) this.#telephones.set(number, telephone);
    return telephone;
  }

  findTelephone(number: string): Telephone | undefined {
    return this.#telephones.get(number);
  }

  #dial(from: string, { forwardedFrom, callerName }: DialOptions): Call {
    const to = this.number;
    const sid = this.random.sid('CA');
    this.tell({ type: 'dial', call: sid, from, to, forwardedFrom, callerName });
    const call = this.#addCall({ sid, from, to, direction: 'inbound', forwardedFrom, callerName });
    call.setStatus('ringing');
    call.onEnded = () => this.#reportEnd(call);
    const { voiceUrl: url, voiceMethod: method = 'POST' } = this.#options;
    const parameters = method === 'POST' ? [['CallToken', callTokenOf(call)] as const] : [];
    this.continueCall(call, { purpose: 'voice-url', url, method, parameters });
    return call;
  }

  // Calls

  startCall(parties: Omit<CallParties, 'sid'>): Call {
    return this.#addCall({ ...parties, sid: this.random.sid('CA') });
  }

  #addCall(parties: CallParties): Call {
    const call = new Call(parties, this.#calls.size, this.clock, this.tell);
    this.#calls.set(call.sid, call);
    return call;
  }

  continueCall(call: Call, first: DocumentRequest): void {
    this.track(serveCall(this, call, first).catch((error) => this.#reportOwnFault(call, error)));
  }

  /** A fault of the exchange ends the call that met it, not the program that the exchange is part of. */
  #reportOwnFault(call: Call, error: unknown): void {
    const message = `The exchange itself failed: ${describeError(error)}`;
    const place = { url: undefined, line: undefined, text: undefined };
    this.report({ call: call.sid, level: 'error', code: 0, message, ...place });
    call.end();
  }

  /** https://www.twilio.com/docs/usage/webhooks/voice-webhooks (call status changes) */
  #reportEnd(call: Call): void {
    const { statusCallback, statusCallbackMethod = 'POST' } = this.#options;
    if (statusCallback === undefined) return;
    void this.callBack(call, {
      purpose: 'status-callback',
      url: statusCallback,
      method: statusCallbackMethod,
      parameters: statusParameters(call, this.accountSid, {
        sequenceNumber: 0,
        now: this.clock.now(),
      }),
      session: call.callbackSession,
    });
  }

  // Webhooks

  ask(call: Call, webhook: CallWebhook): Promise<WebhookOutcome> {
    const outcome = this.#send(call, webhook);
    // It goes on where nobody waits for its answer any more.
    this.track(outcome);
    return outcome;
  }

  async #send(call: Call, webhook: CallWebhook): Promise<WebhookOutcome> {
    await this.#transit(call);
    if (this.#isClosed) return { ok: false, code: 0, message: 'The exchange is closed' };
    return this.#client.send({ ...webhook, call: call.sid, from: call.from });
  }

  async callBack(call: Call, webhook: CallWebhook): Promise<void> {
    const outcome = await this.ask(call, webhook);
    if (outcome.ok || outcome.code === 0) return;
    const { code, message } = outcome;
    const isWarning = webhook.purpose.endsWith('status-callback');
    this.report({
      call: call.sid,
      level: isWarning ? 'warning' : 'error',
      // Of bad answers alone: https://www.twilio.com/docs/api/errors/15003
      code: isWarning && code === 11217 ? 15003 : code,
      message,
      url: withoutSecrets(webhook.url),
      line: undefined,
      text: undefined,
    });
  }

  setFaults(faults: readonly FaultRule[]): void {
    this.#client.setFaults(faults);
  }

  playSeconds(url: string): number {
    return this.#options.playSeconds?.(url) ?? DEFAULT_PLAY_SECONDS;
  }

  // What happened

  readonly tell = (event: EventBody): void => {
    if (!this.#isClosed) this.transcript.add(event);
  };

  report(entry: Omit<DebuggerEntry, 'type'>): void {
    this.tell({ ...entry, type: 'debugger' });
  }

  track(work: Promise<unknown>): void {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  waitFor(matches: (event: ExchangeEvent) => boolean, options?: WaitOptions): Promise<never> {
    return this.clock.drive(waitForEvent(this, matches, options ?? {}) as Promise<never>);
  }

  async wait(seconds: number): Promise<void> {
    await this.clock.drive(this.clock.sleep(1000 * seconds));
  }

  async settled(): Promise<void> {
    await this.clock.drive(
      (async () => {
        while (this.#work.size > 0) await Promise.all(this.#work);
      })(),
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#closing.abort();
    for (const call of this.#calls.values()) {
      call.onEnded = undefined;
      call.end();
    }
    await this.settled();
  }

  // Queues

  findQueue(name: string): WaitingQueue | undefined {
    return this.#queues.find(name);
  }

  openQueue(name: string): WaitingQueue {
    return this.#queues.open(name);
  }

  // What the REST interface asks for

  createQueue(name: string, maxSize?: number): QueueView {
    return this.#queues.create(name, maxSize);
  }

  updateQueue(sid: string, change: { name?: string; maxSize?: number }): QueueView {
    return this.#queues.update(sid, change);
  }

  removeQueue(sid: string): void {
    this.#queues.remove(sid);
  }

  dequeue(
    queueSid: string,
    callSid: string,
    { url, method }: { url: string; method: 'GET' | 'POST' },
  ): void {
    const queue = this.#queues.get(queueSid);
    const member = queue.members.find(({ call }) => call === callSid);
    if (!member) throw new ExchangeError(20404, 404, `${callSid} is not in ${queue.name}.`);
    this.#getCall(callSid).redirect({ purpose: 'rest-url', url, method });
  }

  updateCall(callSid: string, update: CallUpdate): void {
    updateCall(this, this.#getCall(callSid), update);
  }

  #getCall(sid: string): Call {
    const call = this.#calls.get(sid);
    if (!call) throw new ExchangeError(20404, 404, `There is no call ${sid}.`);
    return call;
  }
}

/** Withheld numbers are words, and many telephones have the same. */
function isDiallable(number: string): boolean {
  return /^(\+|client:|sip:)/.test(number);
}
