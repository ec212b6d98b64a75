import type { DialectName } from '../../src/database/dialect';
import type { CallView, Exchange, ExchangeOptions } from '../../src/simulator/exchange-types';
import { type CallCentre, type Centre, openCallCentre } from './call-centre';
import { clearHistory, type History, readHistory } from './history-rows';
import { Person } from './person';

/** Operators who are in the table of every call centre, unless it is told otherwise. */
export const OPERATORS = ['+815011110001', '+815011110002', '+815011110003'] as const;

/** A morning at a call centre: people, an exchange, a server, and rows. */
export interface Scenario<C extends Centre = CallCentre> {
  centre: C;
  exchange: Exchange;
  /** Somebody whose number is not among the operators'; a new one each time. */
  customer(number?: string): Person;
  /** The operator with this number, the first unless told otherwise. */
  operator(number?: string): Person;
  /** Lets so many seconds pass. */
  wait(seconds: number): Promise<void>;
  /** The rows after every call has ended, which they have to do by themselves. */
  history(): Promise<History>;
  /** How long a call was in the queue, in whole seconds by the exchange's clock. */
  secondsQueued(call: CallView): number;
  /** How long a call was in progress, in whole seconds; 0 of one that never was. */
  secondsOf(call: CallView): number;
  /** The one queue's name at the exchange. */
  readonly queueSid: string;
  /** What the debugger log must hold at the end, by Twilio's numbers; nothing unless told. */
  expectDebugger(...codes: number[]): void;
}

/** What a call centre in scenarios has of its own. */
export interface ScenarioOptions {
  operators?: readonly string[];
  settings?: Record<string, string>;
}

/** A call centre for all scenarios of a `describe`, as `useCentre` has it. */
export function useCallCentre(
  dialect: DialectName,
  { operators = OPERATORS, settings = {} }: ScenarioOptions = {},
): (options?: Partial<ExchangeOptions>) => Scenario {
  return useCentre(() => openCallCentre(dialect, operators, settings), operators);
}

/**
 * A centre for all scenarios of a `describe`, with an exchange for each, begun by the function that
 * it gives. After each one the debugger log and the server's errors are looked at.
 */
export function useCentre<C extends Centre>(
  open: () => Promise<C>,
  operators: readonly string[],
): (options?: Partial<ExchangeOptions>) => Scenario<C> {
  let centre: C;
  let running: { exchange: Exchange; debuggerCodes: number[] }[] = [];

  beforeAll(async () => {
    centre = await open();
  });
  afterAll(() => centre.close());
  beforeEach(() => clearHistory(centre.database.db));
  afterEach(async () => {
    const ended = running;
    running = [];
    for (const { exchange } of ended) await endEveryCall(exchange);
    for (const { exchange, debuggerCodes } of ended) {
      expect(exchange.debuggerLog.map(({ code }) => code)).toEqual(debuggerCodes);
    }
    expect(centre.server.logLines().filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  return (options) => {
    const exchange = centre.openExchange(options);
    const debuggerCodes: number[] = [];
    running.push({ exchange, debuggerCodes });
    return createScenario(centre, exchange, debuggerCodes, operators[0]);
  };
}

/** Lets everything come to its end that hanging up leads to, and closes the exchange. */
async function endEveryCall(exchange: Exchange): Promise<void> {
  for (const { sid, endedAt } of exchange.calls) {
    if (endedAt === undefined) exchange.updateCall(sid, { status: 'completed' });
  }
  await exchange.settled();
  await exchange.close();
}

function createScenario<C extends Centre>(
  centre: C,
  exchange: Exchange,
  debuggerCodes: number[],
  firstOperator = '',
): Scenario<C> {
  let customers = 0;
  const person = (number: string) => new Person(exchange, number);
  return {
    centre,
    exchange,
    customer(number) {
      customers += 1;
      return person(number ?? `+81901234${String(customers).padStart(4, '0')}`);
    },
    operator: (number = firstOperator) => person(number),
    wait: (seconds) => exchange.wait(seconds),
    async history() {
      await exchange.settled();
      return readHistory(centre.database.db, exchange.calls);
    },
    secondsQueued({ sid }) {
      const at = (type: 'enqueued' | 'dequeued') => {
        const { events } = exchange.transcript;
        const event = events.find((event) => event.type === type && event.call === sid);
        if (!event) throw new Error(`${sid} was not ${type}`);
        return event.at;
      };
      return Math.round((at('dequeued') - at('enqueued')) / 1000);
    },
    secondsOf({ answeredAt, endedAt }) {
      if (answeredAt === undefined || endedAt === undefined) return 0;
      return Math.round((endedAt - answeredAt) / 1000);
    },
    get queueSid() {
      const { queues } = exchange;
      if (queues.length !== 1) throw new Error(`there are ${queues.length} queues`);
      return queues[0]?.sid ?? '';
    },
    expectDebugger(...codes) {
      debuggerCodes.push(...codes);
    },
  };
}
