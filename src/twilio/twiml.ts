import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';

/** Speaks a text. */
export interface Say {
  verb: 'Say';
  text: string;
  /** A language tag of https://www.twilio.com/docs/voice/twiml/say/text-speech */
  language: string;
  voice?: string | undefined;
}

/** Plays a recording. */
export interface Play {
  verb: 'Play';
  url: string;
}

/** Something a caller hears. */
export type Prompt = Say | Play;

/** Waits in silence. */
export interface Pause {
  verb: 'Pause';
  lengthSeconds: number;
}

/**
 * Collects one key, or up to `maxKeys` of which `#` is the end, while `prompt` is heard and for
 * `timeoutSeconds` after it and after each key.
 */
export interface Gather {
  verb: 'Gather';
  action: string;
  timeoutSeconds: number;
  maxKeys?: number;
  prompt: Prompt;
}

/** Goes on with the document at `url`. */
export interface Redirect {
  verb: 'Redirect';
  url: string;
}

/** Puts the caller into a queue. */
export interface Enqueue {
  verb: 'Enqueue';
  queueName: string;
  waitUrl: string;
  action: string;
}

/** Connects the caller to the first who waits in a queue; `url` is what that one hears before. */
export interface DialQueue {
  verb: 'DialQueue';
  queueName: string;
  url: string;
  timeoutSeconds: number;
}

/** A verb of a TwiML document: https://www.twilio.com/docs/voice/twiml */
export type Verb = Prompt | Pause | Gather | Redirect | Enqueue | DialQueue;

/** A TwiML document, as data. */
export type TwimlDocument = readonly Verb[];

/** Writes a document as XML, with the twilio package's builder. */
export function renderTwiml(document: TwimlDocument): string {
  const response = new VoiceResponse();
  for (const verb of document) append(response, verb);
  return response.toString();
}

function append(response: VoiceResponse, verb: Verb): void {
  switch (verb.verb) {
    case 'Say':
    case 'Play':
      appendPrompt(response, verb);
      return;
    case 'Pause':
      response.pause({ length: verb.lengthSeconds });
      return;
    case 'Gather': {
      const { action, timeoutSeconds: timeout, maxKeys } = verb;
      const keys =
        maxKeys === undefined ? { numDigits: 1 } : { numDigits: maxKeys, finishOnKey: '#' };
      const gather = response.gather({ ...keys, timeout, method: 'POST', action });
      appendPrompt(gather, verb.prompt);
      return;
    }
    case 'Redirect':
      response.redirect(verb.url);
      return;
    case 'Enqueue': {
      const { waitUrl, action, queueName } = verb;
      response.enqueue({ waitUrl, action, method: 'POST' }, xmlText(queueName));
      return;
    }
    case 'DialQueue': {
      const dial = response.dial({ timeout: verb.timeoutSeconds });
      dial.queue({ url: verb.url, method: 'POST' }, xmlText(verb.queueName));
      return;
    }
  }
}

/** The elements that may hold a prompt. */
type PromptParent = Pick<VoiceResponse, 'say' | 'play'>;

function appendPrompt(parent: PromptParent, prompt: Prompt): void {
  if (prompt.verb === 'Play') {
    parent.play(xmlText(prompt.url));
    return;
  }
  const { language, voice, text } = prompt;
  const attributes = { language, ...(voice === undefined ? {} : { voice }) };
  // The package's types list the tags and voices of its release; the configuration checks ours.
  parent.say(attributes as Parameters<PromptParent['say']>[0], xmlText(text));
}

/** What is not in XML's `Char` production: https://www.w3.org/TR/xml/#charsets */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The text with a space for each character that XML cannot hold, on which the builder throws. */
function xmlText(text: string): string {
  return text.replace(NOT_XML, ' ');
}
