import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { BASIC, startServer } from '../support/running-server';
import { createTestService, type TestService } from '../support/test-service';

const AUTH_TOKEN = '12345';

// https://helmetjs.github.io/
describe('Every answer', () => {
  let service: TestService;
  beforeAll(async () => {
    const publicUrl = 'https://cc.example.com';
    service = await createTestService('sqlite', { authToken: AUTH_TOKEN, publicUrl });
  });
  afterAll(() => service.close());

  const signature = getExpectedTwilioSignature(AUTH_TOKEN, 'https://cc.example.com/index', {});

  it.each<[status: number, what: string, ask: (service: TestService) => Promise<unknown>]>([
    [
      200,
      'TwiML',
      ({ post }) => Promise.resolve(post('/index', {}, { 'X-Twilio-Signature': signature })),
    ],
    [200, 'health', ({ agent }) => Promise.resolve(agent.get('/healthz'))],
    [200, 'readiness', ({ agent }) => Promise.resolve(agent.get('/readyz'))],
    [401, 'credentials are needed', ({ agent }) => Promise.resolve(agent.get('/index'))],
    [403, 'no signature', ({ post }) => Promise.resolve(post('/index'))],
    [404, 'nothing here', ({ get }) => Promise.resolve(get('/nowhere'))],
    [
      405,
      'another method',
      ({ agent }) => Promise.resolve(agent.put('/index').auth('user', 'p@ss:w/rd')),
    ],
    [413, 'too large', ({ post }) => Promise.resolve(post('/index', { x: 'x'.repeat(70_000) }))],
  ])('%d (%s) forbids a browser everything', async (status, _what, ask) => {
    const response = (await ask(service)) as { status: number; headers: Record<string, string> };
    expect(response.status).toBe(status);
    expect(response.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(response.headers['strict-transport-security']).toBeUndefined();
    expect(response.headers['x-powered-by']).toBeUndefined();
  });
});

describe('The page of the handsets in the whole app', () => {
  it('has a policy of its own, which lets no script or style stand in the page', async () => {
    const server = await startServer(BASIC);
    const page = await fetch(`${server.origin}/simulator/`, {
      headers: { Authorization: `Basic ${btoa('minicc:secret')}` },
    });
    await server.stop();
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';style-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(await page.text()).not.toMatch(/<style|style=|<script(?! type="module" src=")|\son\w+=/);
  });
});
