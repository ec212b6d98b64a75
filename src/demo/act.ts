import type { ExchangeEvent } from '../simulator/events';
import type { CallView, Exchange } from '../simulator/exchange-types';
import { type Customer, type Operator, type Plot, timeOfDayMs } from './plot';

/**
 * Lets the people of a plot make their calls, from the exchange's present, which is the plot's
 * beginning, until the last call is over.
 */
export async function actOut(exchange: Exchange, plot: Plot): Promise<void> {
  const stage: Stage = { exchange, midnight: exchange.startedAt - timeOfDayMs(plot.opensAt) };
  await Promise.all([
    ...plot.operators.map((operator) => playOperator(stage, operator)),
    ...plot.customers.map((customer) => playCustomer(stage, customer)),
  ]);
  await exchange.settled();
}

interface Stage {
  exchange: Exchange;
  /** Midnight before the plot, counted back from its beginning. */
  midnight: number;
}

async function playOperator(stage: Stage, { number, shifts }: Operator): Promise<void> {
  const telephone = stage.exchange.handset(number);
  for (const { comesAt, leavesAt } of shifts) {
    await waitUntil(stage, comesAt);
    telephone.dial();
    await waitUntil(stage, leavesAt);
    telephone.hangUp();
  }
}

async function playCustomer(stage: Stage, customer: Customer): Promise<void> {
  const { exchange } = stage;
  await waitUntil(stage, customer.callsAt);
  const telephone = exchange.handset(customer.number);
  const call = telephone.dial({ forwardedFrom: customer.forwardedFrom });

  let since = 0;
  for (const { key, afterSeconds } of customer.keys ?? []) {
    const prompt = await exchange.waitFor((event) => isPrompt(event, call), { since });
    since = prompt.seq + 1;
    await exchange.wait(afterSeconds);
    telephone.press(key);
  }
  if (customer.leavesMenuAfterSeconds !== undefined) {
    await exchange.waitFor((event) => isPrompt(event, call));
    await exchange.wait(customer.leavesMenuAfterSeconds);
    telephone.hangUp();
  }

  const queued = await exchange.waitFor((event) => isEnd(event, call) || isQueued(event, call));
  if (isEnd(queued, call)) return;
  const answered = new AbortController();
  if (customer.patienceSeconds !== undefined) {
    exchange.clock.sleep(1000 * customer.patienceSeconds, answered.signal).then(
      () => telephone.hangUp(),
      () => {},
    );
  }
  const next = await exchange.waitFor((event) => isEnd(event, call) || isTalk(event, call));
  answered.abort();
  if (next.type !== 'bridged') return;
  await exchange.wait(customer.talkSeconds ?? 0);
  const other = exchange.calls.find(({ sid }) => sid === next.calls[1]);
  if (customer.hangsUp === 'operator' && other) exchange.handset(other.from).hangUp();
  else telephone.hangUp();
}

function waitUntil({ exchange, midnight }: Stage, timeOfDay: string): Promise<void> {
  return exchange.wait((midnight + timeOfDayMs(timeOfDay) - exchange.clock.now()) / 1000);
}

function isPrompt(event: ExchangeEvent, { sid }: CallView): boolean {
  return event.type === 'hear' && event.call === sid && event.sound.kind === 'say';
}

function isQueued(event: ExchangeEvent, { sid }: CallView): boolean {
  return event.type === 'enqueued' && event.call === sid;
}

function isEnd(event: ExchangeEvent, { sid }: CallView): boolean {
  return event.type === 'ended' && event.call === sid;
}

function isTalk(event: ExchangeEvent, { sid }: CallView): boolean {
  return event.type === 'bridged' && event.calls[0] === sid;
}
