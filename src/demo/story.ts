import type { EventTable } from '../database/tables';
import type { ExchangeEvent } from '../simulator/events';
import type { CustomerKey, OperatorKey } from './plot';
import type { Row } from './rows';
import { listSteps, listTalks, type Reading, type Step, type Talk } from './steps';

/** One customer's call, and the rows that came of it. */
export interface CustomerStory {
  customer: CustomerKey;
  callSid: string;
  /** Milliseconds since 1970, UTC. */
  calledAt: number;
  from: string;
  steps: readonly Step[];
  rows: readonly Row[];
}

/** One time that an operator was on the queue; `from` and `until` are milliseconds since 1970. */
export interface ShiftStory {
  operator: OperatorKey;
  number: string;
  callSid: string;
  from: number;
  until: number;
  customers: number;
  talkSeconds: number;
  rows: readonly Row[];
}

/** The morning in figures; each customer is in one of the four groups. */
export interface Summary {
  customers: number;
  answered: number;
  abandoned: number;
  informed: number;
  leftMenu: number;
  /** Of all who were in line, those who gave up included. */
  averageWaitSeconds: number;
  longestWaitSeconds: number;
  busiest: { operator: OperatorKey; customers: number; talkSeconds: number } | undefined;
  rows: Readonly<Record<EventTable, number>>;
  /** What the debugger log holds, an entry each. */
  debuggerLog: readonly string[];
  webhooks: number;
}

/** What happened in a morning; calls are in the order in which they began. */
export interface Story {
  customers: readonly CustomerStory[];
  shifts: readonly ShiftStory[];
  summary: Summary;
}

type Dial = Extract<ExchangeEvent, { type: 'dial' }>;

/** Makes a story of a transcript and of every row that there is. */
export function createStory(reading: Reading, rows: readonly Row[]): Story {
  const { plot, events } = reading;
  const calls = events.filter((event): event is Dial => event.type === 'dial');
  const talks = listTalks(events);
  const rowsOf = (callSid: string) => rows.filter(({ CallSid }) => CallSid === callSid);

  const customers = calls.flatMap(({ call, at, from }): CustomerStory[] => {
    const customer = plot.customers.find(({ number }) => number === from);
    if (!customer) return [];
    const steps = listSteps(call, reading);
    return [
      { customer: customer.key, callSid: call, calledAt: at, from, steps, rows: rowsOf(call) },
    ];
  });
  const shifts = calls.flatMap((call): ShiftStory[] => {
    const operator = plot.operators.find(({ number }) => number === call.from);
    if (!operator) return [];
    return [createShift(operator.key, call, { events, talks, rows: rowsOf(call.call) })];
  });
  return { customers, shifts, summary: summarise({ customers, shifts, events, rows }) };
}

function createShift(
  operator: OperatorKey,
  { call, at, from }: Dial,
  {
    events,
    talks,
    rows,
  }: { events: readonly ExchangeEvent[]; talks: readonly Talk[]; rows: readonly Row[] },
): ShiftStory {
  const end = events.find((event) => event.type === 'ended' && event.call === call);
  const own = talks.filter(({ operatorSid }) => operatorSid === call);
  return {
    operator,
    number: from,
    callSid: call,
    from: at,
    until: end?.at ?? at,
    customers: own.length,
    talkSeconds: sum(own.map(({ seconds }) => seconds)),
    rows,
  };
}

function summarise({
  customers,
  shifts,
  events,
  rows,
}: {
  customers: readonly CustomerStory[];
  shifts: readonly ShiftStory[];
  events: readonly ExchangeEvent[];
  rows: readonly Row[];
}): Summary {
  const inLine = rows.filter(({ table }) => table === 'enqueue_data');
  const waits = inLine.map((row) => Number(columnOf(row, 'QueueTime') ?? 0));
  const withResult = (result: string) =>
    inLine.filter((row) => columnOf(row, 'QueueResult') === result).length;
  const informed = customers.filter(({ steps }) =>
    steps.some((step) => step.kind === 'hears' && step.prompt === 'information'),
  ).length;
  const count = (table: EventTable) => rows.filter((row) => row.table === table).length;
  return {
    customers: customers.length,
    answered: withResult('bridged'),
    abandoned: withResult('hangup'),
    informed,
    leftMenu: customers.length - inLine.length - informed,
    averageWaitSeconds: waits.length === 0 ? 0 : Math.round(sum(waits) / waits.length),
    longestWaitSeconds: Math.max(0, ...waits),
    busiest: findBusiest(shifts),
    rows: {
      enqueue_data: count('enqueue_data'),
      queue_data: count('queue_data'),
      statuscallback_data: count('statuscallback_data'),
    },
    debuggerLog: events.flatMap((event) =>
      event.type === 'debugger' ? [`${event.level} ${event.code} ${event.message}`] : [],
    ),
    webhooks: events.filter(({ type }) => type === 'request').length,
  };
}

function findBusiest(shifts: readonly ShiftStory[]): Summary['busiest'] {
  const operators = [...new Set(shifts.map(({ operator }) => operator))].map((operator) => {
    const own = shifts.filter((shift) => shift.operator === operator);
    const customers = sum(own.map((shift) => shift.customers));
    return { operator, customers, talkSeconds: sum(own.map(({ talkSeconds }) => talkSeconds)) };
  });
  return operators.sort((a, b) => b.talkSeconds - a.talkSeconds)[0];
}

function columnOf({ columns }: Row, name: string): string | number | undefined {
  return columns.find(([column]) => column === name)?.[1];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
