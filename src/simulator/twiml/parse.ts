import { DOMParser, type Element, Node, type ParseError } from '@xmldom/xmldom';

/** One element as it stands in a document; its text is in `children`, never two strings together. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  /** Where each attribute stands, from 1. */
  attributeLines: Record<string, number>;
  children: (XmlElement | string)[];
  /** Where the element begins, from 1. */
  line: number;
}

/** A document cannot be read as XML; the message is one line. */
export class NotWellFormedError extends Error {
  override readonly name = 'NotWellFormedError';
  readonly code = 'not_well_formed';
  /** Where the fault was noticed, from 1. */
  readonly line: number | undefined;

  constructor(reason: string, line: number | undefined) {
    super(`not well-formed XML: ${reason.replace(/\s+/g, ' ').trim()}`);
    this.line = line;
  }
}

const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const LINE_END = /\r\n|\r\u0085|[\n\r\u0085\u2028]/;

/** The lines of a document, divided where the parser divides them. */
export function linesOf(xml: string): string[] {
  return xml.split(LINE_END);
}

/**
 * The root of a document as a plain tree, without comments and without text that is only
 * whitespace, save between the elements in a Say. Throws a `NotWellFormedError`.
 * https://www.w3.org/TR/xml/
 */
export function parseXml(xml: string): XmlElement {
  const document = xml.replace(/^\uFEFF/, '');
  const bad = FORBIDDEN.exec(document);
  if (bad !== null) failOn(bad[0], lineAt(document, bad.index));
  assertMarkup(document);
  return readElement(parseRoot(document), false);
}

function lineAt(xml: string, index: number): number {
  return linesOf(xml.slice(0, index)).length;
}

function failOn(character: string, line: number | undefined): never {
  const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  throw new NotWellFormedError(`invalid character U+${code}`, line);
}

// xmldom lets "a & b" and "]]>" in text pass.
function assertMarkup(xml: string): void {
  const hide = (hidden: string) => hidden.replace(/[^\n\r\u0085\u2028]/g, ' ');
  const markup = xml.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, hide);
  const ampersand = markup.search(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/);
  if (ampersand >= 0) throw new NotWellFormedError('bare &', lineAt(xml, ampersand));
  const end = markup.indexOf(']]>');
  if (end >= 0) throw new NotWellFormedError('bare ]]>', lineAt(xml, end));
}

function parseRoot(xml: string): Element {
  let firstReason: string | undefined;
  const onError = (_level: string, reason: string): never => {
    firstReason ??= reason;
    throw new Error(reason);
  };
  try {
    const root = new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement;
    if (root === null) throw new Error('no root element');
    return root;
  } catch (error) {
    const { locator } = error as Partial<ParseError>;
    // The locator of a document in which nothing was found stands in line 0.
    throw new NotWellFormedError(firstReason ?? String(error), locator?.lineNumber || undefined);
  }
}

function readElement(element: Element, isInSay: boolean): XmlElement {
  const name = element.tagName;
  const line = element.lineNumber ?? 1;
  const attributes = Array.from(element.attributes);
  for (const { value, lineNumber } of attributes) assertCharacters(value, lineNumber);
  return {
    name,
    attributes: Object.fromEntries(attributes.map(({ name, value }) => [name, value])),
    attributeLines: Object.fromEntries(
      attributes.map(({ name, lineNumber }) => [name, lineNumber ?? line]),
    ),
    children: readChildren(element, isInSay || name === 'Say'),
    line,
  };
}

// A reference such as &#1; shows what it stands for only when it is read.
function assertCharacters(text: string, line: number | undefined): void {
  const bad = FORBIDDEN.exec(text)?.[0];
  if (bad !== undefined) failOn(bad, line);
}

function readChildren(element: Element, isInSay: boolean): XmlElement['children'] {
  const children: XmlElement['children'] = [];
  for (const node of Array.from(element.childNodes)) {
    if (node.nodeType === Node.ELEMENT_NODE) children.push(readElement(node as Element, isInSay));
    if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
      const text = node.nodeValue ?? '';
      assertCharacters(text, node.lineNumber);
      const previous = children.at(-1);
      if (typeof previous === 'string') children[children.length - 1] = previous + text;
      else children.push(text);
    }
  }
  const isMixed = isInSay && children.some((child) => typeof child !== 'string');
  return children.filter((child) => typeof child !== 'string' || isMixed || child.trim() !== '');
}
