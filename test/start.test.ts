import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SRC = join(__dirname, '../src');
/** What a server loads before it answers: the rest is imported where somebody asks for it. */
const START = ['main', 'server/run-alone', 'workers/run-primary', 'workers/run-worker'];

/** All that a file loads with itself, by their paths in `src` and the names of packages. */
function listLoaded(start: readonly string[]): Set<string> {
  const loaded = new Set<string>();
  const visit = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const text = readFileSync(join(SRC, file), 'utf8');
    for (const [, target = ''] of text.matchAll(/^(?:im|ex)port (?!type )[^;]*?'([^']+)';$/gm)) {
      if (!target.startsWith('.')) loaded.add(target);
      else visit(findFile(resolve(SRC, dirname(file), target)));
    }
  };
  for (const path of start) visit(findFile(join(SRC, path)));
  return loaded;
}

function findFile(path: string): string {
  const file = ['.ts', '.tsx'].map((ending) => path + ending).find((one) => existsSync(one));
  if (file === undefined) throw new Error(`${path} is no file`);
  return relative(SRC, file);
}

const loaded = [...listLoaded(START)];

describe('the start of a server', () => {
  it('loads what webhooks need', () => {
    expect(loaded).toEqual(expect.arrayContaining(['express', 'kysely', 'mysql2', 'app.ts']));
  });

  it.each([
    'luxon',
    'yaml',
    'preact',
    'preact/jsx-runtime',
    'preact-render-to-string',
    'csv-stringify/sync',
    'csv-parse/sync',
    'commander',
    'twilio',
  ])('does not load the package %s', (name) => {
    expect(loaded).not.toContain(name);
  });

  it.each(['simulator/', 'tryout/', 'doctor/', 'demo/', 'commands/'])(
    'does not load %s',
    (room) => {
      expect(loaded.filter((file) => file.startsWith(room))).toEqual([]);
    },
  );

  it('loads of the reports what the settings name alone', () => {
    const reports = loaded.filter((file) => file.startsWith('reports/'));
    expect(reports.sort()).toEqual(['reports/standard.ts', 'reports/zone.ts']);
  });

  it('loads no page of the wallboard', () => {
    const pages = loaded.filter((file) => /^wallboard\/.*(\.tsx|router|texts)/.test(file));
    expect(pages).toEqual([]);
  });
});
