import { requestPurpose } from '../event-schema';
import type { Fault, FaultRule } from '../faults';
import type { LineReader } from './line-reader';

/** What may follow `fault:`, and a description of it. */
export const FAULT_FORMS: readonly { form: string; meaning: string }[] = [
  { form: 'slow answer TIME', meaning: 'the answer takes so much longer' },
  { form: 'lost answer', meaning: 'the request arrives, its answer never does' },
  { form: 'lost request', meaning: 'the request never arrives, and nobody notices' },
  { form: 'late request TIME', meaning: 'the request arrives so much later' },
  { form: 'status STATUS', meaning: 'something on the way answers with this status' },
  { form: 'repeated request', meaning: 'the request arrives twice' },
  { form: 'refused connection', meaning: 'nobody listens at the address' },
];

/** The purposes that a fault can be bound to. */
export const PURPOSES: readonly string[] = requestPurpose.options;

const FAULTS = FAULT_FORMS.map(({ form }) => form).join(', ');
const BOUNDS = 'for PURPOSE, from NAME, after COUNT, once, COUNT times, or share PERCENT%';

/** Reads what follows `fault:`. `numberOf` gives the number of a phone by its name. */
export function readFaultRule(reader: LineReader, numberOf: (name: string) => string): FaultRule {
  const rule: FaultRule = { fault: readFault(reader) };
  for (;;) {
    if (reader.takes('for')) {
      const what = `what a request is for (${PURPOSES.join(', ')})`;
      rule.purpose = requestPurpose.safeParse(
        reader.wordLike(new RegExp(`^(${PURPOSES.join('|')})$`), what),
      ).data;
    } else if (reader.takes('from')) rule.from = numberOf(reader.word('the name of a phone'));
    else if (reader.takes('after')) rule.after = readCount(reader);
    else if (reader.takes('once')) rule.times = 1;
    else if (reader.takes('share')) {
      const share = reader.wordLike(/^(100|\d{1,2})(\.\d+)?%$/, 'a share such as 20%');
      rule.share = Number(share.slice(0, -1)) / 100;
    } else if (reader.isNumber()) {
      rule.times = readCount(reader);
      if (!reader.takes('times')) throw reader.misread('times');
    } else break;
  }
  reader.end(BOUNDS);
  return rule;
}

function readFault(reader: LineReader): Fault {
  if (reader.takes('slow', 'answer')) return { kind: 'slow', seconds: reader.seconds() };
  if (reader.takes('lost', 'answer')) return { kind: 'lost-answer' };
  if (reader.takes('lost', 'request')) return { kind: 'lost' };
  if (reader.takes('late', 'request')) return { kind: 'late', seconds: reader.seconds() };
  if (reader.takes('status')) {
    const status = reader.wordLike(/^[1-5]\d\d$/, 'an HTTP status such as 500');
    return { kind: 'status', status: Number(status) };
  }
  if (reader.takes('repeated', 'request')) return { kind: 'repeat' };
  if (reader.takes('refused', 'connection')) return { kind: 'refused' };
  throw reader.misread(`what goes wrong (${FAULTS})`);
}

function readCount(reader: LineReader): number {
  return Number(reader.wordLike(/^\d+$/, 'a count such as 2'));
}
