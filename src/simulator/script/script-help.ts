import { FAULT_FORMS, PURPOSES } from './fault-form';
import { DEFAULT_WITHIN_SECONDS, FORMS, type Form } from './forms';

const COLUMNS = 100;
const FORM_COLUMNS = 42;

const PHONE_FORMS: readonly Pick<Form, 'form' | 'meaning'>[] = [
  {
    form: 'phone NAME NUMBER',
    meaning: '+819012345678, client:NAME, or a word for a withheld one',
  },
];

/** What a script for `parseScript` looks like, for people to read. */
export const SCRIPT_HELP = `A script is a text file; each line is something that somebody does, or that has to happen. Lines are
acted out in order. A line that does not hold ends the script; calls that are left are hung up then.

    # Two customers and an operator.
    phone Hanako +819012345678
    phone Ghost  anonymous
    phone Aiko   +815012345678

    Hanako calls
    Hanako hears "press 1" within 10s
    Hanako presses 1
    Hanako is number 1 in line
    Aiko calls
    Hanako talks to Aiko within 1m
    wait 30s
    Hanako hangs up
    Hanako's call ends within 5s
    no errors

Phones
${list(PHONE_FORMS)}

What phones do
${list(FORMS.filter(isDeed))}

What has to happen
${list(FORMS.filter((form) => form.isOfPhone && !isDeed(form)))}
${list(FORMS.filter(({ form }) => /errors?/.test(form)))}

Besides
${list(FORMS.filter(({ form, isOfPhone }) => !isOfPhone && !/errors?/.test(form)))}

What can go wrong (WHAT), any number of bounds behind it
${list(FAULT_FORMS)}
${list([
  { form: 'for PURPOSE', meaning: 'only requests of this kind' },
  { form: 'from NAME', meaning: 'only those about calls from this phone' },
  { form: 'after COUNT', meaning: 'not the first ones' },
  { form: 'once, COUNT times', meaning: 'no more than so many' },
  { form: 'share PERCENT%', meaning: 'only so many, by chance' },
])}
  PURPOSE is ${PURPOSES.slice(0, 7).join(', ')},
  ${PURPOSES.slice(7, 12).join(', ')},
  ${PURPOSES.slice(12).join(', ')}.

A TIME is 500ms, 10s, 2m or 1h; without "within", it is ${DEFAULT_WITHIN_SECONDS}s. A TEXT may be any part of what is
said, in capitals or not. "hears" and "does not hear" look from where the phone's previous line left
off, which is its last call, key or match: what is being said right now counts, once.
A # begins a comment.`;

function isDeed({ isOfPhone, form }: Form): boolean {
  return isOfPhone && / (calls|presses|speaks|hangs|answers|rejects|is always|takes)/.test(form);
}

function list(forms: readonly { form: string; meaning: string }[]): string {
  return forms
    .map(({ form, meaning }) => {
      const line = `  ${form.padEnd(FORM_COLUMNS)}  ${meaning}`;
      const isNarrow = form.length <= FORM_COLUMNS && line.length <= COLUMNS;
      return isNarrow ? line : `  ${form}\n        ${meaning}`;
    })
    .join('\n');
}
