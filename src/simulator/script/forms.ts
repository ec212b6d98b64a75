import { CALL_STATUSES, findCallStatus } from './call-status';
import { readFaultRule } from './fault-form';
import type { LineReader } from './line-reader';
import { findNumber, NUMBER_FORMS } from './phone-number';
import type { Heard, Step } from './statement';

/** How long a line waits for what it says, where it does not say `within`. */
export const DEFAULT_WITHIN_SECONDS = 30;

/** What a line is read with. */
export interface Reading {
  reader: LineReader;
  /** The phone that the line begins with; empty where it begins with none. */
  who: string;
  /** The number of a phone by its name; throws where there is no such phone. */
  numberOf: (name: string) => string;
}

/** A kind of line: how it begins, how it is read, and what people are told of it. */
export interface Form {
  /** Whether a phone's name comes before the words. */
  isOfPhone: boolean;
  words: readonly string[];
  /** What a person writes, with words in capitals for what varies. */
  form: string;
  example: string;
  meaning: string;
  read: (reading: Reading) => Step;
}

type PhoneForm = Omit<Form, 'isOfPhone' | 'words'> & { words: string };

const ofPhone = ({ words, ...form }: PhoneForm): Form => ({
  ...form,
  isOfPhone: true,
  words: words.split(' '),
});
const ofScript = ({ words, ...form }: PhoneForm): Form => ({
  ...form,
  isOfPhone: false,
  words: words.split(' '),
});

/** Every kind of line but `phone`. Of two that begin alike, the longer beginning counts. */
export const FORMS: readonly Form[] = [
  ofPhone({
    words: 'calls',
    form: 'NAME calls [forwarded from NUMBER] [named "TEXT"]',
    example: 'Hanako calls forwarded from +81312345678 named "Hanako Sato"',
    meaning: 'calls the number of the application',
    read: readCalls,
  }),
  ofPhone({
    words: 'presses',
    form: 'NAME presses KEYS',
    example: 'Hanako presses 12#',
    meaning: 'presses keys: 0-9, * and #; w is a pause of half a second',
    read({ who, reader }) {
      const keys = reader.wordLike(/^[0-9*#wW]+$/, 'keys: digits, *, # or w');
      reader.end();
      return { kind: 'presses', who, keys };
    },
  }),
  ofPhone({
    words: 'speaks for',
    form: 'NAME speaks for TIME',
    example: 'Hanako speaks for 5s',
    meaning: 'speaks, into a recording',
    read: ({ who, reader }) => ({ kind: 'speaks', who, seconds: lastSeconds(reader) }),
  }),
  ofPhone({
    words: 'hangs up',
    form: 'NAME hangs up',
    example: 'Hanako hangs up',
    meaning: 'ends the call',
    read: ({ who, reader }) => only(reader, { kind: 'hangs-up', who }),
  }),
  ofPhone({
    words: 'hears',
    form: 'NAME hears "TEXT" [within TIME]',
    example: 'Hanako hears "press 1" within 10s',
    meaning: 'hears a text with these words, or a recording whose address has them',
    read: readHears,
  }),
  ofPhone({
    words: 'hears',
    form: 'NAME hears music|ringing|beep [within TIME]',
    example: 'Hanako hears music within 10s',
    meaning: 'hears any recording, the other telephone ring, or a beep',
    read: readHears,
  }),
  ofPhone({
    words: 'hears nothing for',
    form: 'NAME hears nothing for TIME',
    example: 'Hanako hears nothing for 3s',
    meaning: 'hears silence from now on',
    read: ({ who, reader }) => ({ kind: 'hears-nothing', who, forSeconds: lastSeconds(reader) }),
  }),
  ofPhone({
    words: 'does not hear',
    form: 'NAME does not hear "TEXT" within TIME',
    example: 'Hanako does not hear "closed" within 10s',
    meaning: 'hears no such text, or no music, ringing or beep',
    read({ who, reader }) {
      const heard = readHeard(reader);
      if (!reader.takes('within') && !reader.takes('for')) throw reader.misread('“within”');
      return { kind: 'does-not-hear', who, heard, forSeconds: lastSeconds(reader) };
    },
  }),
  ofPhone({
    words: 'is number',
    form: 'NAME is number COUNT in line [within TIME]',
    example: 'Hanako is number 1 in line within 5s',
    meaning: 'waits in a queue, at this place',
    read({ who, reader }) {
      const place = reader.wordLike(/^[1-9]\d*$/, 'a place in line, from 1');
      if (!reader.takes('in', 'line')) throw reader.misread('“in line”');
      return { kind: 'in-line', who, position: Number(place), withinSeconds: lastWithin(reader) };
    },
  }),
  ofPhone({
    words: 'talks to',
    form: 'NAME talks to NAME [within TIME]',
    example: 'Hanako talks to Aiko within 1m',
    meaning: 'is connected with another phone',
    read(reading) {
      const to = readOther(reading);
      const { who, reader } = reading;
      return { kind: 'talks-to', who, to, withinSeconds: lastWithin(reader) };
    },
  }),
  ofPhone({
    words: 'parts from',
    form: 'NAME parts from NAME [within TIME]',
    example: 'Hanako parts from Aiko within 5s',
    meaning: 'is no longer connected with it',
    read(reading) {
      const from = readOther(reading);
      const { who, reader } = reading;
      return { kind: 'parts-from', who, from, withinSeconds: lastWithin(reader) };
    },
  }),
  ofPhone({
    words: "'s call ends",
    form: "NAME's call ends [as STATUS] [within TIME]",
    example: "Hanako's call ends as completed within 5s",
    meaning: `is no longer on a call, which ends as ${CALL_STATUSES.join(', ')}`,
    read({ who, reader }) {
      if (!reader.takes('as')) {
        return { kind: 'call-ends', who, withinSeconds: lastWithin(reader) };
      }
      const what = `how a call ends (${CALL_STATUSES.join(', ')})`;
      const status = findCallStatus(
        reader.wordLike(new RegExp(`^(${CALL_STATUSES.join('|')})$`), what),
      );
      return {
        kind: 'call-ends',
        who,
        ...(status && { status }),
        withinSeconds: lastWithin(reader),
      };
    },
  }),
  ofPhone({
    words: 'is called',
    form: 'NAME is called [within TIME]',
    example: 'Aiko is called within 10s',
    meaning: 'rings, because the application dials it',
    read: ({ who, reader }) => ({ kind: 'is-called', who, withinSeconds: lastWithin(reader) }),
  }),
  ofPhone({
    words: 'answers',
    form: 'NAME answers',
    example: 'Aiko answers',
    meaning: 'takes the call that rings',
    read: ({ who, reader }) => only(reader, { kind: 'answers', who }),
  }),
  ofPhone({
    words: 'rejects',
    form: 'NAME rejects',
    example: 'Aiko rejects',
    meaning: 'turns down the call that rings',
    read: ({ who, reader }) => only(reader, { kind: 'rejects', who }),
  }),
  ofPhone({
    words: 'answers every call',
    form: 'NAME answers every call [after TIME]',
    example: 'Aiko answers every call after 2s',
    meaning: 'from now on, by itself',
    read({ who, reader }) {
      const answerAfterSeconds = reader.secondsAfter('after', 0);
      reader.end();
      return { kind: 'habit', who, habit: { answerAfterSeconds } };
    },
  }),
  ofPhone({
    words: 'rejects every call',
    form: 'NAME rejects every call',
    example: 'Aiko rejects every call',
    meaning: 'from now on, by itself',
    read: ({ who, reader }) => only(reader, { kind: 'habit', who, habit: 'reject' }),
  }),
  ofPhone({
    words: 'is always busy',
    form: 'NAME is always busy',
    example: 'Aiko is always busy',
    meaning: 'from now on, to whoever calls it',
    read: ({ who, reader }) => only(reader, { kind: 'habit', who, habit: 'busy' }),
  }),
  ofPhone({
    words: 'takes calls by hand',
    form: 'NAME takes calls by hand',
    example: 'Aiko takes calls by hand',
    meaning: 'from now on, and at first',
    read: ({ who, reader }) => only(reader, { kind: 'habit', who, habit: 'wait' }),
  }),
  ofScript({
    words: 'wait',
    form: 'wait TIME',
    example: 'wait 30s',
    meaning: 'lets so much time pass',
    read: ({ reader }) => ({ kind: 'wait', seconds: lastSeconds(reader) }),
  }),
  ofScript({
    words: 'error',
    form: 'error NUMBER [within TIME]',
    example: 'error 12200 within 5s',
    meaning: 'the debugger log has, or gets, an entry with this number',
    read({ reader }) {
      const code = Number(reader.wordLike(/^\d{5}$/, 'a number such as 12200'));
      return { kind: 'error', code, withinSeconds: lastWithin(reader) };
    },
  }),
  ofScript({
    words: 'no errors',
    form: 'no errors',
    example: 'no errors',
    meaning: 'the debugger log is empty so far, but for errors asked for above',
    read: ({ reader }) => only(reader, { kind: 'no-errors' }),
  }),
  ofScript({
    words: 'fault:',
    form: 'fault: WHAT [BOUND …]',
    example: 'fault: slow answer 20s for wait-url from Hanako after 2 once',
    meaning: 'from now on this goes wrong; lines of faults that follow one another hold together',
    read: ({ reader, numberOf }) => ({ kind: 'fault', rule: readFaultRule(reader, numberOf) }),
  }),
  ofScript({
    words: 'no faults',
    form: 'no faults',
    example: 'no faults',
    meaning: 'nothing goes wrong any more',
    read: ({ reader }) => only(reader, { kind: 'no-faults' }),
  }),
];

function only(reader: LineReader, step: Step): Step {
  reader.end();
  return step;
}

function lastSeconds(reader: LineReader): number {
  const seconds = reader.seconds();
  reader.end();
  return seconds;
}

function lastWithin(reader: LineReader): number {
  const isGiven = reader.takes('within');
  const seconds = isGiven ? reader.seconds() : DEFAULT_WITHIN_SECONDS;
  reader.end(isGiven ? undefined : '“within”');
  return seconds;
}

function readCalls({ who, reader }: Reading): Step {
  const step: Step = { kind: 'calls', who };
  for (;;) {
    if (reader.takes('forwarded', 'from')) {
      const forwardedFrom = findNumber(reader.peekWord() ?? '');
      if (forwardedFrom === undefined) throw reader.misread(NUMBER_FORMS);
      reader.word(NUMBER_FORMS);
      step.forwardedFrom = forwardedFrom;
    } else if (reader.takes('named')) step.callerName = reader.text('a name in quotes');
    else break;
  }
  reader.end('“forwarded from”, “named”');
  return step;
}

function readHears({ who, reader }: Reading): Step {
  const heard = readHeard(reader);
  return { kind: 'hears', who, heard, withinSeconds: lastWithin(reader) };
}

function readHeard(reader: LineReader): Heard {
  if (reader.takes('music')) return { sound: 'play' };
  if (reader.takes('ringing')) return { sound: 'ringing' };
  if (reader.takes('beep') || reader.takes('a', 'beep')) return { sound: 'beep' };
  return { text: reader.text('a text in quotes, music, ringing or beep') };
}

/** The name of a phone that there is, and that is not the line's own. */
function readOther({ who, reader, numberOf }: Reading): string {
  const what = 'the name of another phone';
  if (reader.peekWord() === who) throw reader.misread(what);
  const name = reader.word(what);
  numberOf(name);
  return name;
}
