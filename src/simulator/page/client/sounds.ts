import { effect } from '@preact/signals';
import type { BoardCall, Heard } from './board';
import { findSound, isRinging } from './call-state';
import { playRecording } from './music';
import { say, silence } from './speech';
import { callsOf, isMuted, now, type Slot, slots } from './store';
import { allowTones, type Playing, playBeep, playRinging } from './tones';

interface Playback {
  /** What is played: a sound's `seq`, or that the telephone rings. */
  what: number | 'ringing' | undefined;
  playing: Playing | undefined;
  /** The `seq` of what is said; a browser may be slower to say a text than the exchange is. */
  said: number | undefined;
}

const playbacks = new Map<number, Playback>();

/** Lets the handsets be heard, from now on. */
export function startSounds(): void {
  for (const gesture of ['pointerdown', 'keydown']) {
    document.addEventListener(gesture, allowTones, { capture: true });
  }
  effect(() => {
    const keys = new Set(slots.value.map(({ key }) => key));
    for (const slot of slots.value) follow(slot);
    for (const key of [...playbacks.keys()].filter((candidate) => !keys.has(candidate))) stop(key);
  });
}

/** Begins what has begun, and stops what has ended early. */
function follow(slot: Slot): void {
  const call = callsOf(slot).at(-1);
  const isSilent = isMuted.value || slot.isMuted;
  const heard = call && !isSilent ? findSound(call, now.value) : undefined;
  const what = call && !isSilent && isRinging(call) ? 'ringing' : heard?.seq;
  const playback = playbacks.get(slot.key) ?? {
    what: undefined,
    playing: undefined,
    said: undefined,
  };
  playbacks.set(slot.key, playback);
  if (playback.said !== undefined && (isSilent || !isUncut(call, playback.said))) {
    playback.said = undefined;
    silence(slot.key);
  }
  if (what === playback.what) return;
  playback.playing?.stop();
  playback.what = what;
  if (heard?.sound.kind === 'say') playback.said = heard.seq;
  playback.playing = what === 'ringing' ? playRinging(true) : begin(slot.key, heard);
}

/** Whether a sound may be heard to its end. */
function isUncut(call: BoardCall | undefined, seq: number): boolean {
  if (!call || call.ended) return false;
  return call.log.some(
    (entry) => entry.kind === 'sound' && entry.seq === seq && entry.cutAfterMs === undefined,
  );
}

function begin(key: number, heard: Heard | undefined): Playing | undefined {
  if (!heard) return undefined;
  const { sound, seq } = heard;
  switch (sound.kind) {
    case 'say': {
      const isWanted = () => playbacks.get(key)?.what === seq;
      say({ key, text: sound.text, language: sound.language, voice: sound.voice, isWanted });
      return undefined;
    }
    case 'play':
      return playRecording(sound.url, (now.peek() - heard.at) / 1000);
    case 'ringing':
      return playRinging(false);
    case 'beep':
      return playBeep();
    case 'digits':
    case 'silence':
      return undefined;
  }
}

function stop(key: number): void {
  playbacks.get(key)?.playing?.stop();
  playbacks.delete(key);
  silence(key);
}
