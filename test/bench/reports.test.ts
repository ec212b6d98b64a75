import { migrate } from '../../src/database/migrate';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { createOwnDatabase, DIALECTS } from '../support/test-database';
import { buildReportProgram, type ReportRun, runReport } from './run-report';
import { writeYear, YEAR } from './write-year';

/** A million calls, instead of a few thousand. */
const IS_FULL = process.env.REPORTS === 'full';
const SIZES = IS_FULL ? [10_000, 100_000, 1_000_000] : [1_000, 4_000];
const PERIOD = { ...YEAR, zone: 'UTC' };
/** A year of more calls has more of them within a day, which are held together. */
const SPARE_MB = 100;
/** How much longer than their number says rows may take: others work on this machine, too. */
const SPARE_TIME = IS_FULL ? 1.5 : 10;
/** As on a server whose owner has read that the default of 128 MB is small. */
const LARGE_SERVER = ['--innodb-buffer-pool-size=1G', '--loose-innodb-log-file-size=512M'];

interface Measured extends ReportRun {
  rows: number;
}

beforeAll(buildReportProgram, 60_000);

describe.each(DIALECTS)('The report of a year by day, on %s', (dialect) => {
  it('takes time as its rows do, and no more memory', async () => {
    const runs: Measured[] = [];
    for (const calls of SIZES) {
      const run = await measure(dialect, calls);
      process.stdout.write(describeRun(dialect, run, runs.at(-1)));
      runs.push(run);
    }
    const [first, last] = [runs[0], runs.at(-1)] as [Measured, Measured];
    expect(last.peakMb - first.peakMb).toBeLessThan(SPARE_MB);
    expect(last.seconds / first.seconds).toBeLessThan((SPARE_TIME * last.rows) / first.rows);
  }, 3_600_000);
});

if (IS_FULL) {
  const { TEST_DATABASE_URL } = process.env;
  let server: DatabaseServer;
  beforeAll(async () => {
    server = await startPrivateServer(LARGE_SERVER);
    process.env.TEST_DATABASE_URL = server.url;
  }, 60_000);
  afterAll(async () => {
    process.env.TEST_DATABASE_URL = TEST_DATABASE_URL;
    await server.stop();
  });
}

async function measure(dialect: (typeof DIALECTS)[number], calls: number): Promise<Measured> {
  const own = await createOwnDatabase(dialect);
  try {
    await migrate(own.db);
    const { rows, ...counts } = await writeYear(own, calls);
    const run = await runReport(own.url, PERIOD);
    expect(run.found).toEqual(counts);
    expect(run.groups).toBe(365);
    return { ...run, rows };
  } finally {
    await own.close();
  }
}

/** A line of a table in Markdown; the ratios are to the run before. */
function describeRun(
  dialect: string,
  { rows, seconds, peakMb, startMb }: Measured,
  before: Measured | undefined,
): string {
  const ratio = (part: number, whole: number | undefined) =>
    whole === undefined ? '' : ` (× ${(part / whole).toFixed(1)})`;
  const cells = [
    dialect,
    `${rows.toLocaleString('en')}${ratio(rows, before?.rows)}`,
    `${seconds.toFixed(1)} s${ratio(seconds, before?.seconds)}`,
    Math.round(rows / seconds).toLocaleString('en'),
    `${Math.round(peakMb)} MB, ${Math.round(startMb)} MB before`,
  ];
  return `| ${cells.join(' | ')} |\n`;
}
