import fc from 'fast-check';
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks';
import type { FormFields } from '../../src/twilio/form';
import {
  createSignatureCheck,
  groupByName,
  listSignedForms,
  type SignatureKey,
  type SignedRequest,
} from '../../src/twilio/signature';

const AUTH_TOKEN = '12345';

const FORM: FormFields = [
  ['CallSid', 'CA1234567890ABCDE'],
  ['Caller', '+14158675309'],
  ['Digits', '1234'],
  ['From', '+14158675309'],
  ['To', '+18005551212'],
];

function buildKey(publicUrl: string, overrides: Partial<SignatureKey> = {}): SignatureKey {
  return {
    authToken: AUTH_TOKEN,
    publicUrl: new URL(publicUrl),
    credentials: { user: 'user', password: 'p@ss/:' },
    ...overrides,
  };
}

function isSignedByTwilio(key: SignatureKey, request: SignedRequest): boolean {
  return createSignatureCheck(key)(request);
}

function sign(url: string, parameters: Record<string, string | string[]> = {}): string {
  return getExpectedTwilioSignature(AUTH_TOKEN, url, parameters);
}

/** A GET of `pathAndQuery`, whose parameters are all in the query. */
function buildGet(pathAndQuery: string, signature: string | undefined): SignedRequest {
  return { signature, pathAndQuery, form: [] };
}

// https://www.twilio.com/docs/usage/security
describe('createSignatureCheck', () => {
  // https://www.twilio.com/docs/usage/security#test-your-signature-validation
  it('accepts the example of Twilio’s documents', () => {
    const form: FormFields = [
      ['CallSid', 'CA1234567890ABCDE'],
      ['Caller', '+14158675310'],
      ['Digits', '1234'],
      ['From', '+14158675310'],
      ['To', '+18005551212'],
    ];
    const request = {
      signature: 'L/OH5YylLD5NRKLltdqwSvS0BnU=',
      pathAndQuery: '/myapp.php?foo=1&bar=2',
      form,
    };
    expect(isSignedByTwilio(buildKey('https://example.com'), request)).toBe(true);
  });

  // https://github.com/twilio/twilio-node/blob/main/spec/validation.spec.js
  it.each([
    ['https://mycompany.com', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    ['http://mycompany.com:1234', 'Zmvh+3yNM1Phv2jhDCwEM3q5ebU='],
    ['https://mycompany.com:443', 'kvajT1Ptam85bY51eRf/AJRuM3w='],
  ])('accepts the example of Twilio’s package at %s', (publicUrl, signature) => {
    const request = { signature, pathAndQuery: '/myapp.php?foo=1&bar=2', form: FORM };
    expect(isSignedByTwilio(buildKey(publicUrl), request)).toBe(true);
  });

  it('accepts the example of Twilio’s package whose URL alone is signed', () => {
    const request = buildGet(
      '/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620',
      'a9nBmqA0ju/hNViExpshrM61xv4=',
    );
    expect(isSignedByTwilio(buildKey('https://mycompany.com'), request)).toBe(true);
  });

  it('takes the form in any order', () => {
    const request = {
      signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
      pathAndQuery: '/myapp.php?foo=1&bar=2',
      form: FORM.toReversed(),
    };
    expect(isSignedByTwilio(buildKey('https://mycompany.com'), request)).toBe(true);
  });

  const changed: [what: string, change: Partial<SignedRequest>][] = [
    ['another path', { pathAndQuery: '/index?foo=1&bar=2' }],
    ['a path in other letter case', { pathAndQuery: '/MyApp.php?foo=1&bar=2' }],
    ['a slash more', { pathAndQuery: '/myapp.php/?foo=1&bar=2' }],
    ['another order of the query', { pathAndQuery: '/myapp.php?bar=2&foo=1' }],
    ['no query', { pathAndQuery: '/myapp.php' }],
    ['a parameter less', { form: FORM.slice(1) }],
    ['a parameter more', { form: [...FORM, ['Extra', '']] }],
    ['a parameter twice', { form: [...FORM, ['Digits', '9']] }],
    ['a value changed', { form: [...FORM.slice(0, -1), ['To', '+18005551213']] }],
    ['a value with a space after it', { form: [...FORM.slice(0, -1), ['To', '+18005551212 ']] }],
    ['no form', { form: [] }],
    ['another signature', { signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B9=' }],
    ['a signature in other letter case', { signature: 'rsoyDt4T1cUTdK1PDd93/VVr8B8=' }],
    ['a signature cut short', { signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8' }],
    ['a signature and more', { signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=, x' }],
    ['an empty signature', { signature: '' }],
    ['no signature', { signature: undefined }],
  ];
  it.each(changed)('refuses %s', (_what, change) => {
    const request = {
      signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
      pathAndQuery: '/myapp.php?foo=1&bar=2',
      form: FORM,
      ...change,
    };
    expect(isSignedByTwilio(buildKey('https://mycompany.com'), request)).toBe(false);
  });

  it.each([
    ['another token', buildKey('https://mycompany.com', { authToken: '12346' })],
    ['another host', buildKey('https://mycompany.example')],
    ['another scheme', buildKey('http://mycompany.com')],
  ])('refuses what was signed for %s', (_what, key) => {
    const request = {
      signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
      pathAndQuery: '/myapp.php?foo=1&bar=2',
      form: FORM,
    };
    expect(isSignedByTwilio(key, request)).toBe(false);
  });

  it('accepts a GET, whose parameters are signed where they stand, in the query', () => {
    const pathAndQuery = "/a/index?CallSid=CA1&CallerName=O'Neill+%26+Co&a=2&a=1&__proto__=x";
    const signature = sign(`https://cc.example${pathAndQuery}`);
    const key = buildKey('https://cc.example/a');
    expect(isSignedByTwilio(key, buildGet(pathAndQuery, signature))).toBe(true);
    expect(isSignedByTwilio(key, buildGet(pathAndQuery.replace('CA1', 'CA2'), signature))).toBe(
      false,
    );
  });

  it('accepts a name that comes more than once', () => {
    const signature = sign('https://cc.example/wait', { a: ['1', '2', '3'], b: '4' });
    const form: FormFields = [
      ['a', '3'],
      ['b', '4'],
      ['a', '1'],
      ['a', '2'],
    ];
    const request = { signature, pathAndQuery: '/wait', form };
    expect(isSignedByTwilio(buildKey('https://cc.example'), request)).toBe(true);
  });

  it('signs a parameter called __proto__ as any other', () => {
    const parameters = Object.fromEntries([
      ['CallSid', 'CA1'],
      ['__proto__', 'x'],
    ]);
    const key = buildKey('https://cc.example');
    const form: FormFields = [
      ['__proto__', 'x'],
      ['CallSid', 'CA1'],
    ];
    const signature = sign('https://cc.example/wait', parameters);
    expect(isSignedByTwilio(key, { signature, pathAndQuery: '/wait', form })).toBe(true);

    const withoutIt = sign('https://cc.example/wait', { CallSid: 'CA1' });
    expect(isSignedByTwilio(key, { signature: withoutIt, pathAndQuery: '/wait', form })).toBe(
      false,
    );
  });

  it('accepts the address signed with our credentials, and with no others', () => {
    const key = buildKey('https://cc.example');
    const signature = sign('https://user:p%40ss%2F%3A@cc.example/wait');
    expect(isSignedByTwilio(key, buildGet('/wait', signature))).toBe(true);

    const others = sign('https://user:other@cc.example/wait');
    expect(isSignedByTwilio(key, buildGet('/wait', others))).toBe(false);
  });

  // A host without a path is asked for as `/`, and signed as it was configured.
  it.each([
    'https://cc.example',
    'https://cc.example/',
    'https://user:p%40ss%2F%3A@cc.example',
    'https://user:p%40ss%2F%3A@cc.example/',
  ])('accepts a bare host signed as %s', (configured) => {
    const key = buildKey('https://cc.example');
    expect(isSignedByTwilio(key, buildGet('/', sign(configured)))).toBe(true);
    expect(isSignedByTwilio(key, buildGet('/?a=1', sign(`${configured}?a=1`)))).toBe(true);
  });

  it('does not take the slash from a path', () => {
    const key = buildKey('https://cc.example/a');
    const signature = sign('https://cc.example/a');
    expect(isSignedByTwilio(key, buildGet('/a', signature))).toBe(true);
    expect(isSignedByTwilio(key, buildGet('/a/', signature))).toBe(false);
  });

  it('leaves the fragment of the public address out', () => {
    const key = buildKey('https://cc.example/a#rc=2&rp=5xx');
    expect(isSignedByTwilio(key, buildGet('/a/wait', sign('https://cc.example/a/wait')))).toBe(
      true,
    );
    const signature = sign('https://cc.example/a/wait#rc=2&rp=5xx');
    expect(isSignedByTwilio(key, buildGet('/a/wait', signature))).toBe(false);
  });

  it('accepts a port that Twilio drops before it signs', () => {
    const key = buildKey('https://cc.example:8443');
    const signature = sign('https://cc.example/wait');
    expect(isSignedByTwilio(key, buildGet('/wait', signature))).toBe(true);
  });

  it('keeps nobody waiting over a form that is as long as may be', () => {
    const form: FormFields = Array.from({ length: 16_000 }, (_, i) => ['a', String(i % 100)]);
    const signature = sign('https://cc.example/wait', { a: form.map(([, value]) => value) });
    const start = performance.now();
    const request = { signature, pathAndQuery: '/wait', form };
    expect(isSignedByTwilio(buildKey('https://cc.example'), request)).toBe(true);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('a check of many requests', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 6 });
  const form = fc.array(fc.tuple(fc.oneof(fc.constantFrom('a', 'b', '__proto__'), text), text), {
    maxLength: 6,
  });
  const origin = fc.constantFrom(
    ...['https://cc.example', 'https://cc.example:443', 'https://cc.example:8443'],
    ...['https://user:p%40ss%2F%3A@cc.example', 'http://cc.example', 'https://other.example'],
  );
  const path = fc.constantFrom('/', '/wait', "/wait?a=1&b='", '/?a=1');
  const request = fc.record({
    origin,
    path,
    form,
    signedPath: fc.option(path),
    extra: fc.boolean(),
  });

  it('says of each what the twilio package says of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('https://cc.example', 'https://cc.example:8443', 'http://cc.example'),
        fc.array(request, { minLength: 1, maxLength: 5 }),
        (publicUrl, requests) => {
          const key = buildKey(publicUrl);
          const isSigned = createSignatureCheck(key);
          for (const { origin: signedOrigin, path: pathAndQuery, ...each } of requests) {
            const url = `${signedOrigin}${each.signedPath ?? pathAndQuery}`;
            const signature = sign(url, groupByName(each.form));
            const sent: FormFields = each.extra ? [...each.form, ['extra', '']] : each.form;
            const urls = listSignedForms(key.publicUrl, pathAndQuery, key.credentials);
            const expected = urls.some((one) =>
              validateRequest(AUTH_TOKEN, signature, one, groupByName(sent)),
            );
            expect(isSigned({ signature, pathAndQuery, form: sent })).toBe(expected);
          }
        },
      ),
    );
  });
});
