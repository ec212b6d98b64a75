import { type Playing, playTune } from './tones';

const VOLUME = 0.4;
const PATIENCE_MS = 5000;

/** Plays a recording from `fromSeconds` on, or a tune of ours where it cannot be had. */
export function playRecording(url: string, fromSeconds: number): Playing {
  const audio = new Audio();
  let tune: Playing | undefined;
  let isStopped = false;
  const playOurs = () => {
    if (!isStopped) tune ??= playTune();
  };
  const late = setTimeout(playOurs, PATIENCE_MS);
  audio.volume = VOLUME;
  audio.addEventListener('error', playOurs);
  audio.addEventListener('playing', () => {
    clearTimeout(late);
    tune?.stop();
  });
  audio.addEventListener('loadedmetadata', () => {
    if (fromSeconds > 1 && fromSeconds < audio.duration) audio.currentTime = fromSeconds;
  });
  audio.src = url;
  audio.play().catch(playOurs);
  return {
    stop() {
      isStopped = true;
      clearTimeout(late);
      tune?.stop();
      audio.pause();
      audio.removeAttribute('src');
      audio.load();
    },
  };
}
