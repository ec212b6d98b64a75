import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { UserError } from '../errors';
import { decodeUtf8 } from '../utf8';
import {
  PROMPTS,
  type PromptCatalogue,
  type PromptEntry,
  type PromptKey,
  type PromptNumber,
} from './catalogue';
import { isRecording } from './prompts';

/** Amazon Polly, the strictest of Twilio's speakers: https://www.twilio.com/docs/voice/twiml/say */
const MAX_TEXT = 3000;

/**
 * The catalogue with the owner's prompts in place of ours: a JSON or YAML file of prompt names, each
 * with a `PromptEntry`. Throws a `UserError` with a line for every fault in the file.
 */
export function loadPromptsFile(path: string, base: PromptCatalogue): PromptCatalogue {
  const file = readObject(path);
  const faults = Object.entries(file).flatMap(([key, entry]) => findFaults(key, entry));
  if (faults.length > 0) {
    throw new UserError(
      [`PROMPTS_FILE ${path} has to be corrected:`, ...faults.map((f) => `  ${f}`)].join('\n'),
    );
  }
  return { ...base, ...(file as Partial<Record<PromptKey, PromptEntry>>) };
}

function readObject(path: string): Record<string, unknown> {
  try {
    // Few have such a file; yaml is loaded for those alone.
    const { parse } = require('yaml') as typeof import('yaml');
    // JSON is YAML too.
    const content: unknown = parse(decodeUtf8(readFileSync(path))) ?? {};
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
      return content as Record<string, unknown>;
    }
    throw new UserError('it is not a list of prompt names with their texts');
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0] : error;
    throw new UserError(`PROMPTS_FILE ${path} cannot be read: ${message}`);
  }
}

const ENTRY = z.union([
  z.string(),
  z.looseObject({ by: z.enum(['position', 'ahead']), other: z.string() }).catchall(z.string()),
]);

function findFaults(key: string, value: unknown): string[] {
  if (!Object.hasOwn(PROMPTS, key)) {
    return [`${key}: there is no such prompt (there are ${Object.keys(PROMPTS).join(', ')})`];
  }
  const { numbers } = PROMPTS[key as PromptKey] as { numbers: readonly PromptNumber[] };
  const entry = ENTRY.safeParse(value);
  if (!entry.success) return [`${key}: must be a text, or texts by form with "by" and "other"`];
  if (typeof entry.data === 'string') return findTextFaults(key, entry.data, numbers);
  const { by, ...texts } = entry.data;
  return [
    ...(numbers.includes(by) ? [] : [`${key}: is not told the number ${by}`]),
    ...Object.entries(texts).flatMap(([form, text]) => [
      ...(/^(zero|one|two|few|many|other|\d+)$/.test(form)
        ? []
        : [`${key}.${form}: a form is zero, one, two, few, many, other or a number`]),
      ...findTextFaults(`${key}.${form}`, text, numbers, /^\d+$/.test(form)),
    ]),
  ];
}

function findTextFaults(
  at: string,
  text: string,
  numbers: readonly PromptNumber[],
  isForOneNumber = false,
): string[] {
  const placeholders = [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const known: readonly string[] = numbers;
  const [required] = numbers;
  const faults = placeholders
    .filter((name) => !known.includes(name))
    .map((name) => `${at}: there is no number {${name}} here`);
  // A text for one number alone may say it in words: "You are next."
  if (required !== undefined && !isForOneNumber && !placeholders.includes(required)) {
    const where = isRecording(text) ? ' in the address of the recording' : '';
    faults.push(`${at}: {${required}} is missing${where}`);
  }
  if (text.trim() === '') faults.push(`${at}: is empty`);
  if (text.length > MAX_TEXT) faults.push(`${at}: is longer than ${MAX_TEXT} characters`);
  if (/^\s*http:/i.test(text)) faults.push(`${at}: a recording needs an https: address`);
  if (isRecording(text.trim()) && (!URL.canParse(text) || /\s/.test(text))) {
    faults.push(`${at}: is not a valid address`);
  }
  return faults;
}
