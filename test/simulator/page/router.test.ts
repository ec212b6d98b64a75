import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import request from 'supertest';
import type { ExchangeEvent } from '../../../src/simulator/events';
import type { Exchange, ExchangeOptions } from '../../../src/simulator/exchange-types';
import { createHandsetRegistry } from '../../../src/simulator/page/handset-registry';
import {
  createHandsetsRouter,
  type HandsetsOptions,
  type HandsetsRouter,
} from '../../../src/simulator/page/router';
import { parseSavedRun } from '../../../src/simulator/saved-run';
import { readPolicy } from '../../support/read-policy';
import { CUSTOMER, NUMBER, openRoom, START, when } from '../../support/twiml-application';

interface Page {
  exchange: Exchange;
  router: HandsetsRouter;
  server: Server;
  origin: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function openPage(
  options: Partial<HandsetsOptions> = {},
  exchangeOptions: Partial<ExchangeOptions> = {},
  verbs = '<Pause length="60"/>',
): Promise<Page> {
  const { exchange } = await openRoom({ '/voice': verbs }, exchangeOptions);
  const router = createHandsetsRouter({ exchange, ...options });
  const server = createServer(express().use('/simulator', router)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { exchange, router, server, origin: `http://127.0.0.1:${port}/simulator` };
}

const post = ({ server }: Page, path: string, body: object = {}) =>
  request(server).post(`/simulator/${path}`).send(body);

async function openHandset(page: Page, number = CUSTOMER): Promise<string> {
  const { body } = await post(page, 'handsets', { number }).expect(201);
  return body.id;
}

describe('the page', () => {
  it('is served with what it needs, and its title in letters', async () => {
    const { server } = await openPage({ title: 'Ours <& theirs>' });
    const { text, headers } = await request(server).get('/simulator/').expect(200);
    expect(text).toContain('<title>Ours &lt;&amp; theirs&gt;</title>');
    expect(headers['cache-control']).toBe('no-store');
    const assets = [...text.matchAll(/(?:href|src)="(assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(assets).toEqual(['assets/handsets.css', 'assets/handsets.js']);
    for (const asset of assets) await request(server).get(`/simulator/${asset}`).expect(200);
  });

  it('is found without the slash at its end', async () => {
    const { server } = await openPage();
    const { headers } = await request(server).get('/simulator?a=b').expect(302);
    expect(headers.location).toBe('./simulator/?a=b');
  });

  it('may load nothing from elsewhere but hold music', async () => {
    const { server } = await openPage();
    const { headers } = await request(server).get('/simulator/');
    expect(readPolicy(headers['content-security-policy'])).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'media-src': "'self' https: http:",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('is told the number, the suggestions and the handsets', async () => {
    const suggestion = { number: CUSTOMER, name: 'Aiko', role: 'customer' } as const;
    const page = await openPage({ title: 'Ours', suggestedNumbers: async () => [suggestion] });
    const id = await openHandset(page);
    const { body } = await request(page.server).get('/simulator/setup.json').expect(200);
    expect(body).toEqual({
      title: 'Ours',
      number: NUMBER,
      suggestions: [suggestion],
      handsets: [{ id, number: CUSTOMER }],
    });
  });

  it('opens without suggestions where they cannot be had', async () => {
    const { server } = await openPage({
      suggestedNumbers: () => Promise.reject(new Error('the database is down')),
    });
    const { body } = await request(server).get('/simulator/setup.json').expect(200);
    expect(body.suggestions).toEqual([]);
  });

  it('says in one line of JSON that there is nothing elsewhere', async () => {
    const { server } = await openPage();
    const { text } = await request(server).get('/simulator/elsewhere').expect(404);
    expect(text).toBe('{"error":"There is nothing here."}\n');
  });
});

describe('commands', () => {
  it('hold a handset: dial, press, hang up', async () => {
    const page = await openPage();
    const id = await openHandset(page);
    const { body } = await post(page, `handsets/${id}/dial`, {
      forwardedFrom: '+81311112222',
      callerName: 'Aiko',
    }).expect(200);
    await post(page, `handsets/${id}/press`, { keys: '1' }).expect(200);
    await post(page, `handsets/${id}/speak`, { seconds: 2 }).expect(200);
    await post(page, `handsets/${id}/hang-up`).expect(200);
    const call = { call: body.call };
    expect(page.exchange.transcript.events).toEqual([
      expect.objectContaining({
        ...{ type: 'dial', from: CUSTOMER, ...call },
        ...{ forwardedFrom: '+81311112222', callerName: 'Aiko' },
      }),
      expect.objectContaining({ type: 'status' }),
      expect.objectContaining({ type: 'press', keys: '1', ...call }),
      expect.objectContaining({ type: 'speak', seconds: 2, ...call }),
      expect.objectContaining({ type: 'hang-up', ...call }),
      expect.objectContaining({ type: 'status' }),
      expect.objectContaining({ type: 'ended', ...call }),
    ]);
  });

  it.each([
    ['answer', 'in-progress'],
    ['reject', 'busy'],
  ])('%s a call that rings', async (name, status) => {
    const page = await openPage({}, {}, '<Dial><Client>aiko</Client></Dial>');
    const id = await openHandset(page, 'client:aiko');
    page.exchange.handset(CUSTOMER).dial();
    const { call } = await when(page.exchange, 'ring');
    await post(page, `handsets/${id}/${name}`).expect(200);
    const isNext = (event: ExchangeEvent) =>
      event.type === 'status' && event.call === call && !/initiated|ringing/.test(event.status);
    expect(await page.exchange.waitFor(isNext)).toMatchObject({ status });
  });

  it('open one handset for a number, however it is written', async () => {
    const page = await openPage();
    expect(await openHandset(page, ' +81 (90) 1111-2222 ')).toBe(await openHandset(page));
  });

  it('open another handset for each withheld number', async () => {
    const page = await openPage();
    expect(await openHandset(page, 'anonymous')).not.toBe(await openHandset(page, 'anonymous'));
  });

  it('are kept for the 200 handsets that were used last, and for all that are on a call', async () => {
    const { exchange } = await openPage();
    const registry = createHandsetRegistry(exchange);
    const [onCall = '', used = '', unused = ''] = [1, 2, 3].map(
      () => registry.open('anonymous').id,
    );
    registry.find(onCall)?.dial();
    for (let count = 3; count < 201; count += 1) {
      registry.open('anonymous');
      registry.find(used);
    }
    expect(registry.list()).toHaveLength(200);
    expect([onCall, used, unused].map((id) => registry.find(id) !== undefined)).toEqual([
      ...[true, true, false],
    ]);
  });

  it.each([
    [
      'handsets',
      {},
      400,
      'Not understood: number must be one such as +819012345678, with + and the country code, client:NAME, or a word such as anonymous.',
    ],
    [
      'handsets',
      { number: '+81<script>' },
      400,
      'Not understood: number must be one such as +819012345678, with + and the country code, client:NAME, or a word such as anonymous.',
    ],
    [
      'handsets',
      { number: '090-1234-5678' },
      400,
      'Not understood: number must be one such as +819012345678, with + and the country code, client:NAME, or a word such as anonymous.',
    ],
    ['handsets', { number: NUMBER }, 400, 'That is the number that the handsets dial.'],
    ['handsets/nobody/dial', {}, 404, 'There is no such handset.'],
    [
      'handsets/ID/dial',
      { callerName: 5 },
      400,
      'Not understood: forwardedFrom and callerName are texts of at most 64 characters.',
    ],
    [
      'handsets/ID/press',
      { keys: 'A' },
      400,
      'Not understood: keys are 0-9, *, # and w, at most 64 of them.',
    ],
    ['handsets/ID/press', { keys: '1' }, 409, 'This handset is not on a call.'],
    ['handsets/ID/speak', { seconds: -1 }, 400, 'Not understood: seconds are above 0, up to 600.'],
    ['handsets/ID/answer', {}, 409, 'This handset does not ring.'],
  ])('refuse %s %j with %i', async (path, body, status, error) => {
    const page = await openPage();
    const id = await openHandset(page);
    const { text } = await post(page, path.replace('ID', id), body).expect(status);
    expect(text).toBe(`${JSON.stringify({ error })}\n`);
  });

  it('refuse a second call on the same handset', async () => {
    const page = await openPage();
    const id = await openHandset(page);
    await post(page, `handsets/${id}/dial`).expect(200);
    await post(page, `handsets/${id}/dial`).expect(409, {
      error: 'This handset is on a call already.',
    });
  });

  // A browser lets any site send these without asking first.
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'refuse a body of %s',
    async (type) => {
      const { server, exchange } = await openPage();
      await request(server)
        .post('/simulator/handsets')
        .set('Content-Type', type)
        .send('{"number":"+819011112222"}')
        .expect(415, { error: 'The body must be application/json.' });
      expect(exchange.transcript.events).toEqual([]);
    },
  );

  it('refuse a body that is missing, broken or too large', async () => {
    const { server } = await openPage();
    const json = () =>
      request(server).post('/simulator/handsets').set('Content-Type', 'application/json');
    await request(server).post('/simulator/handsets').expect(415);
    await json().send('{"number":').expect(400, { error: 'The body is not JSON.' });
    await json()
      .send(JSON.stringify({ number: 'x'.repeat(9000) }))
      .expect(413, { error: 'The body is larger than 8 KB.' });
  });

  it.each([
    ['cross-site', 403],
    ['same-site', 403],
    ['same-origin', 201],
    ['none', 201],
  ])('from a page that is %s are answered with %i', async (site, status) => {
    const page = await openPage();
    await post(page, 'handsets', { number: CUSTOMER }).set('Sec-Fetch-Site', site).expect(status);
  });

  it.each([
    ['http://evil.example', 403],
    ['null', 403],
    ['http://calls.example', 201],
  ])('with nothing but the origin %s are answered with %i', async (origin, status) => {
    const page = await openPage();
    await post(page, 'handsets', { number: CUSTOMER })
      .set('Host', 'calls.example')
      .set('Origin', origin)
      .expect(status);
  });
});

describe('the run', () => {
  it('is saved as a file that can be replayed', async () => {
    const page = await openPage({
      suggestedNumbers: async () => [
        { number: CUSTOMER, name: 'Hanako', role: 'customer' },
        { number: '+815099999999', name: 'Who does not call', role: 'operator' },
        { number: 'anonymous', name: 'Withheld number', role: 'withheld' },
      ],
    });
    page.exchange.handset(CUSTOMER).dial();
    page.exchange.handset('anonymous').dial();
    const { text, headers } = await request(page.server).get('/simulator/transcript.json');
    expect(headers['content-disposition']).toBe(
      'attachment; filename=run-2026-04-04T00-00-00-000Z.json',
    );
    const run = parseSavedRun(text, 'run.json');
    expect(run.options).toEqual({
      ...{ clock: 'virtual', number: NUMBER, seed: 1, startedAt: START },
      names: { [CUSTOMER]: 'Hanako' },
      accountSid: page.exchange.accountSid,
    });
    expect(run.events.filter(({ type }) => type === 'dial')).toHaveLength(2);
  });

  it('is not saved once its beginning is lost', async () => {
    const page = await openPage({}, { keepEvents: 1 });
    const handset = page.exchange.handset(CUSTOMER);
    handset.dial();
    handset.hangUp();
    const { body } = await request(page.server).get('/simulator/transcript.json').expect(409);
    expect(body.error).toContain('cannot be saved whole');
  });
});

describe('events', () => {
  /** The messages of a stream, until `count` have come. */
  async function read(url: string, count: number, headers: Record<string, string> = {}) {
    const response = await fetch(url, { headers });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const messages: { id?: string; event?: string; data: Record<string, unknown> }[] = [];
    let rest = '';
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      rest += Buffer.from(chunk).toString();
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/)));
        if (fields.data !== undefined) {
          messages.push({ ...fields, data: JSON.parse(fields.data) });
        }
      }
      if (messages.length >= count) break;
    }
    return messages;
  }

  it('are what happened so far, then what happens', async () => {
    const { exchange, origin } = await openPage();
    const handset = exchange.handset(CUSTOMER);
    handset.dial();
    const reading = read(`${origin}/events`, 4);
    setTimeout(() => handset.press('5'), 100);
    const [state, ...events] = await reading;
    expect(state).toMatchObject({
      event: 'state',
      data: { isResumed: false, now: START, ticks: false },
    });
    expect(events.map(({ data }) => [data.seq, data.type])).toEqual([
      [0, 'dial'],
      [1, 'status'],
      [2, 'press'],
    ]);
  });

  it('go on behind the last that a browser has', async () => {
    const { exchange, origin } = await openPage();
    const handset = exchange.handset(CUSTOMER);
    handset.dial();
    const [, first] = await read(`${origin}/events`, 2);
    handset.press('5');
    const headers = { 'Last-Event-ID': first?.id ?? '' };
    const [state, ...events] = await read(`${origin}/events`, 3, headers);
    expect(state?.data.isResumed).toBe(true);
    expect(events.map(({ data }) => data.seq)).toEqual([1, 2]);
  });

  it.each([
    ['another run of the exchange', () => '00000000-0000-0000-0000-000000000000.0'],
    ['nothing that was ever sent', () => 'nonsense'],
    ['what is to come', (id: string) => id.replace(/\.\d+$/, '.999')],
  ])('begin anew for a browser that has %s', async (_what, lastEventId) => {
    const { exchange, origin } = await openPage();
    exchange.handset(CUSTOMER).dial();
    const [, first] = await read(`${origin}/events`, 2);
    const headers = { 'Last-Event-ID': lastEventId(first?.id ?? '') };
    const [state, next] = await read(`${origin}/events`, 2, headers);
    expect(state?.data.isResumed).toBe(false);
    expect(next?.data.seq).toBe(0);
  });

  it('begin anew where events between are no longer kept', async () => {
    const { exchange, origin } = await openPage({}, { keepEvents: 2 });
    const handset = exchange.handset(CUSTOMER);
    handset.dial();
    const [, first] = await read(`${origin}/events`, 2);
    for (const key of '12345') handset.press(key);
    const headers = { 'Last-Event-ID': first?.id ?? '' };
    const [state, next] = await read(`${origin}/events`, 2, headers);
    expect(state?.data.isResumed).toBe(false);
    expect(next?.data.seq).toBe(exchange.transcript.events[0]?.seq);
  });

  it('keep no listener for a browser that has gone', async () => {
    const { exchange, origin } = await openPage();
    const subscribe = exchange.transcript.subscribe.bind(exchange.transcript);
    let listeners = 0;
    exchange.transcript.subscribe = (listener) => {
      listeners += 1;
      const unsubscribe = subscribe(listener);
      return () => {
        listeners -= 1;
        unsubscribe();
      };
    };
    await read(`${origin}/events`, 1);
    while (listeners > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(listeners).toBe(0);
  });

  it('end when the exchange stops, so that the server can', async () => {
    const { origin, router, server } = await openPage();
    const response = await fetch(`${origin}/events`);
    const closed = new Promise((resolve) => server.close(resolve));
    router.close();
    await expect(response.text()).resolves.toContain('event: state');
    server.closeIdleConnections();
    await closed;
  });

  it('are refused once the exchange stops', async () => {
    const { router, server } = await openPage();
    router.close();
    await request(server).get('/simulator/events').expect(503, {
      error: 'The exchange is stopping.',
    });
  });
});
