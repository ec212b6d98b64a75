import type { Exchange } from '../../src/simulator/exchange-types';
import type { FaultRule } from '../../src/simulator/faults';
import {
  byCaller,
  OPERATOR,
  openExchange,
  type Script,
  startApplication,
} from '../support/twiml-application';

const SCRIPT: Script = {
  '/voice': byCaller(
    '<Dial><Queue url="/announce">support</Queue></Dial><Redirect>/voice</Redirect>',
    '<Gather numDigits="1" action="/keys" timeout="3"><Say>Press one</Say></Gather><Redirect>/voice</Redirect>',
  ),
  '/keys': '<Enqueue action="/left" waitUrl="/wait">support</Enqueue>',
  '/wait': '<Say>Please wait</Say><Pause length="5"/>',
  '/announce': '<Say>You will be connected</Say>',
  '/left': '<Hangup/>',
  '/status': '',
  '/fallback': '<Say>One moment</Say><Redirect>/voice</Redirect>',
};

const FAULTS: FaultRule[] = [
  { fault: { kind: 'slow', seconds: 3 }, share: 0.2 },
  { fault: { kind: 'repeat' }, purpose: 'wait-url', share: 0.2 },
  { fault: { kind: 'late', seconds: 30 }, purpose: 'status-callback', share: 0.5 },
  { fault: { kind: 'status', status: 500 }, purpose: 'redirect', share: 0.2 },
];

/** Ten customers, of whom some give up, and one operator. */
async function liveADay(exchange: Exchange): Promise<void> {
  const customer = async (index: number) => {
    await exchange.wait(index * 7);
    const handset = exchange.handset(`+8190000000${10 + index}`);
    const call = handset.dial();
    await exchange.wait(2);
    if (call.status !== 'in-progress') return handset.hangUp();
    handset.press('1');
    await exchange.wait(20 + index * 11);
    handset.hangUp();
  };
  const operator = exchange.handset(OPERATOR);
  const customers = Promise.all(Array.from({ length: 10 }, (_, index) => customer(index)));
  await exchange.wait(25);
  operator.dial();
  await customers;
  operator.hangUp();
  await exchange.settled();
}

it.each([
  ['without faults', []],
  ['with faults', FAULTS],
])(
  'the same seed gives the same transcript, %s, and another seed another',
  async (_name, faults) => {
    const application = await startApplication(SCRIPT);
    const run = async (seed: number) => {
      const exchange = openExchange(application, SCRIPT, { seed, faults });
      await liveADay(exchange);
      return exchange.transcript.events;
    };
    const first = await run(11);
    expect(first.length).toBeGreaterThan(150);
    expect(first.some(({ type }) => type === 'bridged')).toBe(true);
    expect(await run(11)).toEqual(first);
    expect(await run(12)).not.toEqual(first);
  },
);

it('a transcript is numbered without gaps, and its time never goes back', async () => {
  const application = await startApplication(SCRIPT);
  const exchange = openExchange(application, SCRIPT, { faults: FAULTS });
  await liveADay(exchange);
  const { events } = exchange.transcript;
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
  const times = events.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});
