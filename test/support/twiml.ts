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
 * What is wrong with a document: what Twilio's debugger would say of it, and the verbs that no call
 * ever comes to. One line each, most of them beginning with the path of the element.
 */
export function checkTwiml(xml: string, context: TwimlContext): string[] {
  const answer = { status: 200, contentType: 'text/xml', body: xml };
  const { document, faults } = readDocument(answer, context);
  const entries = faults.map(({ message }) => message);
  if (document.kind !== 'twiml' || entries.length > 0) return entries;
  return parseTwiml(xml)
    .children.slice(document.verbs.length)
    .map((child) => `Response/${typeof child === 'string' ? 'text' : child.name}: never reached`);
}

function withoutLines({ name, attributes, children }: XmlElement): TwimlElement {
  return {
    name,
    attributes,
    children: children.map((child) => (typeof child === 'string' ? child : withoutLines(child))),
  };
}
