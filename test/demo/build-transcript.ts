import { MORNING } from '../../src/demo/plot';
import type { Reading } from '../../src/demo/steps';
import type { EventBody, ExchangeEvent, Sound } from '../../src/simulator/events';

/** A transcript of these events, each a second after the one before, from 1970 on. */
export function buildTranscript(...bodies: EventBody[]): ExchangeEvent[] {
  return bodies.map((body, seq) => ({ seq, at: 1000 * seq, ...body }));
}

/** Reads events with the demo's people; a prompt says its own key, or `place 2`. */
export function buildReading(...bodies: EventBody[]): Reading {
  return {
    plot: MORNING,
    events: buildTranscript(...bodies),
    findPrompt(text) {
      const position = Number(/^place (\d+)$/.exec(text)?.[1]);
      if (position > 0) return { key: 'queuePosition', position };
      return text.includes(' ') ? undefined : { key: text as 'menu' };
    },
  };
}

/** A customer of the demo, or an operator, calls. */
export function buildDial(call: string, key: string): EventBody {
  const person = [...MORNING.customers, ...MORNING.operators].find((other) => other.key === key);
  return { type: 'dial', call, from: person?.number ?? '', to: '+815031234567' };
}

/** Something is said to a call, or music is played to it. */
export function buildHear(call: string, text: string, durationMs = 500): EventBody {
  const sound: Sound =
    text === 'music'
      ? { kind: 'play', url: 'https://example.com/music.mp3' }
      : { kind: 'say', text, language: 'en-US', voice: undefined };
  return { type: 'hear', call, sound, durationMs };
}

/** A call leaves its queue, taken by the call `by` unless nobody did. */
export function buildDequeued(call: string, waitedSeconds: number, by?: string): EventBody {
  return { type: 'dequeued', call, queue: 'support', position: 1, waitedSeconds, by };
}

/** A call is over. */
export function buildEnd(call: string): EventBody {
  return { type: 'ended', call, status: 'completed', seconds: 9 };
}
