import {
  documentForm,
  originOf,
  parseAddress,
  publicForm,
  withFields,
} from '../../../src/simulator/webhook/address';

function parse(url: string) {
  const address = parseAddress(url);
  if (address === undefined) throw new Error(`Refused: ${url}`);
  return address;
}

describe('parseAddress', () => {
  it('takes an address apart', () => {
    expect(parse('https://us%40er:pa%3Ass@example.com:8443/a/b?c=d&e#rc=2')).toEqual({
      protocol: 'https:',
      credentials: { user: 'us@er', password: 'pa:ss' },
      host: 'example.com',
      port: '8443',
      path: '/a/b',
      query: '?c=d&e',
      fragment: 'rc=2',
    });
  });

  it.each([
    "http://example.com/it's?b=2&a=%7e'x+y",
    'http://example.com',
    'http://example.com?x=1',
    'http://example.com:80/',
    'http://Example.com/A//b/../c',
    'http://[::1]:3000/x',
  ])('changes nothing in %s', (url) => {
    expect(publicForm(parse(url))).toBe(url);
  });

  it('escapes what cannot stand in a request', () => {
    expect(publicForm(parse('http://example.com/a b/é?q=日'))).toBe(
      'http://example.com/a%20b/%C3%A9?q=%E6%97%A5',
    );
  });

  it.each([
    ['a relative address', '/index'],
    ['another scheme', 'ftp://example.com/'],
    ['no host', 'http:///x'],
    ['a host with an underscore', 'https://call_centre.example.com/'],
    ['an impossible port', 'http://example.com:70000/'],
    ['an unreadable password', 'https://user:%zz@example.com/'],
    ['nothing', ''],
  ])('refuses %s', (_, url) => {
    expect(parseAddress(url)).toBeUndefined();
  });
});

describe('documentForm', () => {
  it('keeps the credentials and drops the fragment', () => {
    expect(documentForm(parse('https://a%40b:c@example.com/x?y=z#rc=1'))).toBe(
      'https://a%40b:c@example.com/x?y=z',
    );
  });
});

describe('originOf', () => {
  it('is the same for every way of writing it', () => {
    expect(originOf(parse('HTTPS://u:p@Example.com:443/x'))).toBe('https://example.com');
    expect(originOf(parse('http://example.com:8080'))).toBe('http://example.com:8080');
  });
});

describe('withFields', () => {
  it.each([
    ['http://h/x', 'http://h/x?A=1&B=%2B2+3'],
    ['http://h/x?own=1', 'http://h/x?own=1&A=1&B=%2B2+3'],
    ['http://h/x?', 'http://h/x?A=1&B=%2B2+3'],
    ['http://h', 'http://h?A=1&B=%2B2+3'],
  ])('adds fields behind the query of %s', (url, expected) => {
    const fields = [
      ['A', '1'],
      ['B', '+2 3'],
    ] as const;
    expect(publicForm(withFields(parse(url), fields))).toBe(expected);
  });

  it('leaves an address alone where there is nothing to add', () => {
    expect(publicForm(withFields(parse('http://h/x'), []))).toBe('http://h/x');
  });
});
