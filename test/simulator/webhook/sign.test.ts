import { parseAddress } from '../../../src/simulator/webhook/address';
import { signRequest } from '../../../src/simulator/webhook/sign';

// Twilio's published examples, with the auth token 12345:
// https://www.twilio.com/docs/usage/security, github.com/twilio/twilio-node spec/validation.spec.js
const MY_COMPANY = [
  ['CallSid', 'CA1234567890ABCDE'],
  ['Caller', '+14158675309'],
  ['Digits', '1234'],
  ['From', '+14158675309'],
  ['To', '+18005551212'],
] as const;

function sign(url: string, body: readonly (readonly [string, string])[] = MY_COMPANY): string {
  const address = parseAddress(url);
  if (address === undefined) throw new Error(`Refused: ${url}`);
  return signRequest('12345', address, body);
}

describe('signRequest', () => {
  it('signs the example of the documentation', () => {
    const body = MY_COMPANY.map(([name, value]) => [name, value.replace('5309', '5310')] as const);
    expect(sign('https://example.com/myapp.php?foo=1&bar=2', body)).toBe(
      'L/OH5YylLD5NRKLltdqwSvS0BnU=',
    );
  });

  it('takes the parameters in the order of their names', () => {
    expect(sign('https://mycompany.com/myapp.php?foo=1&bar=2', [...MY_COMPANY].reverse())).toBe(
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    );
  });

  it('drops the port of https and keeps that of http', () => {
    expect(sign('https://mycompany.com:1234/myapp.php?foo=1&bar=2')).toBe(
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    );
    expect(sign('http://mycompany.com:1234/myapp.php?foo=1&bar=2')).toBe(
      'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=',
    );
  });

  it('drops credentials and fragment', () => {
    expect(sign('https://user:pass@mycompany.com/myapp.php?foo=1&bar=2#rc=2')).toBe(
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    );
  });

  it('signs the address alone where there is no body', () => {
    const signature = sign('http://example.com/x?A=1', []);
    expect(signature).toBe(sign('http://example.com/x?A=1#rt=100', []));
    expect(signature).not.toBe(sign('http://example.com/x', []));
  });

  it('signs a parameter of any name', () => {
    expect(sign('http://example.com/', [['__proto__', 'x']])).not.toBe(
      sign('http://example.com/', []),
    );
  });
});
