import { PROMPTS, type PromptKey } from '../prompts/catalogue';
import { getCatalogue } from '../prompts/language';
import { createSpeak, type PromptValues } from '../prompts/prompts';
import type { FixedPrompt, FoundPrompt } from './steps';

/** So many places in line are recognised. */
const PLACES = 100;

/** What recognises the built-in prompts of a language by what they say. */
export function createPromptFinder(language: string): (text: string) => FoundPrompt | undefined {
  const texts = new Map<string, FoundPrompt>();
  for (const key of Object.keys(PROMPTS).filter(isFixed)) {
    texts.set(promptText(language, key), { key });
  }
  for (let position = 1; position <= PLACES; position += 1) {
    const text = promptText(language, 'queuePosition', { position, ahead: position - 1 });
    texts.set(text, { key: 'queuePosition', position });
  }
  return (text) => texts.get(text.trim());
}

/** What a built-in prompt says. */
export function promptText(language: string, key: PromptKey, values?: PromptValues): string {
  const prompt = createSpeak(getCatalogue(language), language, undefined)(key, values);
  return prompt.verb === 'Say' ? prompt.text : prompt.url;
}

function isFixed(key: string): key is FixedPrompt {
  return key !== 'queuePosition';
}
