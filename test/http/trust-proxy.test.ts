import express from 'express';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { parseTrustProxy, type TrustProxy } from '../../src/http/trust-proxy';
import { verbsOf } from '../support/expect-twiml';
import {
  CALL_SID,
  CREDENTIALS,
  createTestService,
  type TestService,
} from '../support/test-service';

// https://expressjs.com/en/guide/behind-proxies.html
describe('parseTrustProxy', () => {
  it.each<[string, TrustProxy]>([
    ['1', 1],
    ['9', 9],
    ['127.0.0.1', ['127.0.0.1']],
    ['10.0.0.0/8,192.168.1.7 , 172.16.0.1/32', ['10.0.0.0/8', '192.168.1.7', '172.16.0.1/32']],
    ['::1, fd00::/8, 2001:db8::1/128', ['::1', 'fd00::/8', '2001:db8::1/128']],
    ['::ffff:10.0.0.0/104', ['::ffff:10.0.0.0/104']],
    ['loopback, linklocal, uniquelocal', ['loopback', 'linklocal', 'uniquelocal']],
  ])('reads %j, and Express takes it', (text, expected) => {
    expect(parseTrustProxy(text)).toEqual(expected);
    expect(() => express().set('trust proxy', expected)).not.toThrow();
  });

  it.each([
    ...['0', '10', '-1', '1.5', 'true', 'false', ' ', ',', '127.0.0.1,', 'proxy.example', '*'],
    ...['127.0.0.300', '127.0.0', '127.1', '010.0.0.1', '0x7f.0.0.1', '127.0.0.1:80', '[::1]'],
    ...['10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/255.0.0.0', '/8'],
    ...['::1/129', '::/0', 'fe80::1%eth0', '1::2::3', ':::', 'loopback/8', '10.0.0.0/8/8'],
  ])('takes %j for nothing of the kind', (text) => {
    expect(parseTrustProxy(text)).toBeUndefined();
  });
});

const AUTH_TOKEN = '12345';
const form = { CallSid: CALL_SID, From: '+819012345678' };
const sign = (url: string) => ({
  'X-Twilio-Signature': getExpectedTwilioSignature(AUTH_TOKEN, url, form),
});

/** All that a proxy could tell, or somebody in its place. */
const FORWARDED = {
  Host: 'backend:3000',
  'X-Forwarded-For': '198.51.100.1, 203.0.113.9',
  'X-Forwarded-Proto': 'gopher',
  'X-Forwarded-Host': 'evil.example',
  'X-Forwarded-Port': '666',
  'X-Forwarded-Prefix': '/evil',
  Forwarded: 'for=203.0.113.9;host=evil.example;proto=gopher',
};

/** The address that the log tells of a refused request with `headers`. */
async function findLoggedAddress(
  service: TestService,
  headers: Record<string, string>,
): Promise<unknown> {
  await service.get('/nowhere').set(headers).expect(404);
  return service.logLines.at(-1)?.address;
}

describe('The address of who asks', () => {
  it.each<[proxies: TrustProxy, address: string]>([
    [false, '127.0.0.1'],
    [['192.0.2.0/24'], '127.0.0.1'],
    [1, '203.0.113.9'],
    [2, '198.51.100.1'],
    [9, '198.51.100.1'],
    [['127.0.0.1'], '203.0.113.9'],
    [['loopback'], '203.0.113.9'],
    [['127.0.0.0/8', '203.0.113.9'], '198.51.100.1'],
  ])('where %j is trusted is %s', async (trustProxy, address) => {
    const service = await createTestService('sqlite', { trustProxy });
    expect(await findLoggedAddress(service, FORWARDED)).toBe(address);
    expect(await findLoggedAddress(service, {})).toBe('127.0.0.1');
    await service.close();
  });

  it('stands in the log for each kind of refusal', async () => {
    const service = await createTestService('sqlite', { authToken: AUTH_TOKEN, trustProxy: 1 });
    const from = { 'X-Forwarded-For': '203.0.113.9' };
    await service.get('/nowhere').set(from).expect(404);
    await service.post('/exit_enqueue').set(from).expect(403);
    await service.agent.get('/index').auth('user', 'wrong').set(from).expect(401);
    await service.agent.get('/index').set(from).expect(401);
    await service.get('/healthz').set(from).expect(200);
    await service.close();
    const lines = service.logLines.filter(({ status }) => status !== undefined);
    expect(lines.map(({ status, address }) => [status, address])).toEqual([
      ...[404, 403, 401, 401].map((status) => [status, '203.0.113.9']),
      [200, undefined],
    ]);
  });
});

describe.each<[who: string, trustProxy: TrustProxy]>([
  ['from a trusted proxy', ['loopback']],
  ['from elsewhere', false],
])('What X-Forwarded-* says %s', (_who, trustProxy) => {
  let service: TestService;
  beforeAll(async () => {
    const publicUrl = 'https://cc.example.com/cc';
    service = await createTestService('sqlite', { authToken: AUTH_TOKEN, publicUrl, trustProxy });
  });
  afterAll(() => service.close());

  it('changes no signature: the one for PUBLIC_URL fits behind a proxy that ends TLS', async () => {
    const headers = { ...FORWARDED, ...sign('https://cc.example.com/cc/index') };
    await service.post('/cc/index', form, headers).expect(200);
    for (const other of [
      'gopher://evil.example/cc/index',
      'https://evil.example/cc/index',
      'http://backend:3000/cc/index',
      'https://cc.example.com/evil/cc/index',
    ]) {
      await service.post('/cc/index', form, { ...FORWARDED, ...sign(other) }).expect(403);
    }
  });

  it('changes no byte of a document, whose addresses are under PUBLIC_URL', async () => {
    for (const path of ['/cc/index', '/cc/index?wrong_keys=1', '/cc/operator_queue']) {
      const signature = sign(`https://cc.example.com${path}`);
      const plain = await service.post(path, { ...form }, signature).expect(200);
      const forwarded = await service.post(path, form, { ...FORWARDED, ...signature }).expect(200);
      verbsOf(plain);
      expect(forwarded.text).toBe(plain.text);
      expect(forwarded.text).not.toMatch(/evil|gopher|backend/);
    }
    const toQueue = { ...form, Digits: '1' };
    const signature = getExpectedTwilioSignature(
      AUTH_TOKEN,
      'https://cc.example.com/cc/index',
      toQueue,
    );
    const response = await service.post('/cc/index', toQueue, {
      ...FORWARDED,
      'X-Twilio-Signature': signature,
    });
    expect(response.text).toContain('action="https://user:');
    expect(response.text).toContain('@cc.example.com/cc/exit_enqueue"');
  });
});

describe('A forwarded address', () => {
  const guess = (service: TestService, address: string) =>
    service.agent
      .get('/index')
      .auth(CREDENTIALS.user, 'wrong')
      .set({ ...FORWARDED, 'X-Forwarded-For': address });

  it('that nobody trusted names gives a guesser no new start', async () => {
    const service = await createTestService('sqlite');
    for (let count = 0; count < 10; count++) {
      await guess(service, `203.0.113.${count}`).expect(401);
    }
    await guess(service, '203.0.113.99').expect(429);
    await service.close();
  });

  it('counts by itself where a trusted proxy names it, whatever stands before it', async () => {
    const service = await createTestService('sqlite', { trustProxy: 1 });
    for (let count = 0; count < 10; count++) {
      await guess(service, `198.51.100.${count}, 203.0.113.9`).expect(401);
    }
    await guess(service, '198.51.100.99, 203.0.113.9').expect(429);
    await guess(service, '203.0.113.9, 198.51.100.1').expect(401);
    await service.close();
  });
});
