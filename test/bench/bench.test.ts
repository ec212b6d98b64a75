import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBenchDatabase } from './bench-database';
import type { Figure, PartResult } from './part';
import type { BenchResults } from './results';
import { ROOT } from './root';

const BENCH = join(ROOT, 'dist/bench/bench.js');
const SHORT = ['throughput', '--quick', '--workers', '1', '--generator', 'autocannon'];

jest.setTimeout(90_000);

/** How the bench ended, and all that it printed. */
interface End {
  code: number;
  stdout: string;
  stderr: string;
}

describe('the bench', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-bench-test-'));
  const json = join(folder, 'results.json');
  const readResults = (): BenchResults => JSON.parse(readFileSync(json, 'utf8'));

  beforeAll(() => {
    execFileSync('npm', ['run', '--silent', 'build:bench'], { cwd: ROOT, stdio: 'pipe' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('measures minicc beside bare servers, and leaves what it found', async () => {
    const { code, stdout, stderr } = await bench(...SHORT, '--loads', 'wait', '--json', json);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('throughput: ') });
    const { machine, options, parts } = readResults();
    expect(machine).toMatchObject({ node: process.version, cores: cpus().length });
    expect(machine.generator).toMatch(/^autocannon \d/);
    expect(machine.database).toMatch(/^(MariaDB|MySQL) \d/);
    expect(options).toMatchObject({ rounds: 1, seconds: 1, connections: 8, isQuick: true });
    expect(parts.throughput).toMatchObject({ faults: [], remarks: [] });
    const throughputs = listThroughputs(parts.throughput);
    expect(throughputs.map(({ subject }) => subject)).toEqual([
      ...['wait: minicc, 1 worker', 'wait: bare Express', 'wait: bare node:http'],
    ]);
    for (const { unit, median, least, most } of throughputs) {
      expect(unit).toBe('requests/s');
      expect(least).toBeGreaterThan(0);
      expect([least, most]).toEqual([median, median]);
    }
    expect(stdout).toContain('| waiting in the queue ');
  });

  it('fails where a server acknowledges what it does not write, and finds nothing wrong with ours', async () => {
    const liar = createServer((request, response) => {
      request.resume().on('end', () => response.end('<Response/>'));
    }).listen(0, '127.0.0.1');
    await once(liar, 'listening');
    const host = `127.0.0.1:${(liar.address() as AddressInfo).port}`;
    const database = await createBenchDatabase(process.env.TEST_DATABASE_URL);
    const others = ['--against', `http://user:secret@${host}`, '--against-database', database.url];
    const { code, stderr } = await bench(...SHORT, '--loads', 'status', ...others, '--json', json);
    liar.closeAllConnections();
    liar.close();
    await database.close();
    expect(code).toBe(1);
    expect(stderr.split('\n').filter((line) => line.startsWith('bench: '))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^bench: throughput: status, ${host}, round 1: statuscallback_data has 0 new rows, ` +
            '(\\d+) requests were acknowledged: \\1 rows are lost$',
        ),
      ),
    ]);
    const { options, parts } = readResults();
    expect(options.against).toBe(`http://${host}`);
    expect(listThroughputs(parts.throughput).map(({ subject }) => subject)).toContain(
      `status: ${host}`,
    );
    expect(JSON.stringify(readResults())).not.toContain('secret');
  });

  it.each([
    [['speed'], 'bench: there is no part "speed"; there are: throughput'],
    [
      ['--loads', 'wait,lunch'],
      "error: option '--loads <names>' argument 'wait,lunch' is invalid.",
    ],
    [['--rounds', '0'], "error: option '--rounds <number>' argument '0' is invalid."],
    [['--against', 'localhost'], 'bench: --against must be an address as http://'],
    [['--against-database', 'mysql://x/y'], 'bench: --against-database says where'],
  ])('says in a line what is wrong with %j', async (args, message) => {
    const { code, stdout, stderr } = await bench(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.startsWith(message)).toBe(true);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('lists its parts', async () => {
    const { code, stdout } = await bench('--list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}throughput {2}\S/m);
  });
});

function listThroughputs({ figures = [] }: Partial<PartResult> = {}): Figure[] {
  return figures.filter(({ name }) => name === 'throughput');
}

function bench(...args: string[]): Promise<End> {
  return new Promise((resolve) => {
    execFile(process.execPath, [BENCH, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
