/** The text of a body, in the charset that its Content-Type names, or else in UTF-8. */
export function decodeBody(body: Uint8Array, contentType: string | undefined): string {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1];
  return decodeAs(charset ?? 'utf-8', body) ?? new TextDecoder('utf-8').decode(body);
}

/** Nothing where nobody knows the charset. */
function decodeAs(charset: string, body: Uint8Array): string | undefined {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return undefined;
  }
}
