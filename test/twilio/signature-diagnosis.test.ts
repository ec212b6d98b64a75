import type { IncomingHttpHeaders } from 'node:http';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { FormFields } from '../../src/twilio/form';
import { createSignatureCheck, type SignatureKey } from '../../src/twilio/signature';
import { diagnoseSignature } from '../../src/twilio/signature-diagnosis';
import { listLikelyUrls } from '../../src/twilio/signature-variants';
import { listOwnQueries } from '../../src/twilio/urls';

const AUTH_TOKEN = 'the-token-of-the-account';
const ACCOUNT_SID = 'AC0123456789abcdef0123456789abcdef';
const FORM: FormFields = [
  ['CallSid', 'CA1a7d24cb5323c60e5ebf5a91280afe39'],
  ['AccountSid', ACCOUNT_SID],
  ['From', '+819012345678'],
];

interface Case {
  publicUrl: string;
  /** What Twilio signed. */
  signed: string;
  /** What arrived. */
  pathAndQuery: string;
  headers?: IncomingHttpHeaders;
  form?: FormFields;
  authToken?: string;
}

function keyOf({ publicUrl }: Case): SignatureKey {
  const credentials = { user: 'minicc', password: 'the-password' };
  return { authToken: AUTH_TOKEN, publicUrl: new URL(publicUrl), credentials };
}

function diagnose(example: Case, signature?: string): string {
  const { signed, pathAndQuery, headers = {}, form = FORM, authToken = AUTH_TOKEN } = example;
  const parameters: Record<string, string[]> = Object.create(null);
  for (const [name, value] of form) parameters[name] = [...(parameters[name] ?? []), value];
  const request = {
    signature: signature ?? getExpectedTwilioSignature(authToken, signed, parameters),
    pathAndQuery,
    form,
    headers,
    accountSid: form.find(([name]) => name === 'AccountSid')?.[1],
  };
  expect(createSignatureCheck(keyOf(example))(request)).toBe(false);
  return diagnoseSignature(keyOf(example), request);
}

// https://www.twilio.com/docs/usage/security#validating-requests
describe('The diagnosis of a signature that does not fit', () => {
  const origin = (url: string) =>
    `PUBLIC_URL says ${url}: set it to what stands in Twilio's console.`;
  const path = (arrived: string) =>
    `${arrived} arrived: have the proxy leave paths as they are, and set PUBLIC_URL with the path ` +
    "that stands in Twilio's console.";
  const query = 'Have the proxy leave queries as they are.';

  it.each<[what: string, example: Case, hint: string]>([
    [
      'the scheme',
      {
        publicUrl: 'https://cc.example',
        signed: 'http://cc.example/index',
        pathAndQuery: '/index',
      },
      `The signature fits http://cc.example/index. What differs is the scheme. ${origin('https://cc.example')}`,
    ],
    [
      'the host, which the request names',
      {
        publicUrl: 'https://old.example',
        signed: 'https://new.example/index',
        pathAndQuery: '/index',
        headers: { host: 'New.example' },
      },
      `The signature fits https://new.example/index. What differs is the host. ${origin('https://old.example')}`,
    ],
    [
      'the host, which a proxy names',
      {
        publicUrl: 'https://old.example',
        signed: 'https://new.example/index',
        pathAndQuery: '/index',
        headers: { host: 'localhost:3000', 'x-forwarded-host': 'new.example, inner.example' },
      },
      `The signature fits https://new.example/index. What differs is the host. ${origin('https://old.example')}`,
    ],
    [
      'the host without www.',
      {
        publicUrl: 'https://www.cc.example',
        signed: 'https://cc.example/index',
        pathAndQuery: '/index',
      },
      `The signature fits https://cc.example/index. What differs is the host. ${origin('https://www.cc.example')}`,
    ],
    [
      'the port, which the request names',
      {
        publicUrl: 'http://cc.example',
        signed: 'http://cc.example:5000/index',
        pathAndQuery: '/index',
        headers: { host: 'cc.example:5000' },
      },
      `The signature fits http://cc.example:5000/index. What differs is the port. ${origin('http://cc.example')}`,
    ],
    [
      'the port, which a proxy names',
      {
        publicUrl: 'http://cc.example',
        signed: 'http://cc.example:5000/index',
        pathAndQuery: '/index',
        headers: { host: 'cc.example', 'x-forwarded-port': '5000' },
      },
      `The signature fits http://cc.example:5000/index. What differs is the port. ${origin('http://cc.example')}`,
    ],
    [
      'scheme and host at once',
      {
        publicUrl: 'http://localhost:3000',
        signed: 'https://trial.ngrok.app/index?wrong_keys=1',
        pathAndQuery: '/index?wrong_keys=1',
        headers: { host: 'trial.ngrok.app' },
      },
      `The signature fits https://trial.ngrok.app/index. What differs is the scheme and the host and the port. ${origin('http://localhost:3000')}`,
    ],
    [
      'a prefix that a proxy takes away and tells of',
      {
        publicUrl: 'https://cc.example',
        signed: 'https://cc.example/calls/index',
        pathAndQuery: '/index',
        headers: { 'x-forwarded-prefix': '/calls/' },
      },
      `The signature fits https://cc.example/calls/index. What differs is the path. ${path('/index')}`,
    ],
    [
      'a path that a proxy puts in front',
      {
        publicUrl: 'https://cc.example/calls',
        signed: 'https://cc.example/index',
        pathAndQuery: '/calls/index',
      },
      `The signature fits https://cc.example/index. What differs is the path. ${path('/calls/index')}`,
    ],
    [
      'a slash at the end',
      {
        publicUrl: 'https://cc.example',
        signed: 'https://cc.example/index/',
        pathAndQuery: '/index',
      },
      `The signature fits https://cc.example/index/. What differs is the path. ${path('/index')}`,
    ],
    [
      'an ending of the PHP original',
      {
        publicUrl: 'https://cc.example',
        signed: 'https://cc.example/index.php',
        pathAndQuery: '/index',
      },
      `The signature fits https://cc.example/index.php. What differs is the path. ${path('/index')}`,
    ],
    [
      'a query that a proxy drops',
      {
        publicUrl: 'https://cc.example',
        signed: 'https://cc.example/index?wrong_keys=1',
        pathAndQuery: '/index',
      },
      `The signature fits https://cc.example/index with another query than arrived. What differs is the query. ${query}`,
    ],
    [
      'a query that a proxy appends to',
      {
        publicUrl: 'https://cc.example',
        signed: 'https://cc.example/index?wrong_keys=1',
        pathAndQuery: '/index?wrong_keys=1&utm_source=819087654321&b=2',
      },
      `The signature fits https://cc.example/index with another query than arrived. What differs is the query. ${query}`,
    ],
    [
      'a query that a proxy writes in another way',
      {
        publicUrl: 'https://cc.example',
        signed: 'https://cc.example/wait?From=%2B819087654321&x=a+b',
        pathAndQuery: '/wait?From=%2B819087654321&x=a%20b',
        form: [],
      },
      `The signature fits https://cc.example/wait with another query than arrived. What differs is the query. ${query}`,
    ],
    [
      'a query in another order',
      {
        publicUrl: 'https://cc.example',
        signed: 'https://cc.example/wait?a=1&b=2',
        pathAndQuery: '/wait?b=2&a=1',
        form: [],
      },
      `The signature fits https://cc.example/wait with another query than arrived. What differs is the query. ${query}`,
    ],
    [
      'scheme and query at once',
      {
        publicUrl: 'http://cc.example',
        signed: 'https://cc.example/wait?a=819087654321&b=2&c=3',
        pathAndQuery: '/wait?a=819087654321&b=2&c=3&cache=1',
        form: [],
      },
      `The signature fits https://cc.example/wait with another query than arrived. What differs is the scheme and the query. ${origin('http://cc.example')} ${query}`,
    ],
  ])('names %s', (_what, example, hint) => {
    const given = diagnose(example);
    expect(given).toBe(hint);
    expect(given).not.toMatch(/8190|the-token|the-password|minicc:/);
  });

  it.each(listOwnQueries())(
    'knows each query of our own addresses, where a proxy drops %s',
    (own) => {
      const example = {
        publicUrl: 'https://cc.example',
        signed: `https://cc.example/index${own}`,
        pathAndQuery: '/index',
      };
      expect(diagnose(example)).toBe(
        `The signature fits https://cc.example/index with another query than arrived. What differs is the query. ${query}`,
      );
    },
  );

  // All that a signature is let in with: test/twilio/signature.test.ts
  it.each([
    ['the credentials', 'http://minicc:the-password@cc.example/index', '/index'],
    ['no slash behind a bare host', 'http://cc.example', '/'],
    ['no slash before the query of a bare host', 'http://cc.example?a=1', '/?a=1'],
    ['both', 'http://minicc:the-password@cc.example', '/'],
  ])('knows an address that is signed with %s', (_what, signed, pathAndQuery) => {
    const example = { publicUrl: 'https://cc.example', signed, pathAndQuery };
    const hint = diagnose(example);
    expect(hint).toBe(
      `The signature fits http://cc.example${pathAndQuery.replace(/\?.*/, '')}. What differs is the scheme. ${origin('https://cc.example')}`,
    );
    expect(hint).not.toContain('the-password');
  });

  it('signs a form as Twilio does: by name, repeated names with each of their values once', () => {
    const form: FormFields = [
      ...FORM,
      ['b', '2'],
      ['B', '1'],
      ['b', '10'],
      ['b', '2'],
      ['__proto__', 'x'],
      ['', 'nameless'],
      ['é😀', ''],
    ];
    const parameters = Object.assign(Object.create(null), {
      ...Object.fromEntries(FORM),
      b: ['2', '10', '2'],
      B: '1',
      '': 'nameless',
      'é😀': '',
    });
    Object.defineProperty(parameters, '__proto__', { value: 'x', enumerable: true });
    const signature = getExpectedTwilioSignature(AUTH_TOKEN, 'http://cc.example/wait', parameters);
    const example = { publicUrl: 'https://cc.example', signed: '', pathAndQuery: '/wait', form };
    expect(diagnose(example, signature)).toMatch(
      /^The signature fits http:\/\/cc\.example\/wait\./,
    );
  });

  it('says of a request without a signature that it has none', () => {
    for (const signature of [undefined, '']) {
      const request = { pathAndQuery: '/index', form: FORM, headers: {}, accountSid: undefined };
      const key = keyOf({ publicUrl: 'https://cc.example', signed: '', pathAndQuery: '' });
      expect(diagnoseSignature(key, { ...request, signature })).toBe(
        'The request is not signed at all: it is not from Twilio, or a proxy drops the header X-Twilio-Signature.',
      );
    }
  });

  it.each([
    [ACCOUNT_SID, ` ${ACCOUNT_SID} `],
    ['AC12\n{"level":60}', ' '],
  ])('names the account %j where no form of the address fits', (accountSid, named) => {
    const example = {
      publicUrl: 'https://cc.example',
      signed: 'https://cc.example/index',
      pathAndQuery: '/index',
      authToken: 'the-token-of-a-subaccount',
      form: [['AccountSid', accountSid]] as const,
    };
    expect(diagnose(example)).toBe(
      'The signature fits no likely form of the address. Either TWILIO_AUTH_TOKEN is not that of ' +
        `the account${named}that the call is of (a subaccount has its own; a rotated one is another), ` +
        "or PUBLIC_URL is far from what stands in Twilio's console, or a proxy changes the body.",
    );
  });

  it('says of a request without any parameter that a proxy drops them', () => {
    const example = {
      publicUrl: 'https://cc.example',
      signed: 'x',
      pathAndQuery: '/index',
      form: [],
    };
    expect(diagnose(example)).toMatch(/without any parameter.*a proxy drops the body\.$/);
  });

  it('tries only the likeliest addresses with a form that is costly to digest', () => {
    const form = [...FORM, ['x', 'x'.repeat(60_000)]] as const;
    const example = { publicUrl: 'https://www.cc.example', pathAndQuery: '/index', form };
    expect(diagnose({ ...example, signed: 'http://www.cc.example/index' })).toMatch(
      /^The .* fits h/,
    );
    expect(diagnose({ ...example, signed: 'http://cc.example/index' })).toMatch(/no likely/);
    const small = { ...example, form: FORM, signed: 'http://cc.example/index' };
    expect(diagnose(small)).toMatch(/^The .* fits h/);
  });

  it.each([
    ['%', '/index?%&&=&a=%zz&a=1&a=1', { host: '::: [', 'x-forwarded-host': ',,,' }],
    ['many fields', `/index?${'a=1&'.repeat(4000)}`, { host: 'a.example' }],
    ['many hosts', '/index', { 'x-forwarded-host': Array(3000).fill('h.example:1').join() }],
    ['a long prefix', '/index', { 'x-forwarded-prefix': `/${'a/'.repeat(5000)}!` }],
    ['a long port', '/index', { 'x-forwarded-port': '1'.repeat(10_000) }],
  ])('tries no more than 200 addresses whatever arrives: %s', (_what, pathAndQuery, headers) => {
    const publicUrl = new URL('https://cc.example/calls');
    const { variants } = listLikelyUrls(publicUrl, { pathAndQuery, headers });
    expect(variants.length).toBeGreaterThan(50);
    expect(variants.length).toBeLessThanOrEqual(200);
    const example = { publicUrl: publicUrl.href, signed: '', pathAndQuery, headers };
    expect(diagnose(example, 'AAAA, BBBB')).toMatch(/no likely form/);
  });
});
