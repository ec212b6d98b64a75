import type { WriteStream } from 'node:tty';

/** Where no terminal looks on, a line now and then is enough. */
const SELDOM_MS = 10_000;

/** Progress, for a person to watch. */
export interface ProgressLine {
  show(line: string): void;
  /** Makes room for what comes next. */
  clear(): void;
}

/** A line that changes in place on a terminal; elsewhere, a line every ten seconds. */
export function createProgressLine(stream: WriteStream): ProgressLine {
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(line) {
      if (stream.isTTY) {
        stream.write(`\r\u001b[K${line.slice(0, Math.max(20, (stream.columns || 80) - 1))}`);
      } else if (performance.now() - shownAt >= SELDOM_MS) {
        shownAt = performance.now();
        stream.write(`${line}\n`);
      }
    },
    clear() {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}
