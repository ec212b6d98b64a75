import { resolveUrl } from '../../../src/simulator/webhook/resolve-url';

const DOCUMENT = 'https://user:pa%3Ass@example.com:8443/b/c/d?q';

describe('resolveUrl', () => {
  // The paths of https://www.rfc-editor.org/rfc/rfc3986#section-5.4
  it.each([
    ['g', '/b/c/g'],
    ['./g', '/b/c/g'],
    ['g/', '/b/c/g/'],
    ['/g', '/g'],
    ['?y', '/b/c/d?y'],
    ['g?y', '/b/c/g?y'],
    ['g;x', '/b/c/g;x'],
    ['', '/b/c/d?q'],
    ['.', '/b/c/'],
    ['./', '/b/c/'],
    ['..', '/b/'],
    ['../g', '/b/g'],
    ['../..', '/'],
    ['../../g', '/g'],
    ['../../../g', '/g'],
    ['/./g', '/g'],
    ['/../g', '/g'],
    ['g.', '/b/c/g.'],
    ['..g', '/b/c/..g'],
    ['./g/.', '/b/c/g/'],
    ['g/../h', '/b/c/h'],
    ['g?y/../x', '/b/c/g?y/../x'],
  ])('resolves %p', (reference, expected) => {
    expect(resolveUrl(reference, DOCUMENT)).toBe(
      `https://user:pa%3Ass@example.com:8443${expected}`,
    );
  });

  it('keeps the reference its own connection overrides and inherits none', () => {
    expect(resolveUrl('g#rc=2', DOCUMENT)).toMatch(/\/b\/c\/g#rc=2$/);
    expect(resolveUrl('g', `${DOCUMENT}#rc=2`)).toMatch(/\/b\/c\/g$/);
    expect(resolveUrl('', `${DOCUMENT}#rc=2`)).toMatch(/\/b\/c\/d\?q$/);
  });

  it('gives another host no credentials', () => {
    expect(resolveUrl('//other.example/x', DOCUMENT)).toBe('https://other.example/x');
    expect(resolveUrl('https://example.com:8443/x', DOCUMENT)).toBe('https://example.com:8443/x');
  });

  it('leaves an absolute address as it was written', () => {
    expect(resolveUrl(" http://Example.com:80/a/../b?x='y' ", DOCUMENT)).toBe(
      "http://Example.com:80/a/../b?x='y'",
    );
  });

  it('resolves against a bare host', () => {
    expect(resolveUrl('g', 'http://example.com')).toBe('http://example.com/g');
    expect(resolveUrl('?a', 'http://example.com')).toBe('http://example.com?a');
  });
});
