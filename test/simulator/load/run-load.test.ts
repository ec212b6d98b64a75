import { type Clock, createRealClock, createVirtualClock } from '../../../src/simulator/clock';
import type { ExchangeEvent } from '../../../src/simulator/events';
import { createExchange } from '../../../src/simulator/exchange';
import type { ExchangeOptions } from '../../../src/simulator/exchange-types';
import { type LoadOptions, planLoad } from '../../../src/simulator/load/plan-load';
import {
  type LoadProgress,
  type LoadRunOptions,
  runLoad,
} from '../../../src/simulator/load/run-load';
import { createWebhookMeter } from '../../../src/simulator/load/webhook-meter';
import { type SmallCentre, type SmallCentreOptions, startSmallCentre } from './small-centre';

const operators = ['+815011110001', '+815011110002', '+815011110003'];

let centre: SmallCentre | undefined;
afterEach(closeCentre);

async function closeCentre(): Promise<void> {
  await centre?.close();
  centre = undefined;
}

/** Runs a load of so many minutes against a small application. */
async function run(
  load: Partial<LoadOptions> = {},
  options: LoadRunOptions = {},
  application: Partial<SmallCentreOptions> & {
    clock?: Clock;
    exchange?: Partial<ExchangeOptions>;
  } = {},
) {
  centre = await startSmallCentre({ operators, ...application });
  const exchange = createExchange({
    clock: application.clock ?? createVirtualClock(Date.UTC(2026, 0, 5)),
    number: '+815012345678',
    voiceUrl: centre.voiceUrl,
    seed: 1,
    keepEvents: 50,
    ...application.exchange,
  });
  const events: ExchangeEvent[] = [];
  exchange.transcript.subscribe((event) => events.push(event));
  const plan = planLoad({
    callsPerSecond: 0.05,
    forSeconds: 900,
    operators,
    talkSeconds: 60,
    patienceSeconds: 60,
    seed: 3,
    ...load,
  });
  const results = await runLoad(exchange, plan, options);
  const count = (type: ExchangeEvent['type']) =>
    events.filter((event) => event.type === type).length;
  return { results, plan, exchange, events, count };
}

describe('runLoad on a virtual clock', () => {
  let ordinary: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    ordinary = await run();
    await closeCentre();
  });

  it('accounts for every planned customer as the exchange saw it', () => {
    const { results, plan, events, count } = ordinary;
    const { calls } = results;
    expect(calls.placed).toBe(plan.customers.length);
    expect(calls.queued).toBe(count('enqueued'));
    expect(calls.answered).toBe(count('bridged'));
    expect(calls.abandoned).toBeGreaterThan(0);
    expect(calls.answered + calls.abandoned).toBe(calls.placed);
    expect(results.debugger).toEqual([]);
    expect(count('ended')).toBe(calls.placed + operators.length);
    const kept = results.record.customers.map(
      ({ callSid, enqueuedAt, takenAt, bridgedAt, endedAt }) => ({
        callSid,
        enqueuedAt,
        takenAt,
        bridgedAt,
        endedAt,
      }),
    );
    const at = (callSid: string, type: string) =>
      events.find((event) =>
        event.type === 'bridged'
          ? type === 'bridged' && event.calls[0] === callSid
          : event.type === type &&
            'call' in event &&
            event.call === callSid &&
            (event.type !== 'dequeued' || event.by !== undefined),
      )?.at;
    expect(kept).toEqual(
      kept.map(({ callSid }) => ({
        callSid,
        enqueuedAt: at(callSid, 'enqueued'),
        takenAt: at(callSid, 'dequeued'),
        bridgedAt: at(callSid, 'bridged'),
        endedAt: at(callSid, 'ended'),
      })),
    );
  });

  it('lets customers talk, and wait, for as long as planned', () => {
    const { results, plan } = ordinary;
    results.record.customers.forEach((customer, index) => {
      const { talkSeconds, patienceSeconds } = plan.customers[index] as (typeof plan.customers)[0];
      const from = customer.bridgedAt ?? customer.enqueuedAt ?? 0;
      const planned = customer.bridgedAt === undefined ? patienceSeconds : talkSeconds;
      expect(((customer.endedAt ?? 0) - from) / 1000).toBeCloseTo(planned, 3);
    });
  });

  it('has operators dial in first and hang up last', () => {
    const { results } = ordinary;
    const { customers, operatorCalls } = results.record;
    expect(operatorCalls.map(({ number }) => number)).toEqual(operators);
    const firstCall = Math.min(...customers.map(({ dialledAt }) => dialledAt));
    const lastEnd = Math.max(...customers.map(({ endedAt }) => endedAt ?? 0));
    for (const { dialledAt, endedAt } of operatorCalls) {
      expect(dialledAt).toBeLessThanOrEqual(firstCall - 5000);
      expect(endedAt).toBeGreaterThan(lastEnd);
    }
  });

  it('measures announcement and wrap-up, whether or not somebody waits when an operator is back', async () => {
    // 30 characters are 2 s of speech.
    const announcement = 'a'.repeat(30);
    const { results } = await run({}, {}, { announcement, wrapUpSeconds: 7 });
    const { services } = results.record;
    expect(services.length).toBe(results.calls.answered);
    for (const { takenAt, bridgedAt = 0, partedAt = 0, readyAt } of services) {
      // Each request is on its way for up to 80 ms.
      expect((bridgedAt - takenAt) / 1000).toBeCloseTo(2.05, 1);
      expect(readyAt - partedAt).toBeGreaterThan(7000);
      expect(readyAt - partedAt).toBeLessThan(7100);
    }
  });

  it('agrees with Erlang A where talk is exponential and nothing else keeps operators', async () => {
    const { results } = await run(
      { callsPerSecond: 0.06, forSeconds: 6000, talkDistribution: { kind: 'exponential' } },
      {},
      { announcement: '', wrapUpSeconds: 0 },
    );
    const figures = results.erlangA?.figures ?? [];
    expect(figures.map(({ name }) => name)).toContain('meanWaitSeconds');
    for (const { difference, margin = 0 } of figures) {
      expect(Math.abs(difference)).toBeLessThan(margin);
    }
  }, 60_000);

  it('gives the same results for the same seed', async () => {
    const first = await run({ forSeconds: 300 });
    await closeCentre();
    const second = await run({ forSeconds: 300 });
    expect(second.results).toEqual(first.results);
  });

  it('keeps few events, however many there are', () => {
    const { exchange, events } = ordinary;
    expect(events.length).toBeGreaterThan(500);
    expect(exchange.transcript.events.length).toBeLessThanOrEqual(100);
  });

  it('presses other keys, or none, where asked to', async () => {
    const wrong = await run({ forSeconds: 100 }, { keys: '2' });
    expect(wrong.results.calls).toMatchObject({ queued: 0, failed: wrong.plan.customers.length });
    expect(wrong.events.filter((event) => event.type === 'press').map(({ keys }) => keys)).toEqual(
      wrong.plan.customers.map(() => '2'),
    );
    await closeCentre();
    const none = await run({ forSeconds: 100 }, { keys: '' });
    expect(none.results.calls.queued).toBe(0);
    expect(none.count('press')).toBe(0);
  });

  it('counts calls that an application fails as failed, and what the debugger log says of them', async () => {
    const { results, plan } = await run(
      { forSeconds: 300 },
      {},
      { broken: { '/menu': { status: 500, body: '' } } },
    );
    const { placed, queued, failed } = results.calls;
    expect({ placed, queued, failed }).toEqual({
      placed: plan.customers.length,
      queued: 0,
      failed: plan.customers.length,
    });
    expect(results.debugger).toContainEqual(
      expect.objectContaining({ level: 'error', count: plan.customers.length }),
    );
    expect(results.erlangA).toBeUndefined();
  });

  it('counts calls that a full queue turns away as failed', async () => {
    const { results } = await run(
      { callsPerSecond: 0.3, forSeconds: 200 },
      {},
      { exchange: { maxQueueSize: 2 } },
    );
    expect(results.calls.failed).toBeGreaterThan(0);
    expect(results.calls.peakQueue).toBe(2);
    expect(results.debugger).toEqual([expect.objectContaining({ code: 14207, level: 'warning' })]);
  });

  it('lets operators dial again where the application ends their calls', async () => {
    const { results } = await run(
      { forSeconds: 600 },
      {},
      {
        broken: {
          '/operator': {
            status: 200,
            body: '<Response><Dial timeout="600"><Queue url="/announce">support</Queue></Dial></Response>',
          },
        },
      },
    );
    const { calls, record } = results;
    expect(calls.answered).toBeGreaterThan(operators.length);
    expect(record.operatorCalls.length).toBeGreaterThan(calls.answered);
    for (const { partedAt = 0, readyAt } of record.services) {
      expect((readyAt - partedAt) / 1000).toBeCloseTo(5.1, 0);
    }
  });

  it('measures webhooks by route where the exchange’s client is measured', async () => {
    const webhooks = createWebhookMeter();
    const { results, plan } = await run(
      { forSeconds: 300 },
      { webhooks },
      { exchange: { onMeasured: webhooks.record } },
    );
    const routes = results.webhooks?.routes ?? [];
    expect(routes.find(({ path }) => path === '/menu')?.requests).toBe(plan.customers.length);
    expect(results.webhooks?.total.requests).toBe(results.requests);
    expect(results.webhooks?.total.requests).toBe(centre?.requests.length);
    expect(results.webhooks?.total.p50Ms).toBeGreaterThan(0);
  });

  it('reports progress, last of all with everything done', async () => {
    const reports: LoadProgress[] = [];
    const { results, plan } = await run({}, { onProgress: (report) => reports.push(report) });
    expect(reports.at(-1)).toMatchObject({
      forSeconds: 900,
      planned: plan.customers.length,
      placed: plan.customers.length,
      inQueue: 0,
      talking: 0,
      answered: results.calls.answered,
      abandoned: results.calls.abandoned,
      failed: 0,
    });
    expect(reports.at(-1)?.elapsedSeconds).toBeGreaterThan(900);
  });

  it('is broken off by a signal: everybody hangs up, and the results are those so far', async () => {
    const stopper = new AbortController();
    let bridges = 0;
    const clock = createVirtualClock(Date.UTC(2026, 0, 5));
    void clock.sleep(400_000).then(() => stopper.abort());
    const { results, plan, events, exchange } = await run(
      {},
      { signal: stopper.signal },
      { clock },
    );
    for (const { type } of events) if (type === 'bridged') bridges += 1;
    const { placed, answered, abandoned, stopped } = results.calls;
    expect(results.wasStopped).toBe(true);
    expect(results.arrivalsSeconds).toBeCloseTo(395, 0);
    expect(placed).toBeLessThan(plan.customers.length);
    expect(answered).toBe(bridges);
    expect(answered + abandoned + stopped).toBe(placed);
    expect(exchange.calls.filter(({ endedAt }) => endedAt === undefined)).toEqual([]);
  });

  it('rejects where a telephone is used as none can be', async () => {
    await expect(run({ forSeconds: 300 }, { keys: 'one' })).rejects.toThrow('keys');
  });
});

describe('runLoad on the real clock', () => {
  it('does the same in real time', async () => {
    const reports: LoadProgress[] = [];
    const { results, plan } = await run(
      { callsPerSecond: 10, forSeconds: 2, talkSeconds: 0.2, patienceSeconds: 2 },
      {
        operatorsAheadSeconds: 0.3,
        reactionSeconds: 0.02,
        onProgress: (report) => reports.push(report),
      },
      { clock: createRealClock(), announcement: '', wrapUpSeconds: 0 },
    );
    const { placed, answered, abandoned, failed } = results.calls;
    expect(placed).toBe(plan.customers.length);
    expect(answered).toBeGreaterThan(0);
    expect(answered + abandoned).toBe(placed);
    expect(failed).toBe(0);
    expect(results.debugger).toEqual([]);
    expect(reports.length).toBeGreaterThan(1);
    expect(Math.max(...reports.map(({ requestsPerSecond }) => requestsPerSecond))).toBeGreaterThan(
      5,
    );
  });
});
