import { renderTwiml, type TwimlDocument } from '../twilio/twiml';

/** There is a document for each place in the queue; so many take about half a megabyte. */
const MOST_RENDERED = 500;
const rendered = new Map<string, RenderedTwiml>();
/** Those that are sent more than once as the same object. */
const renderedOf = new WeakMap<TwimlDocument, RenderedTwiml>();

/** A document as it is sent, in UTF-8. */
export interface RenderedTwiml {
  /** A text, which goes out in one piece with the headers. */
  xml: string;
  bytes: number;
}

/** Documents are few, and the same all day: each is built once. */
export function getRenderedTwiml(document: TwimlDocument): RenderedTwiml {
  const twiml = renderedOf.get(document) ?? findRendered(document);
  renderedOf.set(document, twiml);
  return twiml;
}

function findRendered(document: TwimlDocument): RenderedTwiml {
  const key = JSON.stringify(document);
  const known = rendered.get(key);
  if (known) return known;
  if (rendered.size >= MOST_RENDERED) rendered.clear();
  const xml = renderTwiml(document);
  const twiml = { xml, bytes: Buffer.byteLength(xml) };
  rendered.set(key, twiml);
  return twiml;
}
