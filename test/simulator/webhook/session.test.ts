import { createWebhookSession } from '../../../src/simulator/webhook/session';

const URL = 'http://127.0.0.1/a/b';
const NOW = Date.UTC(2020, 0, 1);

describe('createWebhookSession', () => {
  it('returns cookies to where they came from', () => {
    const session = createWebhookSession();
    expect(session.keepCookies(['one=1; Path=/', 'two=2; HttpOnly'], URL, NOW)).toBe(true);
    expect(session.cookiesFor('http://127.0.0.1/a/c', NOW)).toBe('two=2; one=1');
    expect(session.cookiesFor('http://127.0.0.1/other', NOW)).toBe('one=1');
    expect(session.cookiesFor('http://other.example/a/b', NOW)).toBe('');
  });

  it('keeps cookies of a server on this machine', () => {
    const session = createWebhookSession();
    session.keepCookies(['a=1'], 'http://localhost:3000/', NOW);
    expect(session.cookiesFor('http://localhost:3000/', NOW)).toBe('a=1');
  });

  it('forgets a cookie when its time is over on the clock of the exchange', () => {
    const session = createWebhookSession();
    session.keepCookies(['short=1; Max-Age=60'], URL, NOW);
    expect(session.cookiesFor(URL, NOW + 59_000)).toBe('short=1');
    expect(session.cookiesFor(URL, NOW + 61_000)).toBe('');
    session.keepCookies(['short=2; Max-Age=60'], URL, NOW + 61_000);
    expect(session.cookiesFor(URL, NOW + 100_000)).toBe('short=2');
  });

  it('lets a server take its cookie back', () => {
    const session = createWebhookSession();
    session.keepCookies(['a=1'], URL, NOW);
    session.keepCookies(['a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], URL, NOW);
    expect(session.cookiesFor(URL, NOW)).toBe('');
  });

  it('passes over a cookie that is for somebody else', () => {
    const session = createWebhookSession();
    expect(session.keepCookies(['a=1; Domain=example.com'], URL, NOW)).toBe(true);
    expect(session.cookiesFor(URL, NOW)).toBe('');
  });

  it.each(['=nameless', 'a=b\tc'])('finds the protocol broken by %p', (cookie) => {
    expect(createWebhookSession().keepCookies([cookie], URL, NOW)).toBe(false);
  });

  it('remembers who was let in where', () => {
    const session = createWebhookSession();
    session.keepCredentials('http://a', { user: 'u', password: 'p' });
    expect(session.credentialsFor('http://a')).toEqual({ user: 'u', password: 'p' });
    expect(session.credentialsFor('http://b')).toBeUndefined();
  });
});
