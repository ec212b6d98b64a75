import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { saveOperator } from '../../src/operators/operators-table';
import type { Board } from '../../src/wallboard/board';
import { readPolicy } from '../support/read-policy';
import { eventually } from '../support/running-server';
import { DIALECTS } from '../support/test-database';
import {
  CALL_SID,
  CREDENTIALS,
  createTestService,
  type TestService,
} from '../support/test-service';
import { type FollowedStream, followStream } from './follow-stream';

const AIKO = '+815012345678';
const CUSTOMER = '+819012345678';
const QUEUE = `QU${'1'.repeat(32)}`;
const OPERATOR_SID = `CA${'2'.repeat(32)}`;
const AUTH = `${CREDENTIALS.user}:${CREDENTIALS.password}`;

describe.each(DIALECTS)('the wallboard on %s', (dialect) => {
  let service: TestService;
  let server: Server;
  let origin: string;
  const streams: FollowedStream[] = [];

  beforeEach(async () => {
    service = await createTestService(dialect);
    await saveOperator(service.db, { telnum: AIKO, name: 'Aiko Tanaka' });
    server = createServer(service.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.close();
    server.close();
    server.closeAllConnections();
    await service.close();
  });

  async function follow(): Promise<FollowedStream> {
    const stream = await followStream(`${origin}/wallboard/events`, AUTH);
    streams.push(stream);
    return stream;
  }

  const operator = { CallSid: OPERATOR_SID, From: AIKO };
  const customer = { CallSid: CALL_SID, From: CUSTOMER, QueueSid: QUEUE };

  it('follows a call from its wait to its end', async () => {
    const stream = await follow();
    const board = () => stream.messages.at(-1)?.board as Board;
    const shows = (expected: object) => eventually(() => matches(board(), expected));
    await shows({ waiting: 0, talking: 0, operators: '' });

    await service.post('/wait', { ...customer, QueueTime: '0', QueuePosition: '1' }).expect(200);
    await shows({ waiting: 1, talking: 0, operators: '' });
    await service.post('/operator_queue', operator).expect(200);
    await shows({ waiting: 1, talking: 0, operators: 'Aiko Tanaka ready' });
    const answered = { ...customer, QueueTime: '7', DequeingCallSid: OPERATOR_SID };
    await service.post('/guidance', answered).expect(200);
    await shows({ waiting: 0, talking: 1, operators: 'Aiko Tanaka talking' });
    await service.post('/exit_enqueue', { ...customer, QueueTime: '7', QueueResult: 'bridged' });
    await shows({ waiting: 0, talking: 0, operators: 'Aiko Tanaka ready' });
    await service.post('/status_callback', { ...operator, CallStatus: 'completed' }).expect(200);
    await shows({ waiting: 0, talking: 0, operators: '' });
    await eventually(() => board().today?.answered === 1);
    expect(board().today).toMatchObject({
      ...{ offered: 1, answered: 1, abandoned: 0, serviceLevel: 1 },
      ...{ formula: 'SL6', thresholdSeconds: 20 },
    });
  });

  it('is read once for all who watch, once a second at most', async () => {
    const start = performance.now();
    const [one, other] = [await follow(), await follow()];
    await eventually(() => one.messages.length > 2 && other.messages.length > 2);
    const madeAt = (stream: FollowedStream) => stream.messages.map(({ board }) => board?.madeAt);
    const shared = madeAt(one).filter((time) => madeAt(other).includes(time));
    expect(shared.length).toBeGreaterThan(1);
    const seconds = (performance.now() - start) / 1000;
    expect(new Set([...madeAt(one), ...madeAt(other)]).size).toBeLessThanOrEqual(seconds + 1);
  });

  it('ends its streams when the server stops, and opens no more', async () => {
    const stream = await follow();
    expect(stream).toMatchObject({
      status: 200,
      contentType: expect.stringContaining('event-stream'),
    });
    await service.close();
    await eventually(() => stream.hasEnded());
    expect((await follow()).status).toBe(503);
    service = await createTestService(dialect);
  });
});

function matches(board: Board | undefined, expected: object): boolean {
  if (!board) return false;
  const operators = board.operators.map(({ name, state }) => `${name} ${state}`).join();
  const shown = { waiting: board.waiting.count, talking: board.talking, operators };
  return JSON.stringify(shown) === JSON.stringify(expected);
}

describe('the page of the wallboard', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await createTestService('sqlite', { language: 'en-US' });
    await service.post('/operator_queue', { CallSid: OPERATOR_SID, From: 'client:</script><b>' });
    await eventually(async () => (await now()).operators.length === 1);
  });
  afterAll(() => service.close());

  const now = async () => (await service.get('/wallboard/now.json')).body.board as Board;

  it('asks for the password', async () => {
    await service.agent.get('/wallboard/').expect(401);
    await service.agent.get('/wallboard/events').expect(401);
  });

  it('leads to its folder, from which its addresses begin', async () => {
    const { headers } = await service.get('/wallboard?lang=ja').expect(302);
    expect(headers.location).toBe('./wallboard/?lang=ja');
  });

  it('shows the figures as of now without any script, and renews itself', async () => {
    const { text, headers } = await service.get('/wallboard/').expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(text).toMatch(/<h2>Waiting<\/h2><p class="huge">0<\/p>/);
    expect(text).toContain('<noscript><meta http-equiv="refresh" content="10"');
    expect(text).toMatch(/As of \d\d:\d\d:\d\d/);
    expect(text).toContain('SL6, 20 s');
    // No call is neither 0 % nor 100 %.
    expect(text).toMatch(/Service level<\/span><span class="big">—</);
  });

  it('takes nothing that callers say for a tag', async () => {
    const { text } = await service.get('/wallboard/').expect(200);
    expect(text).toContain('&lt;/script>&lt;b>');
    expect(text.match(/<\/script>/g)).toHaveLength(2);
  });

  it.each([
    ['?lang=ja', 'en', 'ja'],
    ['', 'ja-JP,ja;q=0.9,en;q=0.5', 'ja'],
    ['', 'fr,en;q=0.2,ja;q=0.7', 'ja'],
    ['', 'fr', 'en'],
    ['?lang=xx', 'ja', 'ja'],
  ])('speaks the language that was asked for: %s %s', async (query, accepted, language) => {
    const { text } = await service
      .get(`/wallboard/${query}`)
      .set('Accept-Language', accepted)
      .expect(200);
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(language === 'ja' ? 'お待ちの方' : 'Waiting');
  });

  it('brings its own style and program, and nothing else is let in', async () => {
    const { text, headers } = await service.get('/wallboard/').expect(200);
    expect(readPolicy(headers['content-security-policy'])).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    const assets = [...text.matchAll(/(?:href|src)="(assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(assets).toEqual(['assets/wallboard.css', 'assets/wallboard.js']);
    for (const path of assets) await service.get(`/wallboard/${path}`).expect(200);
  });
});
