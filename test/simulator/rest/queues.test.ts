import { START } from '../../support/twiml-application';
import { callAndWait, openRestRoom, WAITING } from './rest-room';

// The contract: https://www.twilio.com/docs/voice/api/queue-resource

describe('creating a queue', () => {
  it('gives an empty queue of 1000 places', async () => {
    const { client, exchange } = await openRestRoom();
    const queue = await client.queues.create({ friendlyName: 'support' });
    expect(queue.toJSON()).toEqual({
      sid: expect.stringMatching(/^QU[0-9a-f]{32}$/),
      accountSid: exchange.accountSid,
      friendlyName: 'support',
      currentSize: 0,
      averageWaitTime: 0,
      maxSize: 1000,
      dateCreated: new Date(START),
      dateUpdated: new Date(START),
      uri: `/2010-04-01/Accounts/${exchange.accountSid}/Queues/${queue.sid}.json`,
    });
    expect(exchange.queues).toMatchObject([{ sid: queue.sid, name: 'support', maxSize: 1000 }]);
  });

  it('takes the number of places', async () => {
    const { client } = await openRestRoom();
    const queue = await client.queues.create({ friendlyName: 'support', maxSize: 5000 });
    expect(queue.maxSize).toBe(5000);
  });

  it('is what callers then wait in', async () => {
    const { client, exchange } = await openRestRoom(WAITING);
    const { sid } = await client.queues.create({ friendlyName: 'support' });
    await callAndWait(exchange, '+819011110001');
    expect((await client.queues(sid).fetch()).currentSize).toBe(1);
  });

  it('is refused where the name is taken', async () => {
    const { client } = await openRestRoom();
    await client.queues.create({ friendlyName: 'support' });
    await expect(client.queues.create({ friendlyName: 'support' })).rejects.toMatchObject({
      status: 400,
      code: 22003,
      message: 'A queue with the name support already exists',
      moreInfo: 'https://www.twilio.com/docs/errors/22003',
    });
  });

  it.each([
    ['no name', { friendlyName: '' }, 20002],
    ['a name of 65 characters', { friendlyName: 'x'.repeat(65) }, 20002],
    ['room for nobody', { friendlyName: 'x', maxSize: 0 }, 20001],
    ['room for 5001', { friendlyName: 'x', maxSize: 5001 }, 20001],
    ['room for half a caller', { friendlyName: 'x', maxSize: 0.5 }, 20001],
  ])('is refused with %s', async (_what, parameters, code) => {
    const { client, exchange } = await openRestRoom();
    await expect(client.queues.create(parameters)).rejects.toMatchObject({ status: 400, code });
    expect(exchange.queues).toEqual([]);
  });
});

describe('fetching a queue', () => {
  it('tells who waits now and how long they have waited on average', async () => {
    const { client, exchange } = await openRestRoom(WAITING);
    await callAndWait(exchange, '+819011110001');
    await exchange.wait(100);
    await callAndWait(exchange, '+819011110002');
    await exchange.wait(20);
    const { sid = '' } = exchange.queues[0] ?? {};
    // 120 s and 20 s, and what it takes until a caller has come into the queue
    expect(await client.queues(sid).fetch()).toMatchObject({ currentSize: 2, averageWaitTime: 70 });
    await exchange.wait(30);
    expect(await client.queues(sid).fetch()).toMatchObject({
      currentSize: 2,
      averageWaitTime: 100,
    });
    exchange.handset('+819011110001').hangUp();
    expect(await client.queues(sid).fetch()).toMatchObject({ currentSize: 1, averageWaitTime: 50 });
  });

  it('lets no time pass', async () => {
    const { client, exchange } = await openRestRoom(WAITING);
    await callAndWait(exchange, '+819011110001');
    const now = exchange.clock.now();
    await client.queues(exchange.queues[0]?.sid ?? '').fetch();
    expect(exchange.clock.now()).toBe(now);
  });

  it('tells where its members are', async () => {
    const { api, client, exchange } = await openRestRoom();
    const { uri, sid } = await client.queues.create({ friendlyName: 'support' });
    const authorization = `Basic ${btoa(`${exchange.accountSid}:${exchange.authToken}`)}`;
    const response = await fetch(`${api.baseUrl}${uri}`, { headers: { authorization } });
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toMatchObject({
      date_created: 'Sat, 04 Apr 2026 00:00:00 +0000',
      subresource_uris: {
        members: `/2010-04-01/Accounts/${exchange.accountSid}/Queues/${sid}/Members.json`,
      },
    });
  });

  it('is refused where there is none, also by its name', async () => {
    const { client, exchange } = await openRestRoom();
    await client.queues.create({ friendlyName: 'support' });
    const message = `The requested resource /2010-04-01/Accounts/${exchange.accountSid}/Queues/support.json was not found`;
    await expect(client.queues('support').fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
      message,
    });
  });
});

describe('updating a queue', () => {
  it('changes what is given and nothing else', async () => {
    const { client, exchange } = await openRestRoom();
    const { sid } = await client.queues.create({ friendlyName: 'support', maxSize: 10 });
    await exchange.wait(60);
    expect(await client.queues(sid).update({ maxSize: 20 })).toMatchObject({
      friendlyName: 'support',
      maxSize: 20,
      dateCreated: new Date(START),
      dateUpdated: new Date(START + 60_000),
    });
    expect(await client.queues(sid).update({ friendlyName: 'sales' })).toMatchObject({
      friendlyName: 'sales',
      maxSize: 20,
    });
    expect(exchange.queues).toMatchObject([{ sid, name: 'sales', maxSize: 20 }]);
  });

  it('is refused with the name of another one', async () => {
    const { client } = await openRestRoom();
    await client.queues.create({ friendlyName: 'support' });
    const { sid } = await client.queues.create({ friendlyName: 'sales' });
    const update = client.queues(sid).update({ friendlyName: 'support', maxSize: 5 });
    await expect(update).rejects.toMatchObject({ status: 400, code: 22003 });
    expect(await client.queues(sid).fetch()).toMatchObject({
      friendlyName: 'sales',
      maxSize: 1000,
    });
  });

  it('is refused where there is none', async () => {
    const { client } = await openRestRoom();
    const update = client.queues('QU0').update({ maxSize: 5 });
    await expect(update).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});

describe('removing a queue', () => {
  it('is answered with 204, and the queue is gone', async () => {
    const { client, exchange } = await openRestRoom();
    const { sid } = await client.queues.create({ friendlyName: 'support' });
    expect(await client.queues(sid).removeWithHttpInfo()).toMatchObject({
      statusCode: 204,
      body: true,
    });
    expect(exchange.queues).toEqual([]);
    await expect(client.queues(sid).remove()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('is refused while somebody waits', async () => {
    const { client, exchange } = await openRestRoom(WAITING);
    await callAndWait(exchange, '+819011110001');
    const { sid = '' } = exchange.queues[0] ?? {};
    await expect(client.queues(sid).remove()).rejects.toMatchObject({ status: 400, code: 22002 });
    expect(exchange.queues).toMatchObject([{ sid }]);
  });
});

describe('listing queues', () => {
  it('gives all of them, by which one is found by its name', async () => {
    const { client } = await openRestRoom();
    await client.queues.create({ friendlyName: 'support' });
    const { sid } = await client.queues.create({ friendlyName: 'sales' });
    const queues = await client.queues.list();
    expect(queues.find(({ friendlyName }) => friendlyName === 'sales')?.sid).toBe(sid);
    expect(queues).toHaveLength(2);
  });

  it('comes in pages of 50, each with the way to the next', async () => {
    const { client, exchange } = await openRestRoom();
    for (let number = 1; number <= 51; number += 1) exchange.createQueue(`queue ${number}`);
    const first = await client.queues.page();
    expect(first.instances).toHaveLength(50);
    expect(first.previousPageUrl).toBeUndefined();
    const second = await first.nextPage();
    expect(second?.instances).toMatchObject([{ friendlyName: 'queue 51' }]);
    expect(second?.nextPageUrl).toBeUndefined();
    expect(await client.queues.list()).toHaveLength(51);
  });

  it('comes in pages of the size that is asked for', async () => {
    const { client, exchange } = await openRestRoom();
    for (const name of ['a', 'b', 'c', 'd', 'e']) exchange.createQueue(name);
    const names = (page: { instances: { friendlyName: string }[] } | undefined) =>
      page?.instances.map(({ friendlyName }) => friendlyName);
    const first = await client.queues.page({ pageSize: 2 });
    const second = await first.nextPage();
    const third = await second?.nextPage();
    expect([names(first), names(second), names(third)]).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(names(await third?.previousPage())).toEqual(['c', 'd']);
    expect(await client.queues.list({ pageSize: 2, limit: 3 })).toHaveLength(3);
  });

  it('leaves nobody out and lists nobody twice where queues go meanwhile', async () => {
    const { client, exchange } = await openRestRoom();
    const [a, , c] = ['a', 'b', 'c', 'd'].map((name) => exchange.createQueue(name));
    const first = await client.queues.page({ pageSize: 2 });
    exchange.removeQueue(a?.sid ?? '');
    expect((await first.nextPage())?.instances[0]?.sid).toBe(c?.sid);
  });

  it('refuses pages of more than 1000', async () => {
    const { client, exchange } = await openRestRoom();
    for (let number = 0; number < 1001; number += 1) exchange.createQueue(`queue ${number}`);
    expect((await client.queues.page({ pageSize: 1000 })).instances).toHaveLength(1000);
    await expect(client.queues.page({ pageSize: 1001 })).rejects.toMatchObject({
      status: 400,
      code: 20007,
    });
  });

  it('is empty where there is none', async () => {
    const { client } = await openRestRoom();
    expect(await client.queues.list()).toEqual([]);
  });
});
