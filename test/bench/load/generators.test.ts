import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import { findWrk } from '../../support/wrk';
import { type Contestant, CREDENTIALS } from '../contestants/contestant';
import { AUTH_TOKEN, PUBLIC_URL } from '../contestants/ours';
import { createAutocannon } from './autocannon';
import type { Generator } from './generator';
import { LOADS, type Load } from './loads';
import { prepareRequests } from './prepare-requests';
import { createWrk } from './wrk';

/** A request as it arrived. */
interface Arrived {
  path: string;
  headers: IncomingMessage['headers'];
  form: Record<string, string>;
}

type Respond = (response: ServerResponse, count: number) => void;

const GENERATORS: [name: string, create: () => Promise<Generator>][] = [
  ['autocannon', async () => createAutocannon()],
  [
    'wrk',
    async () => {
      const { program, env } = await findWrk();
      return createWrk(program, env);
    },
  ],
];
const WRITING = LOADS.find(({ name }) => name === 'status') as Load;
const CONNECTIONS = 4;
const ok: Respond = (response) => response.end('<Response/>');

describe.each(GENERATORS)('%s', (name, create) => {
  /** Has it send for a second to a server that answers so. */
  async function send(respond: Respond, count: number) {
    const arrived: Arrived[] = [];
    const { target, close } = await startTarget(async (request, response) => {
      const form = Object.fromEntries(new URLSearchParams(await text(request)));
      arrived.push({ path: request.url ?? '', headers: request.headers, form });
      respond(response, arrived.length);
    });
    const { signal } = new AbortController();
    const burst = { connections: CONNECTIONS, seconds: 1, signal };
    const generator = await create();
    const sent = await generator
      .send(target, prepareRequests(WRITING, count), burst)
      .finally(close);
    return { sent, arrived };
  }

  it('tells what it is', async () => {
    expect(await (await create()).describe()).toMatch(new RegExp(`^${name} \\d+\\.\\d+`));
  });

  it('sends requests as Twilio makes them, each an event of its own', async () => {
    const { arrived } = await send(ok, 40);
    expect(arrived.length).toBeGreaterThanOrEqual(40);
    const tokens = arrived.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(arrived.length);
    expect(
      tokens.filter((token) => !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(`${token}`)),
    ).toEqual([]);
    expect(new Set(arrived.map(({ form }) => form.CallSid)).size).toBe(40);
    const wrong = arrived.filter(({ path, headers, form }) => {
      const signature = String(headers['x-twilio-signature']);
      return !validateRequest(AUTH_TOKEN, signature, `${PUBLIC_URL}${path}`, form);
    });
    expect(wrong).toEqual([]);
    expect(arrived[0]?.path).toBe('/status_callback.php');
    expect(arrived[0]?.headers.authorization).toBe(`Basic ${btoa('minicc:secret')}`);
  });

  it('counts what it sent and what was acknowledged', async () => {
    const { sent, arrived } = await send(ok, 40);
    expect(sent).toMatchObject({ refused: 0, broken: 0 });
    expect(sent.acknowledged).toBeLessThanOrEqual(arrived.length);
    expect(sent.sent).toBeGreaterThanOrEqual(arrived.length);
    expect(sent.sent - sent.acknowledged).toBeLessThanOrEqual(CONNECTIONS);
    expect(sent.p50Ms).toBeGreaterThan(0);
    expect(sent.p99Ms).toBeGreaterThanOrEqual(sent.p50Ms);
  });

  it('counts what was answered with an error apart from what was acknowledged', async () => {
    const { sent } = await send((response, count) => {
      response.statusCode = count <= 5 ? 503 : 200;
      response.end();
    }, 40);
    expect(sent).toMatchObject({ refused: 5, broken: 0 });
    expect(sent.acknowledged).toBeGreaterThanOrEqual(35 - CONNECTIONS);
  });

  it('counts connections that broke', async () => {
    const { sent } = await send((response, count) => {
      if (count === 10) response.socket?.resetAndDestroy();
      else response.end();
    }, 40);
    expect(sent.broken).toBeGreaterThan(0);
  });
});

it('autocannon ends when everything is answered, and nothing is on its way then', async () => {
  const { target, close } = await startTarget((request, response) => {
    request.resume().on('end', () => response.end());
  });
  const burst = { connections: 8, seconds: 60, signal: new AbortController().signal };
  const requests = prepareRequests(WRITING, 101);
  const sent = await createAutocannon().send(target, requests, burst).finally(close);
  expect(sent).toMatchObject({ sent: 101, acknowledged: 101, refused: 0, broken: 0 });
});

async function startTarget(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const target: Contestant = {
    ...{ name: 'a server of the test', origin: `http://127.0.0.1:${port}` },
    ...{ credentials: CREDENTIALS, pid: undefined, isBare: false, rows: undefined },
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { target, close };
}
