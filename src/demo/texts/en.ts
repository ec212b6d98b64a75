import { ordinal } from '../../simulator/ordinal';
import type { FixedPrompt, Step } from '../steps';
import { capitalise, createCounter, formatDuration } from './forms';
import type { DemoTexts } from './texts';

const count = createCounter('en');
const duration = (seconds: number) =>
  formatDuration(seconds, { h: '\u00A0h', min: '\u00A0min', s: '\u00A0s' });
const operators = { first: 'Aiko', second: 'Ken' };

const HEARD: Readonly<Record<FixedPrompt, string>> = {
  menu: 'hears the menu',
  menuAgain: 'is asked to choose again',
  noInput: 'is told that no key was recognised',
  connecting: 'is asked to hold',
  information: 'hears the latest product information',
  waiting: 'is asked to stay on the line',
  operatorComing: 'is told that an operator is coming',
  queueFull: 'is told that all lines are full',
  trouble: 'is told of a technical problem',
  operatorOnQueue: 'is told to wait for the next call',
  pin: 'is asked for a PIN',
  pinAgain: 'is asked for the PIN again',
  pinRefused: 'is told that the PIN is not right',
  pinLocked: 'is told that the number is locked',
};

function clause(step: Step): string {
  switch (step.kind) {
    case 'hears':
      return HEARD[step.prompt];
    case 'hears-text':
      return `hears “${step.text}”`;
    case 'presses':
      return `presses\u00A0${step.keys}`;
    case 'presses-nothing':
      return 'presses nothing';
    case 'waits':
      return wait(step);
    case 'connected':
      return step.waitedSeconds === 0
        ? `is connected with ${operators[step.operator]} at once`
        : `is connected with ${operators[step.operator]} after ${duration(step.waitedSeconds)}`;
    case 'talks':
      return `talks for ${duration(step.seconds)}`;
    case 'hangs-up':
      return 'hangs up';
    case 'hangs-up-in-mid-prompt':
      return 'hangs up in the middle of it';
    case 'gives-up':
      return `gives up after ${duration(step.waitedSeconds)} in line`;
    case 'operator-hangs-up':
      return `${operators[step.operator]} hangs up`;
    case 'call-ends':
      return 'the call ends';
  }
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

function wait({ places, hearsMusic }: Extract<Step, { kind: 'waits' }>): string {
  const [first, ...later] = places.map(ordinal);
  if (first === undefined) return 'hears music';
  const afterwards = later.map((place) => `“${place}”`);
  return [
    `is told “${first} in line”`,
    ...(afterwards.length > 0 ? [`later ${list.format(afterwards)}`] : []),
    ...(hearsMusic ? ['hears music'] : []),
  ].join(', ');
}

/** The demo in English. */
export const en: DemoTexts = {
  customers: {
    early: 'calls before anybody is there',
    information: 'wants to know what is new',
    mistypes: 'mistypes, and mistypes again',
    withheld: 'withholds the number',
    talkative: 'has a lot to ask',
    forwarded: 'is forwarded from another number',
    givesUp: 'waits, and gives up',
    patient: 'moves up in line',
    leavesMenu: 'hangs up in the middle of the menu',
    silent: 'says nothing and presses nothing',
    last: 'is the last to be served',
    late: 'calls when everybody has gone',
  },
  operators,

  title: 'A morning at a small call centre',
  intro:
    'This is the real server, with a database of its own. A simulated telephone exchange calls it ' +
    'over HTTP, as Twilio would, and lets the hours from 9 to 12 go by on a clock of its own. Under ' +
    'each call stand the rows that it left in the database (their Time, not shown, is the real one).',
  menuIsHeard: (menu) => `Customers who call hear: “${menu}”`,
  customersTitle: 'Customers',
  operatorsTitle: 'Operators',
  summaryTitle: 'The morning in figures',
  yourTurnTitle: 'Now it is your turn',

  tellCustomer: (steps) => `${capitalise(list.format(steps.map(clause)))}.`,
  tellShift: ({ customers, talkSeconds }) =>
    `Serves ${count(customers, { one: 'customer', other: 'customers' })}, talks for ${duration(talkSeconds)} in all.`,

  figures: {
    customers: 'Customers who called',
    answered: 'served by an operator',
    abandoned: 'gave up in line',
    informed: 'heard the product information',
    leftMenu: 'hung up in the menu',
    averageWait: 'Wait in line, on average',
    longestWait: 'Longest wait in line',
    busiest: 'Busiest operator',
    rows: 'Rows in the database',
    debuggerLog: 'Debugger log',
    webhooks: 'Webhooks answered',
    duration: 'All this took',
  },
  duration,
  realSeconds: (seconds) => `${seconds.toFixed(1)} s`,
  busiest: ({ operator, customers, talkSeconds }) =>
    `${operators[operator]}: ${count(customers, { one: 'customer', other: 'customers' })}, ${duration(talkSeconds)} of talk`,
  debuggerLogIsEmpty: 'empty: Twilio would have had nothing to complain of',

  starting: 'Starting a server of its own …',
  progress: (time, calls) => `${time}  ${count(calls, { one: 'call', other: 'calls' })} so far`,
  portIsTaken: (port) => `Port ${port} is taken by another program, so this is a free one.`,
  serverStays: 'The server goes on running. Telephones for you, in the browser:',
  credentials: (user, password) => `User name: ${user}   Password: ${password}`,
  toTry: ([operator]) => [
    'On one handset, choose a customer and call. Press 1: you are 1st in line, with music.',
    `On another handset, choose ${operator?.name} (${operator?.number}) and call: the two of you are connected.`,
    'Hang up as the customer, and the operator stays on for the next one. Hang up as the operator, and both calls end.',
    'Beside each handset stand its webhooks: what was asked, and the TwiML that was answered.',
  ],
  files: (database, log) =>
    `The rows are in ${database}, the server’s log is in ${log}. The next demo begins afresh.`,
  howToStop: 'Ctrl+C stops the server and this demo.',
  stopped: 'Stopped.',

  runsAlready: (folder, pid) =>
    `A demo runs in ${folder} already (process ${pid}). Stop it first, or run this one in another folder.`,
  cannotWrite: (path, reason) => `The demo cannot write to ${path}: ${reason}`,
  serverDidNotStart: (reason) => `The server did not start: ${reason}`,
  serverEnded: (log) => `The server has ended by itself; its log is in ${log}.`,
};
