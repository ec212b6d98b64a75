import type { ExchangeEvent, Sound } from '../events';
import type { Exchange } from '../exchange-types';
import { ifItHappens } from '../if-it-happens';
import { describeSound } from '../transcript-lines';
import { nextSeq, type ScriptPhone } from './script-phone';
import type { Heard } from './statement';

/** Why a line does not hold. */
export interface Unmet {
  expected: string;
  instead: string;
}

/** The first event from `since` on that `matches`, if it is there or comes in time. */
export function comes(
  exchange: Exchange,
  matches: (event: ExchangeEvent) => boolean,
  options: { since?: number; withinSeconds: number },
): Promise<ExchangeEvent | undefined> {
  const since = options.since ?? nextSeq(exchange);
  const { withinSeconds } = options;
  return ifItHappens(exchange.waitFor(matches, { since, withinSeconds }));
}

/** Whether something that depends on nothing but events is so, or becomes so in time. */
export async function becomes(
  exchange: Exchange,
  isSo: () => boolean,
  options: { orStops?: () => boolean; withinSeconds: number },
): Promise<boolean> {
  const { orStops = () => false, withinSeconds } = options;
  const isOver = () => isSo() || orStops();
  if (!isOver()) await comes(exchange, isOver, { withinSeconds });
  return isSo();
}

/** Whether a sound is what a script speaks of. */
export function isHeard(sound: Sound, heard: Heard): boolean {
  if ('sound' in heard) return sound.kind === heard.sound;
  if (sound.kind === 'play') return sound.url.includes(heard.text);
  return sound.kind === 'say' && plain(sound.text).includes(plain(heard.text));
}

/** Neither capitals nor line breaks of a document make a difference to what is heard. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** What a script waits for, in words. */
export function describeHeard(heard: Heard): string {
  if ('text' in heard) return `“${heard.text}”`;
  return { play: 'music', ringing: 'ringing', beep: 'a beep' }[heard.sound];
}

/** `Hanako hears “Press 1.” (en-US)`. */
export function describeHearing(phone: ScriptPhone, event: ExchangeEvent): string {
  return event.type === 'hear'
    ? `${phone.name} ${describeSound(event.sound, event.durationMs)}`
    : phone.describe();
}
