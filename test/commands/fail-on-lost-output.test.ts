import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const CLI = join(__dirname, '../../dist/cli.js');

describe('output that cannot be written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-output-'));
  // A device that is always full.
  const full = openSync('/dev/full', 'w');
  afterAll(() => {
    closeSync(full);
    rmSync(folder, { recursive: true });
  });

  it.each([['report'], ['calls', '--format', 'csv']])(
    'makes minicc %s fail, and say so in a line',
    async (...args) => {
      const { PATH = '' } = process.env;
      const child = spawn(process.execPath, [CLI, ...args], {
        cwd: folder,
        env: { PATH },
        stdio: ['ignore', full, 'pipe'],
      });
      const [stderr, [code]] = await Promise.all([
        text(child.stderr as Readable),
        once(child, 'close'),
      ]);
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
        /^minicc: The output cannot be written: ENOSPC/,
      );
      expect(code).toBe(1);
    },
  );
});
