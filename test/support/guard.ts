import { spawn } from 'node:child_process';

/** A small process that outlives ours for a moment and cleans up, however we end. */
export interface Guard {
  /** Hands a line to the script's standard input. */
  tell(line: string): void;
  /** Lets the script clean up now and waits until it has. */
  end(): Promise<void>;
}

/**
 * Starts a shell script that must clean up at the end of its standard input. That end comes by
 * `end()` or by our death: unlike an 'exit' hook it also comes after SIGKILL, and inside Jest,
 * whose test files see a copy of `process` that never emits 'exit'.
 */
export function startGuard(script: string, ...args: string[]): Guard {
  const shell = spawn('sh', ['-c', `trap '' INT TERM HUP\n${script}`, 'guard', ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    shell.once('exit', () => resolve());
    shell.once('error', reject);
  });
  shell.stdin.on('error', () => {}); // a guard that somebody killed must not end the tests
  return {
    tell: (line) => {
      shell.stdin.write(`${line}\n`);
    },
    end: () => {
      shell.stdin.end();
      return ended;
    },
  };
}
