import { predictErlangA } from '../../../src/simulator/load/erlang-a';
import { compareWithErlangA, countCalls } from '../../../src/simulator/load/measure-load';
import { buildCustomer, buildLoadRecord, buildService } from './build-load-record';

const atOnce = buildCustomer({ enqueuedAt: 5_000, takenAt: 5_000, bridgedAt: 5_000 });
const late = buildCustomer({ enqueuedAt: 0, takenAt: 30_000 });
const gaveUp = buildCustomer({
  enqueuedAt: 1_000,
  takenAt: undefined,
  bridgedAt: undefined,
  conversations: 0,
  endedAt: 9_000,
  outcome: 'abandoned',
});
const lost = buildCustomer({ ...gaveUp, enqueuedAt: undefined, queueVisits: 0, outcome: 'failed' });
const brokenOff = buildCustomer({ ...gaveUp, endedAt: undefined, outcome: 'stopped' });

describe('countCalls', () => {
  const customers = [atOnce, late, gaveUp, lost, brokenOff];
  const figures = countCalls(buildLoadRecord({ customers, services: [buildService()] }), 20);

  it('counts every call once, by how it went', () => {
    expect(figures).toMatchObject({
      placed: 5,
      queued: 4,
      answered: 2,
      abandoned: 1,
      failed: 1,
      stopped: 1,
    });
  });

  it('takes waits from coming into the queue until an operator takes the call, or its end', () => {
    expect(figures.waits).toEqual({
      all: { calls: 3, mean: 38 / 3, p50: 8, p95: 30, max: 30 },
      answered: { calls: 2, mean: 15, p50: 0, p95: 30, max: 30 },
      abandoned: { calls: 1, mean: 8, p50: 8, p95: 8, max: 8 },
    });
  });

  it('takes as the service level the share of queued calls answered in time', () => {
    expect(figures.serviceLevel).toBeCloseTo(1 / 3, 12);
    const record = buildLoadRecord({ customers });
    expect(countCalls(record, 30).serviceLevel).toBeCloseTo(2 / 3, 12);
    expect(countCalls(buildLoadRecord(), 20).serviceLevel).toBeUndefined();
  });

  it('takes operators for busy from taking a call until they are back, while customers call', () => {
    expect(figures.occupancy).toBeCloseTo(0.67, 12);
    const services = [buildService({ readyAt: 500_000 })];
    expect(countCalls(buildLoadRecord({ operators: 3, services }), 20).occupancy).toBeCloseTo(
      0.3,
      12,
    );
  });

  it('finds the longest queue, without those who are taken at once', () => {
    expect(figures.peakQueue).toBe(3);
    expect(countCalls(buildLoadRecord({ customers: [atOnce] }), 20).peakQueue).toBe(0);
  });
});

describe('compareWithErlangA', () => {
  const record = buildLoadRecord({
    startedAt: -90_000,
    arrivalsEndedAt: 910_000,
    operators: 2,
    customers: [
      buildCustomer({ enqueuedAt: 9_000, takenAt: 9_000, patienceSeconds: 1000 }),
      buildCustomer({ enqueuedAt: 10_000, takenAt: 10_000, patienceSeconds: 20 }),
      buildCustomer({ enqueuedAt: 20_000, takenAt: 50_000, patienceSeconds: 40 }),
      { ...gaveUp, enqueuedAt: 30_000, endedAt: 36_000, patienceSeconds: 6 },
      lost,
    ],
    services: [
      buildService({ takenAt: 9_000, readyAt: 9_001 }),
      buildService(),
      buildService({ takenAt: 50_000, bridgedAt: 51_000, partedAt: 90_000, readyAt: 93_000 }),
    ],
  });
  const comparison = compareWithErlangA(record, 20);
  const figure = (name: string) => comparison?.figures.find((each) => each.name === name);

  it('takes rate, service and patience from the run, after its first part', () => {
    expect(comparison).toMatchObject({
      warmUpSeconds: 100,
      calls: 3,
      load: { callsPerSecond: 3 / 900, serviceSeconds: 55, operators: 2, patienceSeconds: 22 },
      service: { announcementSeconds: 1.5, talkSeconds: 49.5, wrapUpSeconds: 4 },
    });
  });

  it('sets what was measured beside the prediction for just that', () => {
    const predicted = predictErlangA(
      { callsPerSecond: 3 / 900, serviceSeconds: 55, operators: 2, patienceSeconds: 22 },
      20,
    );
    expect(figure('meanWaitSeconds')).toEqual({
      name: 'meanWaitSeconds',
      unit: 'seconds',
      predicted: predicted.meanWaitSeconds,
      measured: 12,
      difference: 12 - predicted.meanWaitSeconds,
      margin: undefined,
    });
    expect(figure('waitingProbability')?.measured).toBeCloseTo(2 / 3, 12);
    expect(figure('abandonmentProbability')?.measured).toBeCloseTo(1 / 3, 12);
    expect(figure('meanWaitOfAnsweredSeconds')?.measured).toBe(15);
    expect(figure('serviceLevel')?.measured).toBeCloseTo(1 / 3, 12);
    expect(figure('queueLength')?.measured).toBeCloseTo(36 / 900, 9);
    expect(figure('occupancy')?.measured).toBeCloseTo((67 + 43) / 1800, 9);
  });

  it('has a margin for averages over time, however few calls there are', () => {
    expect(figure('occupancy')?.margin).toBeGreaterThan(0.005);
  });

  it('leaves out twice the service time of a short run, but never more than half of it', () => {
    const services = [buildService({ takenAt: 10_000, readyAt: 40_000 })];
    const short = (arrivalsEndedAt: number) =>
      compareWithErlangA(
        {
          ...record,
          services: [...services, buildService({ takenAt: 150_000, readyAt: 180_000 })],
          customers: [buildCustomer({ enqueuedAt: 150_000, takenAt: 150_000 })],
          startedAt: 0,
          arrivalsEndedAt,
        },
        20,
      );
    expect(short(200_000)?.warmUpSeconds).toBe(60);
    expect(short(160_000)?.warmUpSeconds).toBe(60);
    const half = compareWithErlangA(
      buildLoadRecord({
        arrivalsEndedAt: 20_000,
        customers: [buildCustomer({ enqueuedAt: 12_000, takenAt: 12_000 })],
        services: [buildService({ takenAt: 12_000 })],
      }),
      20,
    );
    expect(half?.warmUpSeconds).toBe(10);
  });

  it('says nothing where nobody was in the queue, or nobody was served', () => {
    expect(compareWithErlangA(buildLoadRecord(), 20)).toBeUndefined();
    expect(compareWithErlangA({ ...record, services: [] }, 20)).toBeUndefined();
    expect(compareWithErlangA({ ...record, customers: [lost] }, 20)).toBeUndefined();
  });
});
