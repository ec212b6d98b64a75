import { createWebhookUrls, listOwnQueries, userInfo } from '../../src/twilio/urls';

const credentials = { user: 'user', password: 'secret' };

function createAt(publicUrl: string) {
  return createWebhookUrls(new URL(publicUrl), credentials);
}

describe('createWebhookUrls', () => {
  it('gives paths for documents, and absolute addresses with credentials for the rest', () => {
    const { index, pin, ...urls } = createAt('https://cc.example');
    expect(urls).toEqual({
      basePath: '',
      information: '/information',
      wait: '/wait',
      guidance: '/guidance',
      operatorQueue: '/operator_queue',
      operatorQueueAgain: '/operator_queue?signed_in=yes',
      exitEnqueue: 'https://user:secret@cc.example/exit_enqueue',
      requestUrl: 'https://user:secret@cc.example/index',
      statusCallbackUrl: 'https://user:secret@cc.example/status_callback',
    });
    expect(index(0)).toBe('/index');
    expect(index(2)).toBe('/index?wrong_keys=2');
    expect(pin(0)).toBe('/index?wrong_pins=0');
    expect(pin(2)).toBe('/index?wrong_pins=2');
  });

  it.each([
    ['https://cc.example', ''],
    ['https://cc.example/', ''],
    ['https://cc.example//', ''],
    ['https://cc.example/a', '/a'],
    ['https://cc.example/a/', '/a'],
    ['https://cc.example/a/b/', '/a/b'],
    ['https://cc.example/a/b//', '/a/b'],
    ['https://cc.example/a b/é', '/a%20b/%C3%A9'],
    ['https://cc.example/a/../b', '/b'],
  ])('puts every address of %s under "%s"', (publicUrl, basePath) => {
    const urls = createAt(publicUrl);
    expect(urls).toMatchObject({
      basePath,
      information: `${basePath}/information`,
      wait: `${basePath}/wait`,
      guidance: `${basePath}/guidance`,
      operatorQueue: `${basePath}/operator_queue`,
      operatorQueueAgain: `${basePath}/operator_queue?signed_in=yes`,
      exitEnqueue: `https://user:secret@cc.example${basePath}/exit_enqueue`,
      requestUrl: `https://user:secret@cc.example${basePath}/index`,
      statusCallbackUrl: `https://user:secret@cc.example${basePath}/status_callback`,
    });
    expect(urls.index(1)).toBe(`${basePath}/index?wrong_keys=1`);
    expect(urls.pin(1)).toBe(`${basePath}/index?wrong_pins=1`);
  });

  it('keeps scheme and port', () => {
    expect(createAt('http://localhost:3000/a').exitEnqueue).toBe(
      'http://user:secret@localhost:3000/a/exit_enqueue',
    );
    expect(createAt('https://cc.example:443').requestUrl).toBe(
      'https://user:secret@cc.example/index',
    );
  });

  // https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
  it('carries a fragment, after the query, in every address', () => {
    const { index, pin, basePath, ...urls } = createAt('https://cc.example/a#rc=2&rp=5xx');
    expect(basePath).toBe('/a');
    expect(index(0)).toBe('/a/index#rc=2&rp=5xx');
    expect(index(1)).toBe('/a/index?wrong_keys=1#rc=2&rp=5xx');
    expect(pin(0)).toBe('/a/index?wrong_pins=0#rc=2&rp=5xx');
    expect(urls).toEqual({
      information: '/a/information#rc=2&rp=5xx',
      wait: '/a/wait#rc=2&rp=5xx',
      guidance: '/a/guidance#rc=2&rp=5xx',
      operatorQueue: '/a/operator_queue#rc=2&rp=5xx',
      operatorQueueAgain: '/a/operator_queue?signed_in=yes#rc=2&rp=5xx',
      exitEnqueue: 'https://user:secret@cc.example/a/exit_enqueue#rc=2&rp=5xx',
      requestUrl: 'https://user:secret@cc.example/a/index#rc=2&rp=5xx',
      statusCallbackUrl: 'https://user:secret@cc.example/a/status_callback#rc=2&rp=5xx',
    });
  });

  it.each([
    ['user', 'secret'],
    ['user', "p@ss:/?#[]%!'()*&é"],
    ['a@b', '😀 +%20%'],
    ['“quoted”', '<>"\\^`{|}~-._$,;='],
  ])('writes credentials %s and %s that a reader of the address gets back', (user, password) => {
    const urls = createWebhookUrls(new URL('https://cc.example/a'), { user, password });
    for (const address of [urls.requestUrl, urls.statusCallbackUrl, urls.exitEnqueue]) {
      const url = new URL(address);
      expect(decodeURIComponent(url.username)).toBe(user);
      expect(decodeURIComponent(url.password)).toBe(password);
      expect(url.host).toBe('cc.example');
      expect(url.href).toBe(address);
    }
  });
});

describe('userInfo', () => {
  it('escapes everything but plain letters, digits and -._~', () => {
    expect(userInfo({ user: 'aZ09-._~', password: "p@ss:/?#[]%!'()*&+é" })).toBe(
      'aZ09-._~:p%40ss%3A%2F%3F%23%5B%5D%25%21%27%28%29%2A%26%2B%C3%A9',
    );
  });
});

describe('listOwnQueries', () => {
  it('gives the queries of all our addresses, those with a count up to 2', () => {
    expect(listOwnQueries()).toEqual([
      '?wrong_keys=1',
      '?wrong_keys=2',
      '?wrong_pins=0',
      '?wrong_pins=1',
      '?wrong_pins=2',
      '?signed_in=yes',
    ]);
  });
});
