import { parseConnectionOverrides } from '../../../src/simulator/webhook/connection-overrides';

// https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
const DEFAULTS = {
  retries: 1,
  retryOn: new Set(['ct']),
  connectTimeoutMs: 5000,
  readTimeoutMs: 15000,
  totalTimeoutMs: 15000,
};

describe('parseConnectionOverrides', () => {
  it('has the defaults of the documentation', () => {
    expect(parseConnectionOverrides('')).toEqual(DEFAULTS);
  });

  it('reads every key', () => {
    expect(
      parseConnectionOverrides('rc=3&rp=5xx,rt&ct=200&rt=300&tt=400&sni=n&e=tokyo,dublin-ix'),
    ).toEqual({
      retries: 3,
      retryOn: new Set(['5xx', 'rt']),
      connectTimeoutMs: 200,
      readTimeoutMs: 300,
      totalTimeoutMs: 400,
    });
  });

  it.each([
    ['rc=0', { retries: 0 }],
    ['rc=5', { retries: 5 }],
    ['rc=6', {}],
    ['rc=-1', {}],
    ['rc=x', {}],
    ['rc=', {}],
    ['ct=100', { connectTimeoutMs: 100 }],
    ['ct=99', {}],
    ['ct=10000', { connectTimeoutMs: 10000 }],
    ['ct=10001', {}],
    ['rt=100', { readTimeoutMs: 100 }],
    ['rt=99', {}],
    ['rt=14999', { readTimeoutMs: 14999 }],
    ['rt=15001', {}],
    ['tt=100', { totalTimeoutMs: 100 }],
    ['tt=99.5', {}],
    ['tt=15001', {}],
    ['rp=all', { retryOn: new Set(['all']) }],
    ['rp=', {}],
    ['section-2', {}],
    ['rc=2&rc=3', { retries: 2 }],
  ])('reads %s', (fragment, change) => {
    expect(parseConnectionOverrides(fragment)).toEqual({ ...DEFAULTS, ...change });
  });

  it('refuses an edge that is none', () => {
    expect(parseConnectionOverrides('e=tokyo,osaka')).toEqual({
      code: 11240,
      message: expect.stringContaining('osaka'),
    });
  });

  it('refuses a retry policy that is none', () => {
    expect(parseConnectionOverrides('rp=5xx,6xx')).toEqual({
      code: 11243,
      message: expect.stringContaining('6xx'),
    });
  });
});
