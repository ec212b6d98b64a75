import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Period } from '../../src/reports/period';
import type { Standard } from '../../src/reports/standard';
import { ROOT } from './root';

/** What a report took, in a process of its own, and what it found. */
export interface ReportRun {
  seconds: number;
  /** The most memory that the process ever held; `startMb` of it was there before the report. */
  peakMb: number;
  startMb: number;
  found: { calls: number; offered: number; answered: number; abandoned: number };
  groups: number;
}

const STANDARD: Standard = {
  serviceLevel: 'SL6',
  abandonmentRate: 'AR2',
  thresholdSeconds: 20,
  shortAbandonSeconds: 5,
};

/** Built beforehand: that the tests are translated on the way must not count. */
const PROGRAM = join(ROOT, 'dist/bench/report-program.js');

/** Has `npm run build:bench` build it. */
export function buildReportProgram(): void {
  execFileSync('npm', ['run', '--silent', 'build:bench'], { cwd: ROOT, stdio: 'pipe' });
}

/** Makes the report of a period by day, in a process of its own. */
export async function runReport(url: string, period: Period): Promise<ReportRun> {
  const question = { period, standard: STANDARD, by: ['day'] };
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify({ url, question })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`The report ended with ${code}`);
  return JSON.parse(printed);
}
