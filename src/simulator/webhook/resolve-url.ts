const PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/is;

/**
 * An address in a document as Twilio understands it: relative to the document's own
 * (https://www.rfc-editor.org/rfc/rfc3986#section-5.2), and otherwise as it was written, since
 * a signature covers it letter by letter. An empty one is the document's own.
 *
 * Twilio does not say whether a relative address inherits the document's credentials; here it does,
 * as they are part of what it leaves out. A fragment, which holds connection overrides, counts for
 * the one address that it was written at and is not inherited.
 */
export function resolveUrl(reference: string, documentUrl: string): string {
  const [, scheme, authority, path = '', query = '', fragment = ''] = partsOf(reference.trim());
  if (scheme !== undefined) return reference.trim();
  const [, baseScheme = '', baseAuthority = '', basePath = '', baseQuery = ''] =
    partsOf(documentUrl);
  if (authority !== undefined) return `${baseScheme}:${reference.trim()}`;
  const origin = `${baseScheme}://${baseAuthority}`;
  if (path === '') return `${origin}${basePath}${query || baseQuery}${fragment}`;
  const absolute = path.startsWith('/') ? path : `${basePath.replace(/[^/]*$/, '') || '/'}${path}`;
  return `${origin}${removeDotSegments(absolute)}${query}${fragment}`;
}

function partsOf(url: string): readonly (string | undefined)[] {
  return PARTS.exec(url) ?? [];
}

function removeDotSegments(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  const endsInside = ['.', '..'].includes(segments.at(-1) ?? '');
  return `/${kept.join('/')}${endsInside && kept.length > 0 ? '/' : ''}`;
}
