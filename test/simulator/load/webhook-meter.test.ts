import { createWebhookMeter } from '../../../src/simulator/load/webhook-meter';
import type { Measurement } from '../../../src/simulator/webhook/types';

function buildMeasurement(overrides: Partial<Measurement> = {}): Measurement {
  return { purpose: 'voice-url', path: '/index', status: 200, realMs: 1, ...overrides };
}

describe('createWebhookMeter', () => {
  it('gives percentiles to three figures, and the longest exactly', () => {
    const meter = createWebhookMeter();
    for (let ms = 1; ms <= 1000; ms += 1) meter.record(buildMeasurement({ realMs: ms + 0.0001 }));
    const { total } = meter.figures();
    expect(total).toMatchObject({ requests: 1000, errors: 0, maxMs: 1000.0001 });
    expect(total.p50Ms / 500).toBeCloseTo(1, 2.5);
    expect(total.p95Ms / 950).toBeCloseTo(1, 2.5);
    expect(total.p99Ms / 990).toBeCloseTo(1, 2.5);
  });

  it('tells apart what takes less than a millisecond', () => {
    const meter = createWebhookMeter();
    for (const realMs of [0.2, 0.2, 0.2, 0.7]) meter.record(buildMeasurement({ realMs }));
    expect(meter.figures().total.p50Ms).toBeCloseTo(0.2, 3);
    expect(meter.figures().total.p99Ms).toBeCloseTo(0.7, 3);
  });

  it('keeps routes apart by their paths alone, the busiest first', () => {
    const meter = createWebhookMeter();
    for (const path of ['/a', '/b?x=1', '/b?x=2', '/c']) meter.record(buildMeasurement({ path }));
    const routes = meter.figures().routes.map(({ path, requests }) => ({ path, requests }));
    expect(routes).toEqual([
      { path: '/b', requests: 2 },
      { path: '/a', requests: 1 },
      { path: '/c', requests: 1 },
    ]);
  });

  it('counts answers of 400 and above and answers that never came, and the numbers of those', () => {
    const meter = createWebhookMeter();
    meter.record(buildMeasurement());
    meter.record(buildMeasurement({ status: 500 }));
    meter.record(buildMeasurement({ status: undefined, code: 11205 }));
    meter.record(buildMeasurement({ status: undefined, code: 11205 }));
    meter.record(buildMeasurement({ status: undefined, code: 11200 }));
    expect(meter.figures()).toMatchObject({
      total: { requests: 5, errors: 4 },
      errors: [
        { code: 11205, count: 2 },
        { code: 11200, count: 1 },
      ],
    });
  });

  it('counts a request for a password by itself', () => {
    const meter = createWebhookMeter();
    meter.record(buildMeasurement({ status: 401, realMs: 900 }));
    meter.record(buildMeasurement({ realMs: 2 }));
    expect(meter.figures()).toMatchObject({
      challenges: 1,
      total: { requests: 1, errors: 0, maxMs: 2 },
    });
  });

  it('takes routes together where there are very many', () => {
    const meter = createWebhookMeter();
    for (let id = 0; id < 500; id += 1) meter.record(buildMeasurement({ path: `/calls/${id}` }));
    const { routes, total } = meter.figures();
    expect(routes).toHaveLength(51);
    expect(routes[0]).toMatchObject({ path: '(other routes)', requests: 450 });
    expect(total.requests).toBe(500);
  });

  it('gives zeros where nothing was measured', () => {
    expect(createWebhookMeter().figures()).toMatchObject({
      routes: [],
      total: { requests: 0, p50Ms: 0, p99Ms: 0, maxMs: 0 },
    });
  });
});
