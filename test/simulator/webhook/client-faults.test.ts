import type { Fault, FaultRule } from '../../../src/simulator/faults';
import { type Application, startApplication } from './application';
import { buildClient, buildRequest, codeOf, START } from './build-client';

let application: Application;

beforeEach(async () => {
  application = await startApplication(({ url, headers }) =>
    url === '/guarded' && headers.authorization === undefined
      ? { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } }
      : {},
  );
});

afterEach(() => application.close());

function buildFaulty(...rules: (Fault | FaultRule)[]) {
  const faults = rules.map((rule) => ('kind' in rule ? { fault: rule } : rule));
  return buildClient({ faults });
}

describe('a slow answer', () => {
  it('is held back on the clock of the exchange', async () => {
    const client = buildFaulty({ kind: 'slow', seconds: 14 });
    expect((await client.ask(application.origin)).ok).toBe(true);
    expect(client.clock.now()).toBe(START + 14_000);
    expect(client.events('response')).toMatchObject([{ at: START + 14_000, tookMs: 14_000 }]);
  });

  it('never comes where it takes longer than Twilio waits', async () => {
    const client = buildFaulty({ kind: 'slow', seconds: 20 });
    expect(codeOf(await client.ask(application.origin))).toBe(11203);
    expect(client.events('failure')).toMatchObject([{ at: START + 15_000, tookMs: 15_000 }]);
    expect(application.received).toHaveLength(1);
  });

  it('is given up after the read timeout and tried again where it is told to', async () => {
    const client = buildFaulty({ fault: { kind: 'slow', seconds: 5 }, times: 1 });
    expect((await client.ask(`${application.origin}/#rt=2000&rp=rt`)).ok).toBe(true);
    expect(client.events('failure')).toMatchObject([{ code: 11203, tookMs: 2000 }]);
    expect(client.clock.now()).toBe(START + 2000);
    expect(application.received).toHaveLength(2);
  });

  it('is the one that was asked for, not the demand for credentials', async () => {
    const client = buildFaulty({ kind: 'slow', seconds: 8 });
    const url = `${application.origin.replace('//', '//u:p@')}/guarded`;
    expect((await client.ask(url)).ok).toBe(true);
    expect(client.events('response').map(({ tookMs }) => tookMs)).toEqual([0, 8000]);
  });
});

describe('a lost answer', () => {
  it('is one to a request that arrived', async () => {
    const client = buildFaulty({ kind: 'lost-answer' });
    expect(codeOf(await client.ask(application.origin))).toBe(11203);
    expect(application.received).toHaveLength(1);
    expect(client.events('failure')).toMatchObject([{ code: 11203, tookMs: 15_000 }]);
  });
});

describe('a lost request', () => {
  it('goes unnoticed where it is a callback', async () => {
    const client = buildFaulty({ kind: 'lost' });
    expect(codeOf(await client.ask(application.origin, { purpose: 'status-callback' }))).toBe(0);
    expect(client.clock.now()).toBe(START);
    expect(client.transcript.events).toMatchObject([
      { type: 'request', request: 1 },
      { type: 'failure', request: 1, code: 0 },
    ]);
    expect(application.received).toHaveLength(0);
  });

  it('is waited for in vain where it is for a document', async () => {
    const client = buildFaulty({ kind: 'lost' });
    expect(codeOf(await client.ask(application.origin))).toBe(11203);
    expect(client.clock.now()).toBe(START + 15_000);
    expect(application.received).toHaveLength(0);
  });
});

describe('a late request', () => {
  it('arrives behind later ones', async () => {
    const client = buildFaulty({ fault: { kind: 'late', seconds: 60 }, times: 1 });
    const urls = [`${application.origin}/first`, `${application.origin}/second`];
    const sent = Promise.all(urls.map((url) => client.send(buildRequest({ url }))));
    expect((await client.clock.drive(sent)).map(({ ok }) => ok)).toEqual([true, true]);
    expect(application.received.map(({ url }) => url)).toEqual(['/second', '/first']);
    expect(client.events('request').map(({ at }) => at)).toEqual([START, START + 60_000]);
  });
});

describe('a status on the way', () => {
  it('takes the place of the application', async () => {
    const client = buildFaulty({ kind: 'status', status: 502 });
    expect(codeOf(await client.ask(application.origin))).toBe(11217);
    expect(application.received).toHaveLength(0);
    expect(client.events('response')).toMatchObject([{ status: 502, body: '' }]);
  });

  it('is tried again where it is told to', async () => {
    const client = buildFaulty({ fault: { kind: 'status', status: 502 }, times: 1 });
    expect((await client.ask(`${application.origin}/#rp=5xx`)).ok).toBe(true);
    expect(application.received).toHaveLength(1);
  });
});

describe('a repeated request', () => {
  it('arrives twice with the same token, and the first answer counts', async () => {
    let requests = 0;
    const counting = await startApplication(() => {
      requests += 1;
      return { body: `<Response>${requests}</Response>` };
    });
    const client = buildFaulty({ kind: 'repeat' });
    const outcome = await client.ask(counting.origin);
    await counting.close();
    expect(outcome).toMatchObject({ answer: { body: '<Response>1</Response>' } });
    const tokens = counting.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
    expect(client.events('request')).toHaveLength(2);
  });
});

describe('a refused connection', () => {
  it('is tried once more', async () => {
    const client = buildFaulty({ fault: { kind: 'refused' }, times: 1 });
    expect((await client.ask(application.origin)).ok).toBe(true);
    expect(client.events('failure')).toMatchObject([{ code: 11202, tookMs: 0 }]);
    expect(client.events('request').map(({ retries }) => retries)).toEqual([0, 1]);
    expect(application.received).toHaveLength(1);
  });

  it('fails where nobody ever listens', async () => {
    expect(codeOf(await buildFaulty({ kind: 'refused' }).ask(application.origin))).toBe(11202);
    expect(application.received).toHaveLength(0);
  });
});

describe('fault rules', () => {
  it('strike by purpose and caller', async () => {
    const client = buildFaulty({ fault: { kind: 'refused' }, purpose: 'wait-url', from: '+1' });
    const { origin } = application;
    expect((await client.ask(origin, { purpose: 'wait-url', from: '+2' })).ok).toBe(true);
    expect((await client.ask(origin, { purpose: 'voice-url', from: '+1' })).ok).toBe(true);
    expect((await client.ask(origin, { purpose: 'wait-url', from: '+1' })).ok).toBe(false);
  });

  it('count a demand for credentials and its answer as one request', async () => {
    const client = buildFaulty({ fault: { kind: 'refused' }, after: 1, times: 1 });
    const url = `${application.origin.replace('//', '//u:p@')}/guarded#rc=0`;
    expect((await client.ask(url)).ok).toBe(true);
    expect((await client.ask(url)).ok).toBe(false);
  });

  it('can be changed and then count anew', async () => {
    const client = buildFaulty();
    const rules: FaultRule[] = [{ fault: { kind: 'status', status: 500 }, times: 1 }];
    for (const expected of [11217, 11217]) {
      client.setFaults(rules);
      expect(codeOf(await client.ask(application.origin))).toBe(expected);
      expect((await client.ask(application.origin)).ok).toBe(true);
    }
    client.setFaults([]);
    expect((await client.ask(application.origin)).ok).toBe(true);
  });
});
