import { existsSync, readFileSync } from 'node:fs';
import { FOR_REPORTS, openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { REPORT_BOUNDS } from '../../src/database/time-bounds';
import { createReport } from '../../src/reports/figures/create-report';

// Makes the report that its argument asks for, and prints what it found and what it took.

const STATUS = '/proc/self/status';

/** What Node tells counts the process that started this one, too. */
function findPeakMb(): number {
  if (!existsSync(STATUS)) return process.resourceUsage().maxRSS / 1024;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

async function run(): Promise<void> {
  const { url, question } = JSON.parse(process.argv[2] ?? '');
  const { period } = question;
  const db = openDatabase(parseDatabaseUrl(url), REPORT_BOUNDS, FOR_REPORTS);
  await db.selectFrom('operators').selectAll().execute();
  const startMb = findPeakMb();
  const start = performance.now();
  const report = await createReport(db, {
    ...question,
    period: { ...period, from: new Date(period.from), to: new Date(period.to) },
    now: new Date(),
  });
  const seconds = (performance.now() - start) / 1000;
  const { calls, offered, answered, abandoned } = report.total;
  const groups = report.divisions[0]?.groups.length;
  const found = { calls, offered, answered, abandoned };
  console.log(JSON.stringify({ seconds, peakMb: findPeakMb(), startMb, found, groups }));
  await db.destroy();
}

void run();
