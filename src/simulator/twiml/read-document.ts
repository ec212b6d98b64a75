import { checkElement, type ElementFault, type Place } from './check-element';
import type { TwimlElement } from './element';
import { getFaultLevel, SCHEMA_WARNING } from './fault-numbers';
import { isLastVerb, TOP_VERBS, type TwimlContext, VERBS } from './grammar';
import { linesOf, NotWellFormedError, parseXml, type XmlElement } from './parse';

export type { TwimlElement } from './element';
export type { TwimlContext } from './grammar';

/** What an answer makes a call do. */
export type ReadDocument =
  /**
   * The verbs that can be reached, with attributes, text and children that are known and right.
   * A verb with `isRefused` fails in the way it has: Enqueue with QueueResult `error`, Dial with
   * DialCallStatus `failed`, Gather and Redirect as a document does that cannot be used.
   */
  | { kind: 'twiml'; verbs: readonly TwimlElement[] }
  /** Play it, then hang up. */
  | { kind: 'audio' }
  /** Read it aloud, then hang up. */
  | { kind: 'text'; text: string }
  /** It cannot be used: the fallback URL is next. */
  | { kind: 'failure' };

/** What Twilio's debugger says of an answer. */
export interface DocumentFault {
  level: 'error' | 'warning';
  /** https://www.twilio.com/docs/api/errors */
  code: number;
  /** One line. */
  message: string;
  /** Where in the body it is, from 1; undefined where it is not in the body. */
  line: number | undefined;
  /** That line of the body, without the whitespace around it. */
  text: string | undefined;
}

/** An answer to a request for a document. */
export interface Answer {
  status: number;
  contentType: string | undefined;
  body: string;
}

type Reading = { document: ReadDocument; faults: DocumentFault[] };
type Fault = Omit<ElementFault, 'line'> & { line?: number | undefined };

// "64 kB" does not say which thousand is meant; the smaller one is safe either way.
const MAX_BYTES = 64_000;

const TWIML_TYPES = ['text/xml', 'application/xml', 'text/html'];

const AUDIO_TYPES = [
  ...['audio/mpeg', 'audio/wav', 'audio/wave', 'audio/x-wav', 'audio/aiff', 'audio/x-aifc'],
  ...['audio/x-aiff', 'audio/x-gsm', 'audio/gsm', 'audio/ulaw'],
];

/**
 * What Twilio makes of an answer, and the entries of its debugger about it, which are none for an
 * answer without a fault.
 * https://www.twilio.com/docs/voice/twiml (MIME types)
 * https://www.twilio.com/docs/api/errors
 */
export function readDocument(answer: Answer, context: TwimlContext): Reading {
  const { status, body } = answer;
  if (status < 200 || status > 299) {
    // https://www.twilio.com/docs/api/errors/11217 is of 4xx and 5xx alone.
    const code = status >= 400 ? 11217 : 11200;
    return fail(body, { code, message: `document: the HTTP status is ${status}` });
  }
  const type = answer.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (AUDIO_TYPES.includes(type)) return { document: { kind: 'audio' }, faults: [] };
  if (!TWIML_TYPES.includes(type) && type !== 'text/plain') {
    const message = type === '' ? 'there is no Content-Type' : `the Content-Type is ${type}`;
    return fail(body, { code: 12300, message: `document: ${message}` });
  }
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_BYTES) {
    return fail(body, { code: 11750, message: `document: larger than 64 kB (${bytes} bytes)` });
  }
  if (type === 'text/plain' && body.trim() !== '' && !isTwiml(body)) {
    return { document: { kind: 'text', text: body.trim() }, faults: [] };
  }
  return readTwimlOnce(body, context);
}

/** An application answers with the same few documents again and again, and reading one takes time. */
const MOST_REMEMBERED = 200;
const remembered = new Map<string, Reading>();

function readTwimlOnce(body: string, context: TwimlContext): Reading {
  const key = `${context} ${body}`;
  const reading = remembered.get(key) ?? readTwiml(body, context);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, reading);
  return reading;
}

function fail(body: string, ...faults: Fault[]): Reading {
  return { document: { kind: 'failure' }, faults: describe(faults, body) };
}

function describe(faults: readonly Fault[], body: string): DocumentFault[] {
  const lines = linesOf(body);
  return faults.map(({ code, message, line }) => ({
    level: getFaultLevel(code),
    code,
    message,
    line,
    text: line === undefined ? undefined : lines[line - 1]?.trim(),
  }));
}

// Since 2024-07-22 (https://www.twilio.com/docs/voice/twiml/changelog).
function isTwiml(body: string): boolean {
  try {
    return parseXml(body).name === 'Response';
  } catch (error) {
    if (error instanceof NotWellFormedError) return false;
    throw error;
  }
}

function readTwiml(body: string, context: TwimlContext): Reading {
  const root = tryParsing(body);
  if (root instanceof NotWellFormedError) {
    return fail(body, { code: 12100, message: `document: ${root.message}`, line: root.line });
  }
  if (root.name !== 'Response') {
    const message = `${root.name}: the root must be Response`;
    return fail(body, { code: 12102, message, line: root.line });
  }
  const { element, faults } = checkElement(root, placeRoot(context));
  // Twilio takes the version for its own, and so cannot read the rest.
  if (faults.some(({ code }) => code === 12101)) return fail(body, ...faults);
  const verbs = element?.children.filter((child) => typeof child !== 'string') ?? [];
  const order = checkOrder(verbs);
  return {
    document: { kind: 'twiml', verbs: order.reachable },
    faults: describe([...faults, ...order.faults], body),
  };
}

function tryParsing(body: string): XmlElement | NotWellFormedError {
  try {
    return parseXml(body);
  } catch (error) {
    if (error instanceof NotWellFormedError) return error;
    throw error;
  }
}

function placeRoot(context: TwimlContext): Place {
  return {
    path: 'Response',
    parent: '',
    rule: { attributes: {}, children: TOP_VERBS[context] },
    title: context === 'announcement' ? 'an announcement' : `a ${context} document`,
    getChildCode: (name) => {
      if (context === 'called' && name === 'Dial') return 13201;
      // https://www.twilio.com/docs/api/errors/14211 names the verbs that may stand here.
      return context === 'announcement' && Object.hasOwn(VERBS, name) ? 14211 : SCHEMA_WARNING;
    },
  };
}

/**
 * The verbs up to the last that is ever reached; those behind it are passed over in silence, as far
 * as anybody documents. A late Reject has no number that is documented, but goes against the schema
 * in spirit, and so is warned of as it is.
 */
function checkOrder(verbs: readonly TwimlElement[]): {
  reachable: TwimlElement[];
  faults: ElementFault[];
} {
  const last = verbs.findIndex(({ name, attributes }) => isLastVerb(name, attributes));
  const reachable = last < 0 ? [...verbs] : verbs.slice(0, last + 1);
  const lateRejects = reachable.slice(1).filter(({ name }) => name === 'Reject');
  return {
    reachable,
    faults: lateRejects.map(({ line }) => ({
      code: SCHEMA_WARNING,
      message: 'Response/Reject: Reject must be the first verb',
      line,
    })),
  };
}
