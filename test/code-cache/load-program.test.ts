import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProgram } from '../../src/code-cache/load-program';

const PROGRAM = "exports.greet = () => 'good morning'; exports.given = [require, __filename];";

let folder: string;
let place: { path: string; cachePath: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-program-'));
  place = { path: join(folder, 'program.js'), cachePath: join(folder, 'program.cache') };
  writeFileSync(place.path, PROGRAM);
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(): { greet(): string; given: unknown[] } {
  const started = { exports: {} } as NodeJS.Module;
  loadProgram(place).run(started, createRequire(__filename));
  return started.exports;
}

/** Keeps what V8 made of the program, in the way of a build. */
function keep(): void {
  const program = loadProgram(place);
  program.run({ exports: {} } as NodeJS.Module, createRequire(__filename));
  writeFileSync(place.cachePath, program.takeCompiled());
}

describe('a built program', () => {
  it('runs where nothing is kept of it', () => {
    expect(run().greet()).toBe('good morning');
  });

  it('runs in place of the file that was started', () => {
    const [require, path] = run().given;
    expect(typeof require).toBe('function');
    expect(path).toBe(place.path);
  });

  it('runs from what is kept of it', () => {
    expect(loadProgram(place).isCompiled).toBe(false);
    keep();
    expect(loadProgram(place).isCompiled).toBe(true);
    expect(run().greet()).toBe('good morning');
  });

  it('runs as it is now, where what is kept is of another program of that length', () => {
    keep();
    writeFileSync(place.path, PROGRAM.replace('morning', 'evening'));
    expect(run().greet()).toBe('good evening');
  });

  it.each([0, 40, 100, -20])('runs where byte %i of what is kept is damaged', (at) => {
    keep();
    const kept = readFileSync(place.cachePath);
    const index = at < 0 ? kept.length + at : at;
    kept[index] = (kept[index] ?? 0) ^ 5;
    writeFileSync(place.cachePath, kept);
    expect(run().greet()).toBe('good morning');
  });

  it('runs where what is kept is cut off', () => {
    keep();
    writeFileSync(place.cachePath, readFileSync(place.cachePath).subarray(0, 10));
    expect(run().greet()).toBe('good morning');
  });

  it('reads letters of any language', () => {
    writeFileSync(place.path, "exports.greet = () => 'おはよう';");
    expect(run().greet()).toBe('おはよう');
  });
});
