import { parseXml, type XmlElement } from '../../src/simulator/twiml/parse';
import { readDocument, type TwimlContext } from '../../src/simulator/twiml/read-document';

export type { TwimlContext } from '../../src/simulator/twiml/read-document';

/** One element of a TwiML document; its text stands in `children` as strings, never two together. */
export interface TwimlElement {
  name: string;
  attributes: Record<string, string>;
  children: (TwimlElement | string)[];
}

/**
 * The root of a document as a plain tree, without comments and without text that is only
 * whitespace. Throws an Error of one line when the document is not well-formed XML.
 */
export function parseTwiml(xml: string): TwimlElement {
  return withoutLines(parseXml(xml));
}

/**
 * What Twilio's debugger would say of a document, one line for each entry, most of them beginning
 * with the path of the element. Empty when the document is valid.
 */
export function checkTwiml(xml: string, context: TwimlContext): string[] {
  const answer = { status: 200, contentType: 'text/xml', body: xml };
  return readDocument(answer, context).faults.map(({ message }) => message);
}

function withoutLines({ name, attributes, children }: XmlElement): TwimlElement {
  return {
    name,
    attributes,
    children: children.map((child) => (typeof child === 'string' ? child : withoutLines(child))),
  };
}
