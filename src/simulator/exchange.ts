import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Call, type CallParties } from './call';
import { statusParameters } from './call-parameters';
import { type DocumentRequest, type DocumentScope, withoutSecrets } from './document';
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
import { CallEnded, CallRedirected } from './interruption';
import type { WaitingQueue } from './queue';
import { QueueRegister } from './queue-register';
import { createRandom, type Random } from './random';
import { runDocuments, runWithFallback } from './run';
import type { CallWebhook, Switchboard } from './switchboard';
import { createTranscript, type Transcript } from './transcript';
import { createTransit } from './transit';
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
  readonly #debuggerLog: (DebuggerEntry & { at: number })[] = [];
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
    // As many as there are requests on their way.
    setMaxListeners(0, this.#closing.signal);
    this.clock = clock;
    this.seed = seed;
    this.startedAt = clock.now();
    this.number = options.number;
    this.fallbackUrl = options.fallbackUrl;
    this.random = createRandom(seed);
    this.#transit = createTransit(clock);
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
      random: createRandom(seed + 1),
      authToken: this.authToken,
      transcript: this.transcript,
      signal: this.#closing.signal,
      ...(route ? { route } : {}),
      ...(faults ? { faults } : {}),
      ...(onMeasured ? { onMeasured } : {}),
    });
  }

  get debuggerLog() {
    return this.#debuggerLog;
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
    const { voiceUrl, voiceMethod = 'POST' } = this.#options;
    this.continueCall(call, { purpose: 'voice-url', url: voiceUrl, method: voiceMethod });
    return call;
  }

  // Calls

  startCall(parties: Omit<CallParties, 'sid'>): Call {
    return this.#addCall({ ...parties, sid: this.random.sid('CA') });
  }

  #addCall(parties: CallParties): Call {
    const call = new Call(parties, this.clock, this.tell);
    this.#calls.set(call.sid, call);
    return call;
  }

  continueCall(call: Call, first: DocumentRequest): void {
    this.track(this.#serve(call, first));
  }

  /** From a document of a call to the call's end. */
  async #serve(call: Call, first: DocumentRequest): Promise<void> {
    let next: DocumentRequest | undefined = first;
    while (next && !call.hasEnded) next = await this.#serveUntilRedirected(call, next);
    call.end();
  }

  async #serveUntilRedirected(
    call: Call,
    first: DocumentRequest,
  ): Promise<DocumentRequest | undefined> {
    const scope: DocumentScope = {
      switchboard: this,
      call,
      signal: call.signal,
      context: 'call',
      extraParameters: () => [],
    };
    try {
      await runWithFallback(scope, first);
      return undefined;
    } catch (interruption) {
      if (interruption instanceof CallEnded) return undefined;
      if (!(interruption instanceof CallRedirected)) throw interruption;
      return call.resume() ?? interruption.to;
    }
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
    // https://www.twilio.com/docs/api/errors/15003
    const fault = webhook.purpose.endsWith('status-callback')
      ? ({ level: 'warning', code: 15003 } as const)
      : ({ level: 'error', code } as const);
    const place = { url: withoutSecrets(webhook.url), line: undefined, text: undefined };
    this.report({ call: call.sid, message, ...fault, ...place });
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
    if (this.#isClosed) return;
    this.#debuggerLog.push({ ...entry, type: 'debugger', at: this.clock.now() });
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

  /** https://www.twilio.com/docs/voice/api/call-resource (update a call) */
  updateCall(callSid: string, update: CallUpdate): void {
    const call = this.#getCall(callSid);
    const isInProgress = call.answeredAt !== undefined && !call.hasEnded;
    if ('status' in update) {
      if (call.hasEnded) throw notInProgress();
      // `canceled` does not affect calls in progress; `completed` also ends those that ring.
      if (update.status === 'completed' || !isInProgress) call.end('canceled');
      return;
    }
    if (!isInProgress) throw notInProgress();
    if ('url' in update) {
      if (update.twiml !== undefined) this.#reportIgnoredTwiml(callSid, update.url);
      call.redirect({ purpose: 'rest-url', url: update.url, method: update.method });
    } else {
      call.redirect({ twiml: update.twiml });
    }
  }

  /** https://www.twilio.com/docs/api/errors/32019 */
  #reportIgnoredTwiml(callSid: string, address: string): void {
    const message = 'Twiml and Url are both given; Url is used';
    const place = { url: withoutSecrets(address), line: undefined, text: undefined };
    this.report({ call: callSid, level: 'warning', code: 32019, message, ...place });
  }

  #getCall(sid: string): Call {
    const call = this.#calls.get(sid);
    if (!call) throw new ExchangeError(20404, 404, `There is no call ${sid}.`);
    return call;
  }
}

/** https://www.twilio.com/docs/api/errors/21220 */
function notInProgress(): ExchangeError {
  return new ExchangeError(21220, 400, 'Call is not in-progress. Cannot redirect.');
}

/** Withheld numbers are words, and many telephones have the same. */
function isDiallable(number: string): boolean {
  return /^(\+|client:|sip:)/.test(number);
}
