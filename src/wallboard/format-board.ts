/** A length of time as it is read across a room: `0:07`, `12:34`, `1:02:03`. */
export function formatLength(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** How long ago something was, in words of its language: `12 sec`, `3 min`, `2 hr`. */
export function formatAge(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [value, unit] =
    seconds < 120
      ? ([seconds, 'second'] as const)
      : seconds < 7200
        ? ([Math.floor(seconds / 60), 'minute'] as const)
        : ([Math.floor(seconds / 3600), 'hour'] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** A fraction of 1 with a decimal, and a dash where there is none: `98.7%`. */
export function formatShare(share: number | undefined, locale: string): string {
  if (share === undefined) return '—';
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale, { style: 'percent', ...digits }).format(share);
}

/** A moment on the clock of a zone, with seconds. */
export function formatTime(at: number, locale: string, timeZone: string): string {
  const clock = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  } as const;
  return new Intl.DateTimeFormat(locale, { timeZone, ...clock }).format(at);
}
