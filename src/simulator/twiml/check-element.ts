import { type Conflict, LONE_NOUNS, MAX_DIAL_NOUNS } from './conflicts';
import type { TwimlElement } from './element';
import { getFaultNumber, isRefusal, SCHEMA_WARNING } from './fault-numbers';
import { SPEECH_MARKUP, UNMODELLED, VERBS, type VerbRule } from './grammar';
import type { XmlElement } from './parse';
import { quote } from './values';

/** One thing that is wrong in a document. */
export interface ElementFault {
  /** https://www.twilio.com/docs/api/errors */
  code: number;
  /** One line, beginning with the path of the element. */
  message: string;
  /** Where it stands, from 1. */
  line: number;
}

/** An element as Twilio takes it, and what is wrong with it. */
export interface CheckedElement {
  /** With what is known and right alone; undefined where all of it is passed over. */
  element: TwimlElement | undefined;
  /** The element's own first, then those of the elements in it. */
  faults: ElementFault[];
  /** What it stands in cannot be carried out either. */
  spoilsParent: boolean;
}

/** Where an element stands, and what may stand in and on it there. */
export interface Place {
  /** The names of the elements from the root down to this one. */
  path: string;
  /** The name of the element that it stands in. */
  parent: string;
  rule: VerbRule;
  /** What the element is called where something may not stand in it. */
  title: string;
  /** Twilio's number for a child that may not stand here. */
  getChildCode: (name: string) => number;
}

type Finding = Conflict & { code: number; line: number };

// How these end is told to an action, or decides what the call does next. What else is refused is
// as good as absent.
const KEPT_WHEN_REFUSED: readonly string[] = ['Dial', 'Enqueue', 'Gather', 'Redirect'];

const WHITESPACE = '#whitespace';

/** What Twilio makes of an element that may stand where it stands, and of all that is in it. */
export function checkElement(xml: XmlElement, place: Place): CheckedElement {
  const speech = xml.name === 'Say' ? readSpeech(xml, place.path) : undefined;
  const text = speech?.text ?? textIn(xml);
  const findings = [
    ...checkAttributes(xml, place),
    ...checkText(xml, text, place.rule),
    ...checkTogether(xml, text, place),
  ];
  const children = speech ? [] : elementsIn(xml).map((child) => checkChild(child, xml, place));
  const isRefused =
    findings.some(({ code, refuses }) => refuses === true || isRefusal(code)) ||
    children.some(({ spoilsParent }) => spoilsParent);
  const element = settle({
    name: xml.name,
    ...withoutIgnored(xml, text, children, new Set(findings.map(({ ignores }) => ignores))),
    line: xml.line,
    ...(isRefused && xml.name !== 'Response' ? { isRefused } : {}),
  });
  const isLost = element.isRefused === true && !KEPT_WHEN_REFUSED.includes(xml.name);
  return {
    element: isLost ? undefined : element,
    faults: [
      ...findings.map(({ code, complaint, line }) => {
        return { code, message: `${place.path}: ${complaint}`, line };
      }),
      ...(speech?.faults ?? []),
      ...children.flatMap(({ faults }) => faults),
    ],
    spoilsParent: findings.some((finding) => finding.spoilsParent === true),
  };
}

function textIn(xml: XmlElement): string {
  return xml.children.filter((child) => typeof child === 'string').join('');
}

function elementsIn(xml: XmlElement): XmlElement[] {
  return xml.children.filter((child) => typeof child !== 'string');
}

// Twilio's voices speak the markup; what is read here is the words, with a space where the markup
// makes a pause.
function readSpeech(xml: XmlElement, path: string): { text: string; faults: ElementFault[] } {
  const faults: ElementFault[] = [];
  const readWords = (element: XmlElement, elementPath: string): string =>
    element.children
      .map((child) => {
        if (typeof child === 'string') return child;
        const childPath = `${elementPath}/${child.name}`;
        if (!SPEECH_MARKUP.has(child.name)) {
          const message = `${childPath}: ${child.name} may not stand in ${element.name}`;
          faults.push({ code: SCHEMA_WARNING, message, line: child.line });
          return '';
        }
        const words = readWords(child, childPath);
        return ['break', 'p', 's'].includes(child.name) ? ` ${words} ` : words;
      })
      .join('');
  const text = readWords(xml, path);
  const isMarkedUp = xml.children.some((child) => typeof child !== 'string');
  return { text: isMarkedUp ? text.replace(/\s+/g, ' ').trim() : text, faults };
}

function checkAttributes(xml: XmlElement, { parent, rule }: Place): Finding[] {
  return Object.entries(xml.attributes).flatMap(([name, value]) => {
    const check = Object.hasOwn(rule.attributes, name) ? rule.attributes[name] : undefined;
    const problem = check?.(value);
    if (check !== undefined && problem === undefined) return [];
    const complaint =
      check === undefined
        ? `${name} is not an attribute of ${xml.name}`
        : `${name} ${quote(value)} ${problem}`;
    const code = getFaultNumber(xml.name, name, parent);
    return [{ complaint, code, line: xml.attributeLines[name] ?? xml.line, ignores: name }];
  });
}

// Of text that is right but for the whitespace around it, Twilio says nothing; here it is a warning,
// and the text is used.
function checkText(xml: XmlElement, text: string, { text: check }: VerbRule): Finding[] {
  const { name, line } = xml;
  if (check === undefined) {
    if (text === '') return [];
    const complaint = `${name} takes no text`;
    return [{ complaint, code: SCHEMA_WARNING, line, ignores: '#text' }];
  }
  const problem = check(text);
  if (problem === undefined) return [];
  const complaint = `text ${quote(text)} ${problem}`;
  if (text !== '' && check(text.trim()) === undefined) {
    return [{ complaint, code: SCHEMA_WARNING, line, ignores: WHITESPACE }];
  }
  const code = getFaultNumber(name, text === '' ? '#empty' : '#text');
  const isTask = name === 'Task';
  return [{ complaint, code, line, refuses: true, ...(isTask ? { spoilsParent: true } : {}) }];
}

function checkTogether(xml: XmlElement, text: string, { parent, rule }: Place): Finding[] {
  const children = elementsIn(xml).map(({ name }) => name);
  const conflicts = rule.together?.({ attributes: xml.attributes, text, children, parent }) ?? [];
  return conflicts.map((conflict) => ({ code: SCHEMA_WARNING, ...conflict, line: xml.line }));
}

function checkChild(child: XmlElement, parent: XmlElement, place: Place): CheckedElement {
  const path = `${place.path}/${child.name}`;
  const rule = Object.hasOwn(VERBS, child.name) ? VERBS[child.name] : undefined;
  if (place.rule.children?.includes(child.name) !== true) {
    const message = UNMODELLED.has(child.name)
      ? `${path}: ${child.name} is Twilio's, and not modelled here`
      : `${path}: ${child.name} may not stand in ${place.title}`;
    const fault = { code: place.getChildCode(child.name), message, line: child.line };
    return { element: undefined, faults: [fault], spoilsParent: false };
  }
  if (rule === undefined) {
    throw new Error(`${child.name} is allowed in ${place.title} but has no rule`);
  }
  const getChildCode = () => getFaultNumber(child.name, '#child');
  return checkElement(child, { path, parent: parent.name, rule, title: child.name, getChildCode });
}

function withoutIgnored(
  xml: XmlElement,
  text: string,
  children: readonly CheckedElement[],
  ignored: ReadonlySet<string | undefined>,
): Pick<TwimlElement, 'attributes' | 'children'> {
  const kept = children.flatMap(({ element }) => element ?? []);
  const ownText = ignored.has(WHITESPACE) ? text.trim() : text;
  return {
    attributes: Object.fromEntries(
      Object.entries(xml.attributes).filter(([name]) => !ignored.has(name)),
    ),
    children: ownText === '' || ignored.has('#text') ? kept : [ownText, ...kept],
  };
}

/** What becomes of a verb when parts of it are passed over. */
function settle(element: TwimlElement): TwimlElement {
  const isEmpty = element.children.length === 0;
  if (element.name === 'Play' && isEmpty && element.attributes.digits === undefined) {
    return { ...element, isRefused: true };
  }
  if (element.name !== 'Dial') return element;
  return isEmpty ? { ...element, isRefused: true } : settleNouns(element);
}

// Which nouns Twilio passes over where it has too many is not documented: the first one decides
// whether it is to be the only one, and those beyond the limit are left out.
function settleNouns(element: TwimlElement): TwimlElement {
  const nouns = element.children.filter((child) => typeof child !== 'string');
  if (nouns.length === 0) return element;
  const isAlone = LONE_NOUNS.includes(nouns[0]?.name ?? '');
  const others = nouns.filter(({ name }) => !LONE_NOUNS.includes(name));
  return { ...element, children: isAlone ? nouns.slice(0, 1) : others.slice(0, MAX_DIAL_NOUNS) };
}
