import twilio from 'twilio';
import {
  CUSTOMER,
  eventsOf,
  heardBy,
  logged,
  NUMBER,
  OPERATOR,
  START,
  when,
  whenHears,
} from '../../support/twiml-application';
import { callAndWait, openRestRoom, WAITING } from './rest-room';

// The contract: https://www.twilio.com/docs/voice/api/call-resource

const TALKING = {
  '/voice': '<Say>Hello</Say><Pause length="60"/><Say>Goodbye</Say>',
  '/status': '',
  '/other': '<Say>Elsewhere</Say>',
};

/** Somebody is on the line and hears the pause. */
async function openTalk() {
  const room = await openRestRoom(TALKING);
  const { client, exchange } = room;
  const call = exchange.handset(CUSTOMER).dial();
  await whenHears(exchange, call, 'silence');
  return { ...room, call, resource: client.calls(call.sid) };
}

describe('fetching a call', () => {
  it('tells of one in progress', async () => {
    const { call, exchange, resource } = await openTalk();
    expect((await resource.fetch()).toJSON()).toMatchObject({
      sid: call.sid,
      accountSid: exchange.accountSid,
      parentCallSid: null,
      from: CUSTOMER,
      to: NUMBER,
      status: 'in-progress',
      direction: 'inbound',
      apiVersion: '2010-04-01',
      startTime: new Date(START),
      dateCreated: new Date(START),
      duration: null,
      forwardedFrom: null,
      uri: `/2010-04-01/Accounts/${exchange.accountSid}/Calls/${call.sid}.json`,
    });
  });

  it('tells of one that has ended how long it took', async () => {
    const { call, exchange, resource } = await openTalk();
    const { answeredAt = 0 } = call;
    await exchange.wait(20);
    exchange.handset(CUSTOMER).hangUp();
    const seconds = Math.round((exchange.clock.now() - answeredAt) / 1000);
    const { duration, endTime, status } = await resource.fetch();
    expect(seconds).toBeGreaterThanOrEqual(20);
    expect({ duration, status }).toEqual({ duration: String(seconds), status: 'completed' });
    // To the second, as dates are written.
    expect(endTime.getTime()).toBe(Math.floor(exchange.clock.now() / 1000) * 1000);
  });

  it('tells who forwarded it, and its caller', async () => {
    const { client, exchange } = await openRestRoom({ '/voice': '' });
    const options = { forwardedFrom: '+81312345678', callerName: 'ヤマダ' };
    const { sid } = exchange.handset(CUSTOMER).dial(options);
    expect(await client.calls(sid).fetch()).toMatchObject({ ...options, status: 'ringing' });
  });

  it('tells of the call that dialled it', async () => {
    const { client, exchange } = await openRestRoom({ '/voice': `<Dial>${OPERATOR}</Dial>` });
    exchange.handset(OPERATOR);
    const parent = exchange.handset(CUSTOMER).dial();
    const { call: sid } = await when(exchange, 'ring');
    expect(await client.calls(sid).fetch()).toMatchObject({
      parentCallSid: parent.sid,
      direction: 'outbound-dial',
      to: OPERATOR,
      status: 'ringing',
    });
  });

  it('is refused where there is none', async () => {
    const { client } = await openRestRoom();
    await expect(client.calls('CA0').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});

describe('listing calls', () => {
  it('gives the most recent first, in pages', async () => {
    const { client, exchange } = await openRestRoom(TALKING);
    const calls = ['+819011110001', '+819011110002', '+819011110003'].map((number) =>
      exchange.handset(number).dial(),
    );
    const sids = calls.map(({ sid }) => sid).reverse();
    expect((await client.calls.list()).map(({ sid }) => sid)).toEqual(sids);
    expect((await client.calls.list({ pageSize: 2 })).map(({ sid }) => sid)).toEqual(sids);
  });

  it('filters by state, by numbers and by parent, also from page to page', async () => {
    const { client, exchange } = await openRestRoom({ '/voice': `<Dial>${OPERATOR}</Dial>` });
    exchange.handset(OPERATOR);
    exchange.handset('+819011110001').dial();
    exchange.handset('+819011110001').hangUp();
    const parent = exchange.handset(CUSTOMER).dial();
    await when(exchange, 'ring');
    const count = async (filter: Parameters<typeof client.calls.list>[0]) =>
      (await client.calls.list({ ...filter, pageSize: 1 } as never)).length;
    expect(await count({})).toBe(3);
    expect(await count({ status: 'no-answer' })).toBe(1);
    expect(await count({ status: 'completed' })).toBe(0);
    expect(await count({ from: CUSTOMER })).toBe(2);
    expect(await count({ from: CUSTOMER, to: NUMBER })).toBe(1);
    expect(await count({ to: OPERATOR })).toBe(1);
    expect(await count({ parentCallSid: parent.sid })).toBe(1);
  });

  it('refuses filters that it does not know, instead of passing over them', async () => {
    const { client } = await openRestRoom();
    await expect(client.calls.list({ startTime: new Date(START) })).rejects.toMatchObject({
      status: 501,
      message: 'The parameter StartTime is not modelled by this exchange',
    });
    await expect(client.calls.list({ status: 'busy?' as never })).rejects.toMatchObject({
      status: 400,
      code: 20001,
    });
  });
});

describe('redirecting a call', () => {
  it('leaves what the call was doing for another document', async () => {
    const { application, call, exchange, resource } = await openTalk();
    const answer = await resource.update({ url: `${application.origin}/other`, method: 'GET' });
    expect(answer).toMatchObject({ sid: call.sid, status: 'in-progress' });
    await exchange.settled();
    expect(application.to('/other')).toMatchObject([
      { method: 'GET', parameters: { CallSid: call.sid, CallStatus: 'in-progress' } },
    ]);
    expect(heardBy(exchange, call)).toEqual(['Hello', 'silence', 'Elsewhere']);
    expect(exchange.clock.now()).toBeLessThan(START + 20_000);
  });

  it('takes a text for a document', async () => {
    const { application, call, exchange, resource } = await openTalk();
    application.forget();
    const twiml = new twilio.twiml.VoiceResponse();
    twiml.say('日本語 & more');
    await resource.update({ twiml });
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(['Hello', 'silence', '日本語 & more']);
    expect(application.requests.map(({ path }) => path)).toEqual(['/status']);
  });

  it('can be done again and again', async () => {
    const { call, exchange, resource } = await openTalk();
    for (const word of ['one', 'two', 'three']) {
      await resource.update({ twiml: `<Response><Say>${word}</Say><Pause/></Response>` });
      await whenHears(exchange, call, word);
    }
    expect(heardBy(exchange, call).filter((what) => what !== 'silence')).toEqual([
      'Hello',
      'one',
      'two',
      'three',
    ]);
  });

  it('takes a waiting call out of its queue', async () => {
    const { application, client, exchange } = await openRestRoom(WAITING);
    const call = await callAndWait(exchange, CUSTOMER);
    await client.calls(call.sid).update({ url: `${application.origin}/desk` });
    expect(call.queue).toBeUndefined();
    await exchange.settled();
    expect(application.latest('/left')).toMatchObject({ QueueResult: 'redirected' });
    expect(heardBy(exchange, call).at(-1)).toBe('The desk');
  });

  it('prefers Url to Twiml, with a warning', async () => {
    const { application, call, exchange, resource } = await openTalk();
    const update = { url: `${application.origin}/other`, twiml: '<Response/>' };
    await resource.update(update);
    await exchange.settled();
    expect(heardBy(exchange, call)).toContain('Elsewhere');
    expect(exchange.debuggerLog).toMatchObject([{ call: call.sid, level: 'warning', code: 32019 }]);
  });

  it('takes 4000 characters of text, and refuses one more', async () => {
    const { call, exchange, resource } = await openTalk();
    const textOf = (length: number) => {
      const rest = '<Response><Say>Heard</Say><!----></Response>';
      return rest.replace('----', `--${'あ'.repeat(length - rest.length)}--`);
    };
    await expect(resource.update({ twiml: textOf(4001) })).rejects.toMatchObject({
      status: 400,
      code: 32018,
    });
    expect(heardBy(exchange, call)).toEqual(['Hello', 'silence']);
    await resource.update({ twiml: textOf(4000) });
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(['Hello', 'silence', 'Heard']);
  });

  it.each([
    ['nothing to do', {}, 400, 20001],
    ['a relative Url', { url: '/other' }, 400, 21205],
    ['a Method that there is not', { url: 'https://example.com/', method: 'PUT' }, 400, 21209],
    ['another Status', { status: 'in-progress' }, 400, 20001],
    ['a TimeLimit', { timeLimit: 10 }, 501, 20501],
  ])('is refused with %s', async (_what, parameters, status, code) => {
    const { call, exchange, resource } = await openTalk();
    await expect(resource.update(parameters as never)).rejects.toMatchObject({ status, code });
    await exchange.wait(1);
    expect(call.status).toBe('in-progress');
    expect(heardBy(exchange, call)).toEqual(['Hello', 'silence']);
  });

  it('is refused before the call is answered, and after its end', async () => {
    const { client, exchange } = await openRestRoom(TALKING);
    const { sid } = exchange.handset(CUSTOMER).dial();
    const redirect = () => client.calls(sid).update({ twiml: '<Response/>' });
    const refusal = {
      status: 400,
      code: 21220,
      message: 'Call is not in-progress. Cannot redirect.',
      moreInfo: 'https://www.twilio.com/docs/errors/21220',
    };
    await expect(redirect()).rejects.toMatchObject(refusal);
    exchange.handset(CUSTOMER).hangUp();
    await expect(redirect()).rejects.toMatchObject(refusal);
  });

  it('sends a call that Dial has made to its own document', async () => {
    const { client, exchange } = await openRestRoom({
      '/voice': `<Dial>${OPERATOR}</Dial><Say>Behind</Say>`,
    });
    exchange.handset(OPERATOR).whenCalled = { answerAfterSeconds: 1 };
    const call = exchange.handset(CUSTOMER).dial();
    const { calls } = await when(exchange, 'bridged');
    await client.calls(calls[1]).update({ twiml: '<Response><Say>Elsewhere</Say></Response>' });
    await exchange.settled();
    expect(heardBy(exchange, { ...call, sid: calls[1] })).toEqual(['Elsewhere']);
    expect(heardBy(exchange, call)).toEqual(['ringing', 'Behind']);
  });
});

describe('ending a call', () => {
  it('hangs up, and the status callback tells', async () => {
    const { application, call, exchange, resource } = await openTalk();
    expect(await resource.update({ status: 'completed' })).toMatchObject({ status: 'completed' });
    expect(call.endedAt).toBe(exchange.clock.now());
    await exchange.settled();
    expect(application.latest('/status')).toMatchObject({ CallStatus: 'completed' });
    expect(heardBy(exchange, call)).not.toContain('Goodbye');
    expect(eventsOf(exchange, 'hang-up')).toEqual([]);
    expect(logged(exchange)).toEqual([]);
  });

  it('takes a waiting call out of its queue', async () => {
    const { application, client, exchange } = await openRestRoom(WAITING);
    const call = await callAndWait(exchange, CUSTOMER);
    await client.calls(call.sid).update({ status: 'completed' });
    expect(exchange.queues[0]?.members).toEqual([]);
    await exchange.settled();
    expect(application.latest('/left')).toMatchObject({ QueueResult: 'hangup' });
  });

  it.each(['completed', 'canceled'] as const)('%s: a ringing call is canceled', async (status) => {
    const { client, exchange } = await openRestRoom(TALKING);
    const { sid } = exchange.handset(CUSTOMER).dial();
    expect(await client.calls(sid).update({ status })).toMatchObject({
      status: 'canceled',
      duration: '0',
    });
  });

  it('canceled does not affect a call in progress', async () => {
    const { exchange, call, resource } = await openTalk();
    expect(await resource.update({ status: 'canceled' })).toMatchObject({ status: 'in-progress' });
    await exchange.settled();
    expect(heardBy(exchange, call)).toContain('Goodbye');
  });

  it('is refused the second time', async () => {
    const { resource } = await openTalk();
    await resource.update({ status: 'completed' });
    const again = resource.update({ status: 'completed' });
    await expect(again).rejects.toMatchObject({ status: 400, code: 21220 });
  });
});

describe('what the exchange does not model', () => {
  it('is refused as nothing that Twilio would say', async () => {
    const { client } = await openRestRoom();
    const create = client.calls.create({ to: CUSTOMER, from: NUMBER, twiml: '<Response/>' });
    await expect(create).rejects.toMatchObject({
      status: 501,
      code: 20501,
      message: 'Making a call is not modelled by this exchange',
    });
    await expect(client.calls('CA0').remove()).rejects.toMatchObject({ status: 501, code: 20501 });
  });
});
