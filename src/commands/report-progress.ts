import type { WriteStream } from 'node:tty';
import { createProgressLine } from '../tryout/progress-line';

/** A report that takes longer than this says how far it is. */
const PATIENCE_MS = 2000;

/** How far a report is, for a person to watch. */
export interface ReportProgress {
  show(visits: number): void;
  /** Makes room for what comes next. */
  clear(): void;
}

/** Says on `stream` how far a report is that begins now, once it takes longer than two seconds. */
export function createReportProgress(
  stream: WriteStream,
  readClockMs: () => number = () => performance.now(),
): ReportProgress {
  const line = createProgressLine(stream);
  const startedAtMs = readClockMs();
  let isShown = false;
  return {
    show(visits) {
      if (readClockMs() - startedAtMs < PATIENCE_MS) return;
      isShown = true;
      line.show(`${visits.toLocaleString('en-US')} visits read`);
    },
    clear() {
      if (isShown) line.clear();
    },
  };
}
