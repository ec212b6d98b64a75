import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const START_FLAGS: string[] = scripts.start.match(/(?<= )--\S+/g) ?? [];

/** Run with the path of a program: prints whether V8 takes what the build kept of it. */
const ASK_V8 = `
  const [path] = process.argv.slice(1);
  const kept = require('node:fs').readFileSync(
    path + '.' + require('node:v8').cachedDataVersionTag() + '.cache');
  const text = require('node:fs').readFileSync(path + '.js', 'utf8');
  const script = new (require('node:vm').Script)(require('node:module').wrap(text), {
    filename: path + '.js',
    cachedData: kept.subarray(32),
  });
  console.log(script.cachedDataRejected ? 'refused' : 'taken');
`;

function askV8(name: string, flags: readonly string[]): string {
  const path = join(ROOT, 'dist/programs', name);
  return execFileSync(process.execPath, [...flags, '-e', ASK_V8, path], { encoding: 'utf8' });
}

describe('what the build keeps of a program', () => {
  it.each([
    ['the server', 'main', []],
    ['the server as npm start runs it', 'main', START_FLAGS],
    ['the minicc command', 'cli', []],
  ])('is taken by V8, of %s', (_program, name, flags) => {
    expect(askV8(name, flags)).toBe('taken\n');
  });

  it('is of programs in letters that take one byte each', () => {
    const text = readFileSync(join(ROOT, 'dist/programs/main.js'), 'latin1');
    expect(/[\x80-\xff]+/.exec(text)).toBeNull();
  });
});
