import { PROMPTS, type PromptKey } from '../../src/prompts/catalogue';
import { en } from '../../src/prompts/en';
import { createSpeak, type PromptValues } from '../../src/prompts/prompts';
import type { ExchangeEvent, Sound } from '../../src/simulator/events';

/** What somebody hears, by the name of the prompt; a place in line is `place 2`. */
export type Heard = Exclude<PromptKey, 'queuePosition'> | `place ${number}` | 'music' | OtherText;

/** A text that is not among the prompts, as it is spoken. */
type OtherText = `“${string}”`;

const speak = createSpeak(en, 'en-US', undefined);

/** The name of what is heard; undefined of silence. */
export function nameSound(sound: Sound): Heard | undefined {
  switch (sound.kind) {
    case 'say':
      return nameText(sound.text);
    case 'play':
      return 'music';
    case 'silence':
      return undefined;
    default:
      throw new Error(`Nobody is to hear this: ${sound.kind}`);
  }
}

/** Everything that a call heard, in order, without the silence between. */
export function listHeard(events: readonly ExchangeEvent[], callSid: string): Heard[] {
  return events.flatMap((event) => {
    if (event.type !== 'hear' || event.call !== callSid) return [];
    return nameSound(event.sound) ?? [];
  });
}

function nameText(text: string): Heard {
  const place = Number(/\bYou are (\d+)/.exec(text)?.[1]);
  if (text === textOf('queuePosition', { position: place, ahead: place - 1 })) {
    return `place ${place}`;
  }
  const key = FIXED_PROMPTS.find((candidate) => text === textOf(candidate));
  return key ?? `“${text}”`;
}

const FIXED_PROMPTS = Object.keys(PROMPTS).filter(isFixed);

function isFixed(key: string): key is Exclude<PromptKey, 'queuePosition'> {
  return key !== 'queuePosition';
}

function textOf(key: PromptKey, values?: PromptValues): string | undefined {
  const prompt = speak(key, values);
  return prompt.verb === 'Say' ? prompt.text : undefined;
}
