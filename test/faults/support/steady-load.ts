import { setMaxListeners } from 'node:events';
import { createVirtualClock } from '../../../src/simulator/clock';
import type { DebuggerEntry } from '../../../src/simulator/events';
import { createExchange } from '../../../src/simulator/exchange';
import type { Exchange, ExchangeOptions } from '../../../src/simulator/exchange-types';
import { planLoad } from '../../../src/simulator/load/plan-load';
import { runLoad } from '../../../src/simulator/load/run-load';
import { createWebhookMeter, type WebhookFigures } from '../../../src/simulator/load/webhook-meter';
import { CENTRE_NUMBER, MUSIC_SECONDS, OPENING } from '../../support/call-centre';
import { eventually } from '../../support/running-server';
import { createLedger, type Ledger, type SentEvent } from './ledger';
import { createPace, paceClock } from './pace';

/** Customers and operators who call, talk and hang up, one after another, until they are stopped. */
export interface SteadyLoad {
  /** Everything so far that has to be remembered. */
  events(): SentEvent[];
  /** Waits until so many more events are acknowledged. */
  goesOn(events: number): Promise<void>;
  /** How fast webhooks were answered so far, in real time. */
  figures(): WebhookFigures;
  /** What Twilio would have found fault with so far. */
  debuggerLog(): readonly DebuggerEntry[];
  /** Everybody hangs up; resolves when every webhook has come to its end. Rejects where calls could not be made. */
  stop(): Promise<void>;
}

/** Who calls what, and how fast. */
export interface SteadyLoadOptions {
  /** As `http://127.0.0.1:3000`; the password is that of `BASIC`. */
  origin: string;
  /** By default, a number that leaves the machine time for the fault. */
  webhooksPerSecond?: number;
  /** What each exchange has besides, such as a token to sign with. */
  exchange?: Pick<ExchangeOptions, 'authToken' | 'route'>;
}

/**
 * An exchange on a virtual clock makes one request after the other, and a server that is slow must
 * not keep all callers waiting: so there are several.
 */
const EXCHANGES = 12;
const OPERATORS_EACH = 1;
const WEBHOOKS_PER_SECOND = 90;

/** However slow the machine is, a load that is served goes on within this time. */
const GOES_ON_MS = 120_000;

/** On the exchanges' clocks; longer than any fault lasts. */
const FOR_SECONDS = 100_000;

/** The operators who take the calls; they have to be in the table. */
export const LOAD_OPERATORS: readonly string[] = Array.from(
  { length: EXCHANGES * OPERATORS_EACH },
  (_, index) => `+81501111${String(index).padStart(4, '0')}`,
);

/** Starts to place calls. */
export function startSteadyLoad({
  origin,
  webhooksPerSecond = WEBHOOKS_PER_SECOND,
  exchange: own = {},
}: SteadyLoadOptions): SteadyLoad {
  const pace = createPace(webhooksPerSecond);
  const meter = createWebhookMeter();
  const stopping = new AbortController();
  setMaxListeners(EXCHANGES, stopping.signal);
  const ledgers: Ledger[] = [];
  const debuggerLog: DebuggerEntry[] = [];

  async function run(index: number): Promise<void> {
    const base = origin.replace('://', '://minicc:secret@');
    const exchange = createExchange({
      clock: paceClock(createVirtualClock(OPENING), pace),
      number: CENTRE_NUMBER,
      voiceUrl: `${base}/index`,
      statusCallback: `${base}/status_callback`,
      playSeconds: () => MUSIC_SECONDS,
      seed: index,
      // Tests share tables.
      hasNewNames: true,
      keepEvents: 1000,
      onMeasured: meter.record,
      ...own,
    });
    observe(exchange);
    await runLoad(exchange, planFor(index), { signal: stopping.signal });
    await exchange.close();
  }

  function observe({ transcript }: Exchange): void {
    const ledger = createLedger();
    ledgers.push(ledger);
    transcript.subscribe((event) => {
      ledger.observe(event);
      if (event.type === 'debugger') debuggerLog.push(event);
    });
  }

  const running = Promise.all(Array.from({ length: EXCHANGES }, (_, index) => run(index)));
  // Whoever stops the load is told.
  running.catch(() => {});
  const events = () => ledgers.flatMap((ledger) => ledger.events);
  const countAcknowledged = () => events().filter((event) => event.isAcknowledged).length;
  return {
    events,
    async goesOn(more) {
      const enough = countAcknowledged() + more;
      await eventually(() => countAcknowledged() >= enough, GOES_ON_MS);
    },
    figures: meter.figures,
    debuggerLog: () => debuggerLog,
    async stop() {
      pace.lift();
      stopping.abort();
      await running;
    },
  };
}

/** Some customers are answered and others give up, so that there are rows of every kind. */
function planFor(index: number) {
  return planLoad({
    callsPerSecond: 0.06,
    forSeconds: FOR_SECONDS,
    operators: LOAD_OPERATORS.slice(index * OPERATORS_EACH, (index + 1) * OPERATORS_EACH),
    reservedNumbers: LOAD_OPERATORS,
    talkSeconds: 30,
    patienceSeconds: 40,
    seed: index,
  });
}
