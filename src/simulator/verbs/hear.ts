import { withoutSecrets } from '../document';
import type { Sound } from '../events';
import { speechMs } from '../speech';
import { attribute, integerAttribute, textOf } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { resolveUrl } from '../webhook/resolve-url';
import { reportVerb, type VerbRun } from './verb-run';

/** `loop="0"` goes on until the call ends, but Twilio ends it too, after so many times. */
const MOST_LOOPS = 1000;
const DIGIT_MS = 200;

/** Lets a call hear a sound for so long; tells how much was heard where it is interrupted. */
export async function hear(
  { switchboard, call, signal }: Pick<VerbRun, 'switchboard' | 'call' | 'signal'>,
  sound: Sound,
  durationMs: number,
): Promise<void> {
  signal.throwIfAborted();
  const { clock } = switchboard;
  const start = clock.now();
  switchboard.tell({ type: 'hear', call: call.sid, sound, durationMs });
  try {
    await clock.sleep(durationMs, signal);
  } catch (interruption) {
    switchboard.tell({ type: 'cut', call: call.sid, heardMs: clock.now() - start });
    throw interruption;
  }
}

/** Says a text, and answers the call with it. */
export async function sayText(
  run: VerbRun,
  say: { text: string; language: string; voice: string | undefined },
): Promise<void> {
  run.call.answer();
  await hear(run, { kind: 'say', ...say }, speechMs(say.text, say.language));
}

/** Plays a recording, and answers the call with it. */
export async function playRecording(run: VerbRun, url: string): Promise<void> {
  run.call.answer();
  await hear(run, { kind: 'play', url }, 1000 * run.switchboard.playSeconds(url));
}

/** Lets a call hear keys, of which `w` waits half a second and `W` a whole one. */
export async function hearDigits(run: Parameters<typeof hear>[0], digits: string): Promise<void> {
  const keyMs = (key: string) => ({ w: 500, W: 1000 })[key] ?? DIGIT_MS;
  const durationMs = [...digits].reduce((sum, key) => sum + keyMs(key), 0);
  await hear(run, { kind: 'digits', digits }, durationMs);
}

/** https://www.twilio.com/docs/voice/twiml/say */
export async function say(run: VerbRun, verb: TwimlElement): Promise<void> {
  const text = textOf(verb);
  const language = attribute(verb, 'language') ?? 'en-US';
  const voice = attribute(verb, 'voice');
  if (text !== '') await repeat(verb, () => sayText(run, { text, language, voice }));
}

/** https://www.twilio.com/docs/voice/twiml/play */
export async function play(run: VerbRun, verb: TwimlElement): Promise<void> {
  const digits = attribute(verb, 'digits');
  const reference = textOf(verb);
  if (digits !== undefined) {
    run.call.answer();
    await repeat(verb, () => hearDigits(run, digits));
  } else if (reference !== '') {
    const address = resolveUrl(reference, run.documentUrl);
    if (!URL.canParse(address)) {
      // A document that was given as text has no address: https://www.twilio.com/docs/api/errors/11100
      const message = `Invalid URL format: ${reference}`;
      return reportVerb(run, verb, { level: 'error', code: 11100, message });
    }
    // The credentials of the application are nobody else's business, and not for transcripts.
    const url = withoutSecrets(address);
    await repeat(verb, () => playRecording(run, url));
  }
}

/** https://www.twilio.com/docs/voice/twiml/pause */
export async function pause(run: VerbRun, verb: TwimlElement): Promise<void> {
  await hear(run, { kind: 'silence' }, 1000 * integerAttribute(verb, 'length', 1));
}

async function repeat(verb: TwimlElement, hearOnce: () => Promise<void>): Promise<void> {
  const loop = integerAttribute(verb, 'loop', 1);
  const times = loop === 0 ? MOST_LOOPS : Math.min(loop, MOST_LOOPS);
  for (let time = 0; time < times; time += 1) await hearOnce();
}
