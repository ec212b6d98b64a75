import {
  reportLoad,
  reportLoadAsData,
  reportProgress,
} from '../../../src/simulator/load/load-report';
import { type LoadContext, summarizeLoad } from '../../../src/simulator/load/load-results';
import { createWebhookMeter } from '../../../src/simulator/load/webhook-meter';
import { textWidth } from '../../../src/text-width';
import { buildCustomer, buildLoadRecord, buildService } from './build-load-record';

const webhooks = createWebhookMeter();
webhooks.record({ purpose: 'voice-url', path: '/index', status: 200, realMs: 2 });
webhooks.record({ purpose: 'voice-url', path: '/index', status: 500, realMs: 2 });
webhooks.record({ purpose: 'voice-url', path: '/index', status: 401, realMs: 2 });
webhooks.record({
  purpose: 'wait-url',
  path: '/wait',
  status: undefined,
  realMs: 1234,
  code: 11205,
});

const context: LoadContext = {
  withinSeconds: 20,
  requests: 1234,
  debugger: [{ code: 11200, level: 'error', count: 3, message: 'The answer had the status 500' }],
  webhooks: webhooks.figures(),
};

const record = buildLoadRecord({
  startedAt: -190_000,
  arrivalsEndedAt: 910_000,
  endedAt: 930_000,
  operators: 2,
  customers: [
    buildCustomer({ enqueuedAt: 10_000, takenAt: 10_000, patienceSeconds: 20 }),
    buildCustomer({ enqueuedAt: 20_000, takenAt: 50_000, patienceSeconds: 60 }),
  ],
  services: [
    buildService(),
    buildService({ takenAt: 50_000, bridgedAt: 51_000, partedAt: 90_000, readyAt: 93_000 }),
  ],
});

const results = summarizeLoad(record, context);
const rows = [
  { table: 'calls', expected: 2000, found: 2000 },
  { table: 'queue', expected: 4, found: 2 },
  { table: 'talks', expected: 2, found: 3 },
];

describe('reportLoad', () => {
  const text = reportLoad(results, rows);

  it('is a table of what came of the run', () => {
    expect(text.slice(0, text.indexOf('Erlang A'))).toBe(`\
2 calls in 18:20 min, all over after 18:40 min; 2 operators; 1,234 webhooks

Calls                               calls          %
  placed                                2
  came into the queue                   2      100.0
  answered                              2      100.0
  abandoned in the queue                0        0.0
  failed                                0        0.0
  answered within 20 s                          50.0 of those in the queue
  operators busy                                 5.0 of their time
  longest queue                         1

Time in the queue (s)               calls       mean        p50        p95        max
  all                                   2       15.0        0.0       30.0       30.0
  answered                              2       15.0        0.0       30.0       30.0
  abandoned                             0        0.0        0.0        0.0        0.0

`);
  });

  it('shows predictions beside measurements, and what they are predicted for', () => {
    const section = text.slice(text.indexOf('Erlang A'), text.indexOf('\nWebhooks'));
    const [title, waiting] = section.split('\n');
    expect(title).toBe(
      'Erlang A                        predicted   measured difference     95 % ±',
    );
    expect(waiting).toMatch(/^ {2}have to wait \(%\) +\d+\.\d +50\.0 +[+-]\d+\.\d +too few$/);
    expect(section).toContain(
      '  Predicted for what was measured: 0.002 calls/s, 2 operators, patience 40.0 s,\n' +
        '  service 55.0 s (1.5 announcement + 49.5 talk + 4.0 wrap-up).\n',
    );
  });

  it('shows webhooks, the debugger log and rows', () => {
    expect(text.slice(text.indexOf('Webhooks'))).toBe(`\
Webhooks (ms)                   requests    errors       p50       p95       p99       max
  /index                               2         1       2.0       2.0       2.0       2.0
  /wait                                1         1     1,234     1,234     1,234     1,234
  all routes                           3         2       2.0     1,234     1,234     1,234
  Not counted: 1 request answered with 401 and sent again with the password.

Debugger log
  11200  3 ×  error: The answer had the status 500
  11205  1 ×  no answer over the wire

Rows                             expected      found
  calls                             2,000      2,000  all there
  queue                                 4          2  2 MISSING
  talks                                 2          3  1 TOO MANY
`);
  });

  it('says whether a difference is within the margin, where there is one', () => {
    const { erlangA } = results;
    if (!erlangA) throw new Error('nothing was compared');
    const figure = { name: 'meanWaitSeconds', unit: 'seconds', predicted: 5, measured: 6 } as const;
    const lineFor = (difference: number, margin: number | undefined) =>
      reportLoad({
        ...results,
        erlangA: { ...erlangA, figures: [{ ...figure, difference, margin }] },
      })
        .split('\n')
        .find((line) => line.includes('mean wait'));
    expect(lineFor(1, 1.5)).toMatch(/\+1\.0 +1\.5 {2}inside$/);
    expect(lineFor(-2, 1.5)).toMatch(/-2\.0 +1\.5 {2}outside$/);
    expect(lineFor(-0.01, 0)).toMatch(/ 0\.0 +0\.0$/);
    expect(lineFor(1, undefined)).toMatch(/too few$/);
  });

  it('leaves out what there is nothing of, and says that the debugger log is empty', () => {
    const empty = reportLoad(
      summarizeLoad(buildLoadRecord(), { ...context, debugger: [], webhooks: undefined }),
    );
    expect(empty).not.toMatch(/Erlang|Webhooks|Rows|NaN|undefined|∞/);
    expect(empty.endsWith('\nDebugger log: empty\n')).toBe(true);
  });

  it('counts one of a thing, and none, in words that go with it', () => {
    const one = buildLoadRecord({ customers: [buildCustomer()], operators: 1 });
    expect(reportLoad(summarizeLoad(one, { ...context, requests: 1 }))).toMatch(
      /^1 call in .*; 1 operator; 1 webhook\n/,
    );
    const none = reportLoad(summarizeLoad({ ...one, operators: 0 }, context));
    expect(none).toMatch(/^1 call in .*; no operators; /);
    expect(none).not.toMatch(/operators busy|NaN|–/);
  });

  it('says that a run was broken off, and how many calls with it', () => {
    const customers = [buildCustomer({ outcome: 'stopped' })];
    const broken = reportLoad(summarizeLoad({ ...record, customers, wasStopped: true }, context));
    expect(broken).toContain('broken off after 18:40 min');
    expect(broken).toMatch(/\n {2}broken off +1 +100\.0\n/);
  });

  it('takes no more than 96 columns, however long a path or a message is', () => {
    const meter = createWebhookMeter();
    meter.record({
      purpose: 'voice-url',
      path: `/${'長い'.repeat(60)}`,
      status: 200,
      realMs: 15_000,
    });
    const wide = reportLoad(
      {
        ...results,
        operators: 100_000,
        requests: 100_000_000,
        webhooks: meter.figures(),
        debugger: [{ code: 12100, level: 'error', count: 1_000_000, message: '長い'.repeat(60) }],
      },
      rows,
    );
    expect(Math.max(...wide.split('\n').map(textWidth))).toBeLessThanOrEqual(96);
  });
});

describe('reportLoadAsData', () => {
  it('is the same as JSON, without the calls one by one', () => {
    const data = JSON.parse(JSON.stringify(reportLoadAsData(results, rows)));
    expect(data).toMatchObject({
      operators: 2,
      arrivalsSeconds: 1100,
      calls: { placed: 2, answered: 2 },
      erlangA: { load: { serviceSeconds: 55 } },
      webhooks: { total: { requests: 3 } },
      rows,
    });
    expect(data).not.toHaveProperty('record');
  });
});

describe('reportProgress', () => {
  const progress = {
    elapsedSeconds: 72.4,
    forSeconds: 7200,
    planned: 20_000,
    placed: 1234,
    inQueue: 12,
    talking: 8,
    answered: 1100,
    abandoned: 50,
    failed: 0,
    requestsPerSecond: 345.6,
  };

  it('is one line', () => {
    expect(reportProgress(progress)).toBe(
      '1:12/2:00:00  1,234 placed, 12 waiting, 8 talking, 1,100 answered, 50 abandoned, 346 requests/s',
    );
    expect(reportProgress({ ...progress, failed: 3 })).toContain(', 3 failed, ');
  });

  it('takes less than 100 columns, however large the numbers are', () => {
    const large = { ...progress, placed: 1e6, answered: 1e6, abandoned: 1e6, failed: 1e6 };
    expect(textWidth(reportProgress(large))).toBe(99);
  });
});
