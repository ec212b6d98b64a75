const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The same text in memory of its own. V8 keeps a part of a longer text as a reference into it: whoever
 * keeps a number that came with a request would keep all of that request.
 */
export function copyText(text: string): string {
  return decoder.decode(encoder.encode(text));
}
