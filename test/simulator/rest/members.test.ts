import { heardBy, logged, START, when, whenHears } from '../../support/twiml-application';
import { callAndWait, openRestRoom, type RestRoom, WAITING } from './rest-room';

// The contract: https://www.twilio.com/docs/voice/api/member-resource

const FIRST = '+819011110001';
const SECOND = '+819011110002';

/** Two callers wait, one 30 s longer than the other. */
async function openWaitingRoom() {
  const room = await openRestRoom(WAITING);
  const { client, exchange } = room;
  const first = await callAndWait(exchange, FIRST);
  await exchange.wait(30);
  const second = await callAndWait(exchange, SECOND);
  const [queue] = exchange.queues;
  if (queue === undefined) throw new Error('Nobody waits.');
  return { ...room, first, second, queue, members: client.queues(queue.sid).members };
}

const urlOf = ({ application }: RestRoom, path: string) => `${application.origin}${path}`;

describe('the members of a queue', () => {
  it('are listed with their places and how long they have waited', async () => {
    const { exchange, first, members, queue, second } = await openWaitingRoom();
    await exchange.wait(10);
    const list = await members.list();
    expect(list.map((member) => member.toJSON())).toEqual([
      {
        callSid: first.sid,
        queueSid: queue.sid,
        position: 1,
        waitTime: 40,
        dateEnqueued: new Date(START),
        uri: expect.stringContaining(`/Queues/${queue.sid}/Members/${first.sid}.json`),
      },
      expect.objectContaining({ callSid: second.sid, position: 2, waitTime: 10 }),
    ]);
  });

  it('move up as others leave', async () => {
    const { exchange, members, second } = await openWaitingRoom();
    exchange.handset(FIRST).hangUp();
    expect(await members(second.sid).fetch()).toMatchObject({ position: 1 });
    expect(await members.list()).toHaveLength(1);
  });

  it('are known by their call, and the first as Front', async () => {
    const { first, members, second } = await openWaitingRoom();
    expect(await members(second.sid).fetch()).toMatchObject({ callSid: second.sid, position: 2 });
    expect(await members('Front').fetch()).toMatchObject({ callSid: first.sid, position: 1 });
  });

  it('come in pages', async () => {
    const { members, second } = await openWaitingRoom();
    const page = await members.page({ pageSize: 1 });
    expect((await page.nextPage())?.instances).toMatchObject([{ callSid: second.sid }]);
  });

  it('are refused where the queue, the call or the front is not there', async () => {
    const { client, exchange, members } = await openWaitingRoom();
    const missing = { status: 404, code: 20404 };
    await expect(members('CA0').fetch()).rejects.toMatchObject(missing);
    await expect(client.queues('QU0').members.list()).rejects.toMatchObject(missing);
    const { sid } = exchange.createQueue('empty');
    await expect(client.queues(sid).members('Front').fetch()).rejects.toMatchObject(missing);
  });
});

describe('dequeuing', () => {
  it('sends the first in line to another document', async () => {
    const room = await openWaitingRoom();
    const { application, client, exchange, first, members, queue, second } = room;
    await exchange.wait(10);
    const answer = await members('Front').update({ url: urlOf(room, '/desk?number=1') });
    expect(answer).toMatchObject({ callSid: first.sid, position: 1, waitTime: 40 });
    expect(await client.queues(queue.sid).fetch()).toMatchObject({ currentSize: 1 });
    expect(await members('Front').fetch()).toMatchObject({ callSid: second.sid });

    await whenHears(exchange, first, 'The desk');
    expect(application.to('/desk')).toMatchObject([
      {
        method: 'POST',
        parameters: { CallSid: first.sid, CallStatus: 'in-progress', number: '1' },
      },
    ]);
    expect(heardBy(exchange, second)).not.toContain('The desk');
    expect(logged(exchange)).toEqual([]);
  });

  it('tells the Enqueue action, whose answer is not executed', async () => {
    const room = await openRestRoom({ ...WAITING, '/left': '<Say>Never heard</Say>' });
    const { application, client, exchange } = room;
    const call = await callAndWait(exchange, FIRST);
    const { sid = '' } = exchange.queues[0] ?? {};
    await client
      .queues(sid)
      .members('Front')
      .update({ url: urlOf(room, '/desk') });
    await exchange.settled();
    expect(application.to('/left')).toMatchObject([
      { parameters: { CallSid: call.sid, QueueResult: 'redirected', QueueSid: sid } },
    ]);
    expect(heardBy(exchange, call).at(-1)).toBe('The desk');
    expect(heardBy(exchange, call)).not.toContain('Never heard');
  });

  it('takes a call out of the middle, by GET where asked to', async () => {
    const room = await openWaitingRoom();
    const { application, exchange, first, members, second } = room;
    await members(second.sid).update({ url: urlOf(room, '/desk'), method: 'GET' });
    await whenHears(exchange, second, 'The desk');
    expect(application.to('/desk')).toMatchObject([{ method: 'GET' }]);
    expect(await members.list()).toMatchObject([{ callSid: first.sid, position: 1 }]);
  });

  it('fails the second time for the same call', async () => {
    const room = await openWaitingRoom();
    const { first, members } = room;
    await members(first.sid).update({ url: urlOf(room, '/desk') });
    const again = members(first.sid).update({ url: urlOf(room, '/desk') });
    await expect(again).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('gives each of two who ask at once a caller of their own', async () => {
    const room = await openWaitingRoom();
    const { first, members, second } = room;
    const url = urlOf(room, '/desk');
    const answers = await Promise.all([
      members('Front').update({ url }),
      members('Front').update({ url }),
    ]);
    expect(answers.map(({ callSid }) => callSid).sort()).toEqual([first.sid, second.sid].sort());
  });

  it('fails for a call that an operator has taken', async () => {
    const room = await openRestRoom(WAITING);
    const { application, exchange, client } = room;
    const call = await callAndWait(exchange, FIRST);
    const { sid = '' } = exchange.queues[0] ?? {};
    const operator = await callAndWait(exchange, SECOND);
    await client.calls(operator.sid).update({
      twiml: '<Response><Dial><Queue>support</Queue></Dial></Response>',
    });
    await when(exchange, 'bridged');
    const update = client
      .queues(sid)
      .members(call.sid)
      .update({ url: `${application.origin}/desk` });
    await expect(update).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(call.bridgedWith).toBe(operator.sid);
  });

  it.each([
    ['no Url', {}, 21205],
    ['a relative Url', { url: '/desk' }, 21205],
    ['a Url that is not of the web', { url: 'ftp://example.com/desk' }, 21205],
    ['a Method that there is not', { url: 'https://example.com/', method: 'PUT' }, 21209],
  ])('is refused with %s, and the call goes on waiting', async (_what, parameters, code) => {
    const { first, members } = await openWaitingRoom();
    // biome-ignore lint/suspicious/noExplicitAny: what the client's types would not let through
    const update = members('Front').update({ url: '', ...parameters } as any);
    await expect(update).rejects.toMatchObject({ status: 400, code });
    expect(await members('Front').fetch()).toMatchObject({ callSid: first.sid });
  });
});
