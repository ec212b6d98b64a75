import { DOMParser, type Element, Node } from '@xmldom/xmldom';
import { isLastVerb, TOP_VERBS, type TwimlContext, VERBS, type VerbRule } from './twiml-grammar';
import { quote } from './twiml-values';

export type { TwimlContext } from './twiml-grammar';

/** One element of a TwiML document; its text stands in `children` as strings, never two together. */
export interface TwimlElement {
  name: string;
  attributes: Record<string, string>;
  children: (TwimlElement | string)[];
}

// "64 kB" does not say which thousand is meant; the smaller one is safe either way.
const MAX_BYTES = 64_000;

/**
 * The root of a document as a plain tree, without comments and without text that is only
 * whitespace. Throws an Error of one line when the document is not well-formed XML.
 * https://www.w3.org/TR/xml/
 */
export function parseTwiml(xml: string): TwimlElement {
  assertCharacters(xml);
  assertMarkup(xml);
  return readElement(parseRoot(xml));
}

/**
 * The faults that Twilio would find, or pass over and leave a caller in silence; one line each,
 * beginning with the path of the element. Empty when the document is valid.
 * https://www.twilio.com/docs/voice/twiml
 * https://www.twilio.com/docs/api/errors/11750
 */
export function checkTwiml(xml: string, context: TwimlContext): string[] {
  const root = tryParsing(xml);
  return typeof root === 'string' ? [root] : [...checkSize(xml), ...checkRoot(root, context)];
}

function tryParsing(xml: string): TwimlElement | string {
  try {
    return parseTwiml(xml);
  } catch (error) {
    return `document: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function failParsing(reason: string): never {
  throw new Error(`not well-formed XML: ${reason.replace(/\s+/g, ' ').trim()}`);
}

// xmldom lets the characters that XML forbids pass, plain or as a reference such as &#1;.
function assertCharacters(text: string): void {
  const bad = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(text)?.[0];
  const code = bad?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  if (code !== undefined) failParsing(`invalid character U+${code}`);
}

// xmldom also lets "a & b" and "]]>" in text pass.
function assertMarkup(xml: string): void {
  const markup = xml.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, '');
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/.test(markup)) failParsing('bare &');
  if (markup.includes(']]>')) failParsing('bare ]]>');
}

function parseRoot(xml: string): Element {
  let firstReason: string | undefined;
  const onError = (_level: string, reason: string): never => {
    firstReason ??= reason;
    throw new Error(reason);
  };
  try {
    const root = new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement;
    return root ?? failParsing('no root element');
  } catch (error) {
    return failParsing(firstReason ?? String(error));
  }
}

function readElement(element: Element): TwimlElement {
  return {
    name: element.tagName,
    attributes: readAttributes(element),
    children: readChildren(element),
  };
}

function readAttributes(element: Element): Record<string, string> {
  const attributes = Array.from(element.attributes);
  for (const { value } of attributes) assertCharacters(value);
  return Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
}

function readChildren(element: Element): (TwimlElement | string)[] {
  const children: (TwimlElement | string)[] = [];
  for (const node of Array.from(element.childNodes)) {
    if (node.nodeType === Node.ELEMENT_NODE) children.push(readElement(node as Element));
    if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
      const text = node.nodeValue ?? '';
      assertCharacters(text);
      const previous = children.at(-1);
      if (typeof previous === 'string') children[children.length - 1] = previous + text;
      else children.push(text);
    }
  }
  return children.filter((child) => typeof child !== 'string' || child.trim() !== '');
}

function checkSize(xml: string): string[] {
  const bytes = Buffer.byteLength(xml);
  return bytes > MAX_BYTES ? [`document: larger than 64 kB (${bytes} bytes)`] : [];
}

function checkRoot(root: TwimlElement, context: TwimlContext): string[] {
  if (root.name !== 'Response') return [`${root.name}: the root must be Response`];
  const rule = { attributes: {}, children: TOP_VERBS[context] };
  return [
    ...checkElement(root, root.name, rule, `a ${context} document`),
    ...checkOrder(elementsOf(root)),
  ];
}

function checkElement(
  element: TwimlElement,
  path: string,
  rule: VerbRule,
  place = element.name,
): string[] {
  const use = {
    attributes: element.attributes,
    text: readText(element),
    children: elementsOf(element).map(({ name }) => name),
  };
  return [
    ...checkAttributes(element, rule),
    ...checkText(element, rule),
    ...(rule.together?.(use) ?? []),
  ]
    .map((fault) => `${path}: ${fault}`)
    .concat(elementsOf(element).flatMap((child) => checkChild(child, path, rule, place)));
}

function checkAttributes({ name, attributes }: TwimlElement, rule: VerbRule): string[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const check = Object.hasOwn(rule.attributes, key) ? rule.attributes[key] : undefined;
    if (check === undefined) return [`${key} is not an attribute of ${name}`];
    const complaint = check(value);
    return complaint === undefined ? [] : [`${key} ${quote(value)} ${complaint}`];
  });
}

function checkText(element: TwimlElement, rule: VerbRule): string[] {
  const text = readText(element);
  if (rule.text === undefined) return text === '' ? [] : [`${element.name} takes no text`];
  const complaint = rule.text(text);
  return complaint === undefined ? [] : [`text ${quote(text)} ${complaint}`];
}

function checkChild(
  child: TwimlElement,
  parentPath: string,
  parentRule: VerbRule,
  place: string,
): string[] {
  const path = `${parentPath}/${child.name}`;
  const rule = Object.hasOwn(VERBS, child.name) ? VERBS[child.name] : undefined;
  if (parentRule.children?.includes(child.name) !== true) {
    return [`${path}: ${child.name} may not stand in ${place}`];
  }
  if (rule === undefined) throw new Error(`${child.name} is allowed in ${place} but has no rule`);
  return checkElement(child, path, rule);
}

function checkOrder(verbs: TwimlElement[]): string[] {
  const last = verbs.findIndex(({ name, attributes }) => isLastVerb(name, attributes));
  const end = verbs[last];
  const after = end === undefined ? [] : verbs.slice(last + 1);
  const lateRejects = verbs.slice(1).filter(({ name }) => name === 'Reject');
  return [
    ...lateRejects.map(() => 'Response/Reject: Reject must be the first verb'),
    ...after.map(({ name }) => `Response/${name}: nothing may follow ${describeEnd(end)}`),
  ];
}

function describeEnd(end: TwimlElement | undefined): string {
  if (end === undefined) return '';
  return end.attributes.action === undefined ? end.name : `${end.name} with an action`;
}

function elementsOf(element: TwimlElement): TwimlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

function readText(element: TwimlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}
