import { getFaultNumber } from './fault-numbers';
import { characters, keysToSend, quote } from './values';

/** One element as a rule sees it, with the names of its children and of what it stands in. */
export interface VerbUse {
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: readonly string[];
  parent: string;
}

/** Parts of a verb that are right alone and wrong together, and what becomes of the verb. */
export interface Conflict {
  complaint: string;
  /** Twilio's number; a warning about the schema by default. */
  code?: number;
  /** What is passed over: the name of an attribute, or `#text`. */
  ignores?: string;
  /** The verb cannot be carried out. */
  refuses?: true;
  /** The verb around this one cannot be carried out either. */
  spoilsParent?: true;
}

/** How many nouns a Dial may have: https://www.twilio.com/docs/voice/twiml/dial */
export const MAX_DIAL_NOUNS = 10;

/** The nouns beside which a Dial may have no other. */
export const LONE_NOUNS: readonly string[] = ['Conference', 'Queue'];

// Both "less than 64" and "up to 64" are documented; 63 satisfies both.
const queueName = characters(1, 63);

/** Finds fault with what a Play has to play. */
export function checkPlay({ attributes, text }: VerbUse): Conflict[] {
  if (attributes.digits === undefined) {
    return text === '' ? [{ complaint: 'Play has nothing to play', refuses: true }] : [];
  }
  const isPlayable = keysToSend(attributes.digits) === undefined;
  const complaint = 'Play has both a URL and digits';
  return text !== '' && isPlayable ? [{ complaint, ignores: '#text' }] : [];
}

/** Finds fault with a Gather with a speech timeout that its model does not take. */
export function checkSpeechTimeout({ attributes }: VerbUse): Conflict[] {
  const isRefused = attributes.speechTimeout === 'auto' && attributes.speechModel !== undefined;
  const complaint = 'speechTimeout "auto" may not stand with speechModel';
  return isRefused ? [{ complaint, code: 13335, ignores: 'speechTimeout' }] : [];
}

/** Finds fault with the queue or the workflow of an Enqueue. */
export function checkEnqueue({ attributes, text, children }: VerbUse): Conflict[] {
  if (attributes.workflowSid === undefined) {
    const complaint = queueName(text);
    const code = getFaultNumber('Enqueue', text === '' ? '#empty' : '#text');
    return [
      ...(complaint === undefined
        ? []
        : [{ complaint: `text ${quote(text)} ${complaint}`, code, refuses: true as const }]),
      ...(children.length > 0 ? [{ complaint: 'Task needs a workflowSid' }] : []),
    ];
  }
  return [
    ...(text === ''
      ? []
      : [{ complaint: 'Enqueue has both a workflowSid and a queue name', ignores: '#text' }]),
    ...(children.length > 1 ? [{ complaint: 'Enqueue has more than one Task' }] : []),
  ];
}

/**
 * Finds fault with what a Dial dials. https://www.twilio.com/docs/api/errors/13000 says of Conference
 * that it must be alone; a queue has the same reason: the call can be joined to one place only.
 */
export function checkDial({ text, children }: VerbUse): Conflict[] {
  const alone = LONE_NOUNS.find((name) => children.includes(name));
  const code = alone === 'Conference' ? 13000 : getFaultNumber('Dial', '#child');
  return [
    ...(text === '' && children.length === 0 ? [{ complaint: 'Dial has nothing to dial' }] : []),
    ...(text !== '' && children.length > 0
      ? [{ complaint: 'Dial has both a number and nouns', ignores: '#text' }]
      : []),
    ...(children.length > MAX_DIAL_NOUNS
      ? [{ complaint: `Dial has more than ${MAX_DIAL_NOUNS} nouns` }]
      : []),
    ...(alone !== undefined && children.length > 1
      ? [{ complaint: `${alone} must be the only noun`, code }]
      : []),
  ];
}

/** Finds fault with the queue that a Queue takes from. */
export function checkQueue({ attributes, text }: VerbUse): Conflict[] {
  const isNamed = text !== '';
  if (attributes.reservationSid !== undefined) {
    const complaint = 'Queue has both a reservationSid and a name';
    return isNamed ? [{ complaint, ignores: 'reservationSid' }] : [];
  }
  const code = getFaultNumber('Queue', '#empty');
  return isNamed ? [] : [{ complaint: 'text "" is empty', code, refuses: true }];
}

/** Finds fault with who a Client is. */
export function checkClient({ text, children }: VerbUse): Conflict[] {
  const identities = children.filter((name) => name === 'Identity').length;
  const complaint = 'Client needs one identity, as its text or in Identity';
  if (text === '' && identities === 0) return [{ complaint, refuses: true }];
  return identities > (text === '' ? 1 : 0) ? [{ complaint }] : [];
}

/** Finds fault with a Record with a callback for no transcription. */
export function checkRecord({ attributes }: VerbUse): Conflict[] {
  const isIdle = attributes.transcribeCallback !== undefined && attributes.transcribe !== 'true';
  const complaint = 'transcribeCallback needs transcribe "true"';
  return isIdle ? [{ complaint, ignores: 'transcribeCallback' }] : [];
}

/** Finds fault with what a Parameter passes on. */
export function checkParameter({ attributes }: VerbUse): Conflict[] {
  const isWhole = attributes.name !== undefined && attributes.value !== undefined;
  return isWhole ? [] : [{ complaint: 'Parameter needs a name and a value', refuses: true }];
}
