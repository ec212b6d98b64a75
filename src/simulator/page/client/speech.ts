/** Something to be said aloud. */
interface Utterance {
  key: number;
  text: string;
  language: string;
  voice: string | undefined;
  /** Asked when its turn comes: what is not heard any more is not said. */
  isWanted: () => boolean;
}

const LEAST_PATIENCE_MS = 4000;
const PATIENCE_MS_PER_CHARACTER = 250;

let waiting: Utterance[] = [];
let speaking: Utterance | undefined;

/** Says a text when those before it are said: a browser has one voice for all handsets. */
export function say(utterance: Utterance): void {
  waiting.push(utterance);
  if (speaking === undefined) sayNext();
}

/** Says nothing more for a handset. */
export function silence(key: number): void {
  waiting = waiting.filter((utterance) => utterance.key !== key);
  if (speaking?.key !== key) return;
  speaking = undefined;
  globalThis.speechSynthesis?.cancel();
  sayNext();
}

function sayNext(): void {
  const next = waiting.shift();
  speaking = next;
  if (next === undefined) return;
  const synthesis = globalThis.speechSynthesis;
  if (!synthesis || !next.isWanted()) {
    sayNext();
    return;
  }
  const spoken = new SpeechSynthesisUtterance(next.text);
  spoken.lang = next.language;
  spoken.voice = findVoice(synthesis.getVoices(), next.language, next.voice);
  const end = () => {
    clearTimeout(late);
    if (speaking === next) sayNext();
  };
  // Some browsers have a synthesis without a voice, and never say that they are done.
  const late = setTimeout(
    () => {
      synthesis.cancel();
      end();
    },
    LEAST_PATIENCE_MS + PATIENCE_MS_PER_CHARACTER * next.text.length,
  );
  spoken.onend = end;
  spoken.onerror = end;
  synthesis.speak(spoken);
}

/** The voice of that name, else the browser's own for the language, else any that speaks it. */
function findVoice(
  voices: readonly SpeechSynthesisVoice[],
  language: string,
  wanted: string | undefined,
): SpeechSynthesisVoice | null {
  const name = /^(?:Polly|Google)\.([A-Za-z]+)/.exec(wanted ?? '')?.[1]?.toLowerCase();
  const tag = language.toLowerCase();
  const speaking = voices.filter((voice) => {
    const its = voice.lang.toLowerCase().replace('_', '-');
    return its === tag || its.split('-')[0] === tag.split('-')[0];
  });
  return (
    speaking.find((voice) => name !== undefined && voice.name.toLowerCase().includes(name)) ??
    speaking.find((voice) => voice.default) ??
    speaking.find((voice) => voice.lang.toLowerCase().replace('_', '-') === tag) ??
    speaking[0] ??
    null
  );
}
