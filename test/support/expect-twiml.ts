import type { Response } from 'supertest';
import { checkTwiml, parseTwiml, type TwimlContext, type TwimlElement } from './twiml';

/** What a Say or a Play has instead of its content where a test does not look at it. */
export const PROMPT = 'PROMPT';

/** Short for an element. */
export function element(
  name: string,
  attributes: Record<string, string> = {},
  ...children: TwimlElement['children']
): TwimlElement {
  return { name, attributes, children };
}

/** A Say in `language`, whatever it says. */
export function say(language = 'ja-JP'): TwimlElement {
  return element('Say', { language }, PROMPT);
}

/**
 * The verbs of a valid TwiML answer, with `PROMPT` for what is said. Fails where the answer is not
 * what Twilio accepts in this context.
 */
export function verbsOf(
  response: Response,
  context: TwimlContext = 'call',
): TwimlElement['children'] {
  expect(response.status).toBe(200);
  expect(response.headers['content-type']).toBe('text/xml; charset=utf-8');
  expect(checkTwiml(response.text, context)).toEqual([]);
  return hidePrompts(parseTwiml(response.text)).children;
}

/** All that is said in an answer. */
export function spokenIn(response: Response): string {
  return collectSaid(parseTwiml(response.text)).join(' ');
}

function hidePrompts(tree: TwimlElement): TwimlElement {
  const children = tree.children.map((child) =>
    typeof child === 'string' ? child : hidePrompts(child),
  );
  return { ...tree, children: tree.name === 'Say' ? [PROMPT] : children };
}

function collectSaid({ name, children }: TwimlElement): string[] {
  return children.flatMap((child) =>
    typeof child === 'string' ? (name === 'Say' ? [child] : []) : collectSaid(child),
  );
}
