import { renderTwiml, type TwimlDocument } from '../twilio/twiml';

/** There is a document for each place in the queue; so many take about half a megabyte. */
const MOST_RENDERED = 500;
const rendered = new Map<string, Buffer>();

/** A document as it is sent. Documents are few, and the same all day: each is built once. */
export function getRenderedTwiml(document: TwimlDocument): Buffer {
  const key = JSON.stringify(document);
  const known = rendered.get(key);
  if (known) return known;
  if (rendered.size >= MOST_RENDERED) rendered.clear();
  const body = Buffer.from(renderTwiml(document));
  rendered.set(key, body);
  return body;
}
