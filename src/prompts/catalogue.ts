/**
 * A text, or the URL of a recording (`https:`); with `{position}` (the place in the queue, from 1)
 * or `{ahead}` (how many wait in front) where the prompt is told them.
 */
export type PromptText = string;

/**
 * One text for each grammatical form that the language has for a number (`Intl.PluralRules`), with
 * an exact number, such as `"0"`, going before its form. `by` names the number: `position` takes
 * the forms of ordinals (1st, 2nd), `ahead` those of counts (1 caller, 2 callers).
 */
export interface PromptForms {
  by: PromptNumber;
  other: PromptText;
  [form: string]: PromptText;
}

/** What one prompt says. */
export type PromptEntry = PromptText | PromptForms;

/** The numbers that a prompt may be told. */
export type PromptNumber = 'position' | 'ahead';

/** Every prompt, with when it is heard, and which numbers it is told; the first must be in it. */
export const PROMPTS = {
  menu: { heard: 'by a customer who calls', numbers: [] },
  menuAgain: { heard: 'after a key that is not on the menu', numbers: [] },
  noInput: { heard: 'when no key was recognised, before the queue', numbers: [] },
  connecting: { heard: 'after key 1, before the queue', numbers: [] },
  information: { heard: 'after key 2: the latest product information', numbers: [] },
  queuePosition: { heard: 'in the queue, again and again', numbers: ['position', 'ahead'] },
  waiting: { heard: 'in the queue where the place is not known', numbers: [] },
  operatorComing: { heard: 'by a customer whose call an operator takes', numbers: [] },
  queueFull: { heard: 'by a customer for whom the queue has no room', numbers: [] },
  trouble: { heard: 'when something failed and the caller should call back', numbers: [] },
  operatorOnQueue: { heard: 'by an operator who calls', numbers: [] },
  pin: { heard: 'by an operator with a PIN who calls', numbers: [] },
  pinAgain: { heard: 'after a wrong PIN', numbers: [] },
  pinRefused: { heard: 'after the third wrong PIN, before the call ends', numbers: [] },
  pinLocked: { heard: 'by an operator whose number is locked', numbers: [] },
} as const satisfies Record<string, { heard: string; numbers: readonly PromptNumber[] }>;

/** The name of a prompt. */
export type PromptKey = keyof typeof PROMPTS;

/** What every prompt says, in one language. */
export type PromptCatalogue = Readonly<Record<PromptKey, PromptEntry>>;
