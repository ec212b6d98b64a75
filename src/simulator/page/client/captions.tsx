import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BoardCall, LogEntry } from './board';
import { findSound } from './call-state';
import { formatDuration, formatFileName } from './format';
import { callName, now } from './store';

/** What a telephone hears, and what was done with it; the latest at the bottom. */
export function Captions({ call, label }: { call: BoardCall | undefined; label: string }) {
  const log = useRef<HTMLDivElement>(null);
  const entries = call?.log.filter(isShown) ?? [];
  const latest = entries.at(-1)?.seq;
  useLayoutEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [latest, call?.sid]);
  const current = call && findSound(call, now.value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard
    <div class="captions" ref={log} role="log" aria-live="polite" aria-label={label} tabIndex={0}>
      {entries.length === 0 && (
        <p class="hint">
          {call === undefined ? 'What is heard is written here.' : 'Nothing is heard yet.'}
        </p>
      )}
      <ol>
        {entries.map((entry) => (
          <Caption key={entry.seq} entry={entry} isCurrent={entry.seq === current?.seq} />
        ))}
      </ol>
    </div>
  );
}

/** A pause is worth a line only where something can be told about it. */
function isShown(entry: LogEntry): boolean {
  return entry.kind !== 'sound' || entry.sound.kind !== 'silence';
}

function Caption({ entry, isCurrent }: { entry: LogEntry; isCurrent: boolean }) {
  if (entry.kind === 'keys') {
    return (
      <li class="keys">
        You press <kbd>{entry.keys}</kbd>
      </li>
    );
  }
  if (entry.kind === 'note') return <li class="note">{entry.text}</li>;
  if (entry.kind === 'connected') {
    return <li class="note">Connected with {callName(entry.other)}</li>;
  }
  if (entry.kind === 'parted') {
    return <li class="note">No longer connected with {callName(entry.other)}</li>;
  }
  const { sound, durationMs, cutAfterMs, isQueued } = entry;
  const state = isCurrent ? 'current' : 'past';
  switch (sound.kind) {
    case 'say':
      return (
        <li class={`say ${state}`}>
          <span lang={sound.language}>{sound.text}</span>
          {cutAfterMs !== undefined && cutAfterMs < durationMs && (
            <small class="cut">
              {' '}
              cut short {cutAfterMs < 1000 ? 'at once' : `after ${formatDuration(cutAfterMs)}`}
            </small>
          )}
        </li>
      );
    case 'play':
      return (
        <li class={`music ${state}`}>
          <span class="note-sign" aria-hidden="true">
            ♪
          </span>{' '}
          {isQueued ? 'hold music' : 'recording'} <small>{formatFileName(sound.url)}</small>
          {isCurrent && <Progress at={entry.at} durationMs={durationMs} />}
        </li>
      );
    default:
      return <li class={`tone ${state}`}>{TONES[sound.kind]}</li>;
  }
}

const TONES = {
  digits: 'Tones of keys',
  ringing: 'Ringing tone',
  beep: 'Beep',
  silence: 'Silence',
} as const;

function Progress({ at, durationMs }: { at: number; durationMs: number }) {
  const passed = Math.min(Math.max(0, now.value - at), durationMs);
  return (
    <span class="progress" aria-live="off">
      <progress aria-label="Played so far" value={passed} max={durationMs} />
      <small>
        {formatDuration(passed)} / {formatDuration(durationMs)}
      </small>
    </span>
  );
}
