import type { WriteStream } from 'node:tty';

/** Where no terminal looks on, a line now and then is enough. */
const SELDOM_MS = 10_000;

/** Shows progress: a line that changes in place on a terminal, else a line every ten seconds. */
export function createProgressLine(stream: WriteStream): (line: string) => void {
  let shownAt = Number.NEGATIVE_INFINITY;
  return (line) => {
    if (stream.isTTY) {
      stream.write(`\r\u001b[K${line.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
    } else if (performance.now() - shownAt >= SELDOM_MS) {
      shownAt = performance.now();
      stream.write(`${line}\n`);
    }
  };
}
