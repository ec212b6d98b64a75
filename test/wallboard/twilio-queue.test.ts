import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTwilioQueue, type TwilioQueueOptions } from '../../src/wallboard/twilio-queue';
import { callAndWait, openRestRoom, type RestRoom, WAITING } from '../simulator/rest/rest-room';

const FIRST = '+819011110001';
const SECOND = '+819011110002';

const toClose: (() => void)[] = [];
afterEach(() => {
  for (const close of toClose.splice(0)) close();
});

const readerOf = ({ exchange, api }: RestRoom, options: Partial<TwilioQueueOptions> = {}) =>
  createTwilioQueue({
    accountSid: exchange.accountSid,
    authToken: exchange.authToken,
    queueName: 'support',
    baseUrl: api.baseUrl,
    now: () => exchange.clock.now(),
    ...options,
  });

/** A server that stands in for Twilio where that answers amiss. */
async function answerWith(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  toClose.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the queue at Twilio', () => {
  it('is empty before it comes into being with its first caller', async () => {
    const room = await openRestRoom(WAITING);
    const { exchange } = room;
    const read = readerOf(room);
    expect(await read()).toEqual({ readAt: exchange.clock.now(), size: 0, members: [] });
    const { sid } = await callAndWait(exchange, FIRST);
    expect(await read()).toMatchObject({ size: 1, members: [{ callSid: sid }] });
  });

  it('tells who waits and since when', async () => {
    const room = await openRestRoom(WAITING);
    const { exchange } = room;
    const first = await callAndWait(exchange, FIRST);
    await exchange.wait(30);
    const second = await callAndWait(exchange, SECOND);
    expect(await readerOf(room)()).toEqual({
      readAt: exchange.clock.now(),
      size: 2,
      members: [
        { callSid: first.sid, since: exchange.clock.now() - 30_000 },
        { callSid: second.sid, since: exchange.clock.now() },
      ],
    });
  });

  it('is found by its name among others, and anew after somebody deleted it', async () => {
    const room = await openRestRoom(WAITING);
    const { client, exchange } = room;
    await client.queues.create({ friendlyName: 'another' });
    const queue = await client.queues.create({ friendlyName: 'support' });
    const read = readerOf(room);
    expect((await read()).size).toBe(0);
    await client.queues(queue.sid).remove();
    await callAndWait(exchange, FIRST);
    await expect(read()).rejects.toThrow('404');
    expect((await read()).size).toBe(1);
  });

  it('is not known where Twilio refuses us', async () => {
    const read = readerOf(await openRestRoom(WAITING), { authToken: 'wrong' });
    await expect(read()).rejects.toThrow('401');
  });

  it('is not known where nobody answers', async () => {
    const room = await openRestRoom(WAITING);
    await room.api.close();
    await expect(readerOf(room)()).rejects.toThrow();
  });

  it('is not known where the answer is of another form', async () => {
    const room = await openRestRoom();
    const baseUrl = await answerWith((_, response) => response.end('{"queues":[{"sid":1}]}'));
    await expect(readerOf(room, { baseUrl })()).rejects.toThrow('sid');
  });

  it.each(['http://127.0.0.1:1/', '//127.0.0.1:1/', '/\\127.0.0.1:1/'])(
    'takes the password to no other host: %s',
    async (next_page_uri) => {
      const room = await openRestRoom();
      const page = JSON.stringify({ queues: [], next_page_uri });
      const baseUrl = await answerWith((_, response) => response.end(page));
      await expect(readerOf(room, { baseUrl })()).rejects.toThrow('next_page_uri');
    },
  );

  it('is looked for page by page', async () => {
    const room = await openRestRoom();
    const asked: string[] = [];
    const sid = `QU${'1'.repeat(32)}`;
    const queues = [{ sid, friendly_name: 'support', current_size: 0 }];
    const baseUrl = await answerWith(({ url = '' }, response) => {
      asked.push(url);
      const isFirst = asked.length === 1;
      const body = url.includes('Members')
        ? { queue_members: [] }
        : { queues: isFirst ? [] : queues, next_page_uri: isFirst ? '/next?Page=1' : null };
      response.end(JSON.stringify(body));
    });
    expect((await readerOf(room, { baseUrl })()).size).toBe(0);
    expect(asked.slice(1)).toEqual(['/next?Page=1', expect.stringContaining(`${sid}/Members`)]);
  });
});
