import { createProgressLine } from '../../src/tryout/progress-line';

/** What a person sees while the bench works, on standard error. */
export interface Progress {
  /** A line that stays. */
  report(line: string): void;
  /** How far a part is, in steps that take about as long as each other. */
  step(done: number, of: number, doing: string): void;
  /** Makes room for what comes next. */
  clear(): void;
}

/** Progress of a part that begins now. */
export function createProgress(
  part: string,
  stream: typeof process.stderr = process.stderr,
): Progress {
  const line = createProgressLine(stream);
  const startedAt = performance.now();
  return {
    report(text) {
      line.clear();
      stream.write(`${text}\n`);
    },
    step(done, of, doing) {
      const left = done === 0 ? undefined : ((performance.now() - startedAt) / done) * (of - done);
      const time = left === undefined ? '' : `, about ${describeTime(left)} left`;
      line.show(`${part}: ${doing} (${done + 1} of ${of}${time})`);
    },
    clear: () => line.clear(),
  };
}

function describeTime(ms: number): string {
  return ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
