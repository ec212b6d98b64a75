import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Period } from '../../src/reports/period';
import type { Standard } from '../../src/reports/standard';

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

/** Of the built program; that the tests were translated on the way must not count. */
const SCRIPT = `
const { existsSync, readFileSync } = require('node:fs');
const { parseDatabaseUrl } = require('./database/database-url.js');
const { FOR_REPORTS, openDatabase } = require('./database/database.js');
const { REPORT_BOUNDS } = require('./database/time-bounds.js');
const { createReport } = require('./reports/figures/create-report.js');
const { url, question } = JSON.parse(process.argv[1]);
const { period } = question;
const db = openDatabase(parseDatabaseUrl(url), REPORT_BOUNDS, FOR_REPORTS);
const status = '/proc/self/status';
// What Node tells counts the process that started this one, too.
const peakMb = () => existsSync(status)
  ? Number(/^VmHWM:\\s+(\\d+) kB$/m.exec(readFileSync(status, 'utf8'))[1]) / 1024
  : process.resourceUsage().maxRSS / 1024;
(async () => {
  await db.selectFrom('operators').selectAll().execute();
  const startMb = peakMb();
  const start = performance.now();
  const report = await createReport(db, {
    ...question,
    period: { ...period, from: new Date(period.from), to: new Date(period.to) },
    now: new Date(),
  });
  const seconds = (performance.now() - start) / 1000;
  const { calls, offered, answered, abandoned } = report.total;
  const groups = report.divisions[0].groups.length;
  const found = { calls, offered, answered, abandoned };
  console.log(JSON.stringify({ seconds, peakMb: peakMb(), startMb, found, groups }));
  await db.destroy();
})();`;

/** Makes the report of a period by day, from the built program, in a process of its own. */
export async function runReport(url: string, period: Period): Promise<ReportRun> {
  const question = { period, standard: STANDARD, by: ['day'] };
  const child = spawn(process.execPath, ['-e', SCRIPT, JSON.stringify({ url, question })], {
    cwd: join(__dirname, '../../dist'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`The report ended with ${code}`);
  return JSON.parse(printed);
}
