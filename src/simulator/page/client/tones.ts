/** A sound that goes on until it is stopped. */
export interface Playing {
  stop(): void;
}

const SILENT: Playing = { stop: () => {} };
let context: AudioContext | undefined;

/** Browsers let a page sound only once somebody has touched it. */
export function allowTones(): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
}

/** What a caller hears while the other side rings, and a telephone that rings. */
export function playRinging(isOurs: boolean): Playing {
  return repeat(isOurs ? 2400 : 4000, (at) => {
    if (isOurs)
      for (const step of [0, 0.18, 0.36]) beep(660 + 220 * (step * 2), at + step, 0.16, 0.05);
    else for (const hertz of [440, 480]) beep(hertz, at, 1.6, 0.03);
  });
}

/** The tone before a recording. */
export function playBeep(): Playing {
  if (context) beep(1000, context.currentTime, 0.5, 0.06);
  return SILENT;
}

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = '123456789*0#';

/** The pair of tones of a key: https://en.wikipedia.org/wiki/DTMF */
export function playKey(key: string): void {
  const index = KEYS.indexOf(key);
  if (!context || index < 0) return;
  beep(ROWS[Math.floor(index / 3)] ?? 0, context.currentTime, 0.12, 0.04);
  beep(COLUMNS[index % 3] ?? 0, context.currentTime, 0.12, 0.04);
}

/** A soft tune of our own, for music that cannot be had: notes of a pentatonic scale, in MIDI. */
export function playTune(): Playing {
  const bars = [
    [57, 64, 69, 72],
    [53, 60, 65, 69],
    [55, 62, 67, 71],
    [52, 59, 64, 67],
  ];
  let bar = 0;
  return repeat(2400, (at) => {
    (bars[bar % bars.length] ?? []).forEach((note, index) => {
      beep(440 * 2 ** ((note - 69) / 12), at + index * 0.6, 1.1, 0.035);
    });
    bar += 1;
  });
}

function repeat(everyMs: number, sound: (at: number) => void): Playing {
  if (!context) return SILENT;
  const output = context.createGain();
  output.connect(context.destination);
  const play = () => {
    current = output;
    sound(output.context.currentTime + 0.05);
    current = undefined;
  };
  play();
  const timer = setInterval(play, everyMs);
  return {
    stop() {
      clearInterval(timer);
      output.disconnect();
    },
  };
}

/** What a repeated sound is played through, so that all of it stops at once. */
let current: AudioNode | undefined;

function beep(hertz: number, at: number, seconds: number, volume: number): void {
  if (!context) return;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = hertz;
  // Edges are rounded: a wave that begins or ends at once clicks.
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume, at + 0.02);
  gain.gain.setValueAtTime(volume, at + seconds * 0.6);
  gain.gain.linearRampToValueAtTime(0, at + seconds);
  oscillator.connect(gain).connect(current ?? context.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds + 0.05);
}
