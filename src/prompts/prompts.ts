import type { Prompt } from '../twilio/twiml';
import type { PromptCatalogue, PromptEntry, PromptKey, PromptNumber } from './catalogue';

/** The numbers a prompt is told. */
export type PromptValues = Partial<Record<PromptNumber, number>>;

/** Turns the name of a prompt into what the caller hears: speech, or the owner's recording. */
export type Speak = (key: PromptKey, values?: PromptValues) => Prompt;

/** Speaks the prompts of a catalogue in `language`, with `voice` where one is set. */
export function createSpeak(
  catalogue: PromptCatalogue,
  language: string,
  voice: string | undefined,
): Speak {
  const rules = createRules(language);
  return (key, values = {}) => {
    const text = fillIn(chooseForm(catalogue[key], values, rules), values);
    return isRecording(text) ? { verb: 'Play', url: text } : { verb: 'Say', text, language, voice };
  };
}

/** Whether a text of a prompt is the address of a recording. */
export function isRecording(text: string): boolean {
  return /^https:/i.test(text);
}

/** By which grammar a language chooses the form for a number. */
type Rules = Record<PromptNumber, Intl.PluralRules>;

function createRules(language: string): Rules {
  // Of Twilio's tags not all are tags of Intl, such as en-GB-WLS; grammar is the language's.
  const [grammar] = language.split('-');
  return {
    position: new Intl.PluralRules(grammar, { type: 'ordinal' }),
    ahead: new Intl.PluralRules(grammar, { type: 'cardinal' }),
  };
}

function chooseForm(entry: PromptEntry, values: PromptValues, rules: Rules): string {
  if (typeof entry === 'string') return entry;
  const number = values[entry.by] ?? 0;
  const form = rules[entry.by].select(number);
  return entry[String(number)] ?? entry[form] ?? entry.other;
}

function fillIn(text: string, values: PromptValues): string {
  return text.replace(/\{(position|ahead)\}/g, (_placeholder, name: PromptNumber) =>
    String(values[name] ?? ''),
  );
}
