import type { Fault, FaultRule } from '../../src/simulator/faults';
import {
  CUSTOMER,
  eventsOf,
  heardBy,
  logged,
  openRoom,
  START,
  whenHears,
} from '../support/twiml-application';

// What callers hear when something goes wrong. The contract: a request of a call takes 15 s at most,
// https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides

const ERROR = 'We are sorry, an application error has occurred. Goodbye.';

async function callWith(rule: FaultRule, script = {}) {
  const room = await openRoom(
    {
      '/voice': '<Say>Hello</Say><Redirect>/next</Redirect>',
      '/next': '<Say>Next</Say>',
      '/status': '',
      ...script,
    },
    { faults: [rule] },
  );
  const call = room.exchange.handset(CUSTOMER).dial();
  await room.exchange.settled();
  const [first] = eventsOf(room.exchange, 'hear');
  return { ...room, call, heardAfterMs: (first?.at ?? 0) - START };
}

describe('a fault of the first document', () => {
  const ROWS: [
    fault: Fault,
    heard: string[],
    seconds: number,
    requests: number,
    codes: number[],
  ][] = [
    [{ kind: 'slow', seconds: 7 }, ['Hello', 'Next'], 7, 1, []],
    [{ kind: 'slow', seconds: 20 }, [ERROR], 15, 1, [11203]],
    [{ kind: 'lost-answer' }, [ERROR], 15, 1, [11203]],
    [{ kind: 'lost' }, [ERROR], 15, 0, [11203]],
    [{ kind: 'late', seconds: 3 }, ['Hello', 'Next'], 3, 1, []],
    [{ kind: 'status', status: 502 }, [ERROR], 0, 0, [11217]],
    [{ kind: 'refused' }, [ERROR], 0, 0, [11202]],
    [{ kind: 'repeat' }, ['Hello', 'Next'], 0, 2, []],
  ];
  it.each(ROWS)(
    '%o: the caller hears %j after %d s',
    async (fault, heard, seconds, requests, codes) => {
      const room = await callWith({ fault, purpose: 'voice-url' });
      expect(heardBy(room.exchange, room.call)).toEqual(heard);
      expect(Math.floor(room.heardAfterMs / 1000)).toBe(seconds);
      expect(room.application.to('/voice')).toHaveLength(requests);
      expect(logged(room.exchange)).toEqual(codes);
      expect(room.application.to('/status')).toHaveLength(1);
    },
  );
});

describe('a request that is repeated', () => {
  it('has the same idempotency token, and its first answer counts', async () => {
    const { application, exchange, call } = await callWith(
      { fault: { kind: 'repeat' }, purpose: 'voice-url' },
      { '/voice': ['<Say>First</Say>', '<Say>Second</Say>'] },
    );
    const tokens = application
      .to('/voice')
      .map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), tokens[0]]);
    expect(heardBy(exchange, call)).toEqual(['First']);
  });
});

describe('a connection that is refused once', () => {
  it('is tried again, and nothing of it is heard', async () => {
    const { application, exchange, call } = await callWith({
      fault: { kind: 'refused' },
      purpose: 'voice-url',
      times: 1,
    });
    expect(application.to('/voice')).toHaveLength(1);
    expect(heardBy(exchange, call)).toEqual(['Hello', 'Next']);
  });
});

describe('a fault of a later document', () => {
  it('is heard there', async () => {
    const { exchange, call } = await callWith({
      fault: { kind: 'lost-answer' },
      purpose: 'redirect',
    });
    expect(heardBy(exchange, call)).toEqual(['Hello', ERROR]);
  });

  it('goes to the fallback URL where there is one', async () => {
    const { exchange, call } = await callWith(
      { fault: { kind: 'lost' }, purpose: 'redirect' },
      { '/fallback': '<Say>One moment</Say>' },
    );
    expect(heardBy(exchange, call)).toEqual(['Hello', 'One moment']);
  });
});

describe('a fault of a callback', () => {
  it.each([
    [{ kind: 'lost' }, 0],
    [{ kind: 'late', seconds: 90 }, 1],
    [{ kind: 'repeat' }, 2],
  ] as [Fault, number][])('%o is not heard: it arrives %d times', async (fault, times) => {
    const { application, exchange, call } = await callWith({ fault, purpose: 'status-callback' });
    expect(heardBy(exchange, call)).toEqual(['Hello', 'Next']);
    expect(application.to('/status')).toHaveLength(times);
    expect(logged(exchange)).toEqual([]);
  });

  it('makes it arrive behind a later one', async () => {
    const { application, exchange } = await openRoom(
      { '/voice': '<Hangup/>', '/status': '' },
      { faults: [{ fault: { kind: 'late', seconds: 90 }, purpose: 'status-callback', times: 1 }] },
    );
    const first = exchange.handset('+819000000001').dial();
    await exchange.wait(10);
    const second = exchange.handset('+819000000002').dial();
    await exchange.settled();
    expect(application.to('/status').map(({ parameters }) => parameters.CallSid)).toEqual([
      second.sid,
      first.sid,
    ]);
  });
});

it('a caller who hangs up while a slow answer is waited for has ended the call', async () => {
  const { application, exchange } = await openRoom(
    { '/voice': '<Say>Hello</Say>', '/status': '' },
    { faults: [{ fault: { kind: 'slow', seconds: 10 }, purpose: 'voice-url' }] },
  );
  const customer = exchange.handset(CUSTOMER);
  const call = customer.dial();
  await exchange.wait(4);
  customer.hangUp();
  await exchange.settled();
  expect(call.status).toBe('no-answer');
  expect(application.requests.map(({ path }) => path)).toEqual(['/voice', '/status']);
  expect(heardBy(exchange, call)).toEqual([]);
});

it('faults can be set and lifted during a run', async () => {
  const { exchange } = await openRoom({ '/voice': '<Say>Hello</Say>' });
  exchange.setFaults([{ fault: { kind: 'status', status: 500 } }]);
  const first = exchange.handset(CUSTOMER).dial();
  await whenHears(exchange, first, ERROR);
  exchange.setFaults([]);
  const second = exchange.handset('+819000000002').dial();
  await whenHears(exchange, second, 'Hello');
  expect(logged(exchange)).toEqual([11217]);
});
