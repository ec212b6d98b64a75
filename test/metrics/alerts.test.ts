import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROMTOOL_TIMEOUT_MS, runPromtool } from '../support/promtool';
import { parseFigures } from '../support/read-figures';
import { BASIC, startServer } from '../support/running-server';
import { createOwnDatabase, DIALECTS } from '../support/test-database';
import { CALL_SID } from '../support/test-service';

const ROOT = join(__dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

describe('what README.md gives to Prometheus', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'minicc-alerts-'));
    const [config = '', rules = '', ...others] = findYaml('Metrics and alerts');
    expect(others).toEqual([]);
    writeFileSync(join(folder, 'prometheus.yml'), config);
    writeFileSync(join(folder, 'minicc-alerts.yml'), rules);
    writeFileSync(join(folder, 'minicc-password'), 'secret');
    copyFileSync(join(__dirname, 'alerts.rules-test.yml'), join(folder, 'rules-test.yml'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it(
    'is a configuration that it takes',
    async () => {
      const answer = await runPromtool(['check', 'config', join(folder, 'prometheus.yml')]);
      expect(answer).toEqual({
        code: 0,
        output: expect.stringMatching(/1 rule files found[\s\S]+3 rules found/),
      });
    },
    PROMTOOL_TIMEOUT_MS,
  );

  it(
    'has rules without a fault',
    async () => {
      const file = join(folder, 'minicc-alerts.yml');
      const answer = await runPromtool(['check', 'rules', '--lint-fatal', file]);
      expect(answer).toEqual({ code: 0, output: expect.stringContaining('3 rules found') });
    },
    PROMTOOL_TIMEOUT_MS,
  );

  it(
    'has alerts that fire on what they are for and on nothing else',
    async () => {
      const answer = await runPromtool(['test', 'rules', join(folder, 'rules-test.yml')]);
      expect(answer).toEqual({ code: 0, output: expect.stringContaining('SUCCESS') });
    },
    PROMTOOL_TIMEOUT_MS,
  );
});

describe.each(DIALECTS)('/metrics of a running server on %s', (dialect) => {
  it(
    'is what Prometheus takes without a remark',
    async () => {
      const own = await createOwnDatabase(dialect);
      const server = await startServer({ ...BASIC, DATABASE_URL: own.url });
      await server.request('/guidance', { form: { CallSid: CALL_SID } });
      const { status, text } = await server.request('/metrics');
      await server.stop();
      await own.close();
      expect(status).toBe(200);
      expect(parseFigures(text)).toMatchObject({
        [`minicc_build_info{version="${packageJson.version}"}`]: 1,
        minicc_history_rows_written_total: 1,
        minicc_spool_usable: 1,
      });
      expect(await runPromtool(['check', 'metrics'], text)).toEqual({ code: 0, output: '' });
    },
    PROMTOOL_TIMEOUT_MS,
  );
});

/** The YAML in a section of README.md, block by block. */
function findYaml(heading: string): string[] {
  const [, section = ''] = README.split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
}
