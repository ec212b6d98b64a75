import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const timeoutMs = 5_000;

/**
 * Stops all threads of a process with SIGSTOP and waits until they stand. The signal alone is not
 * enough: it returns at once, and a busy thread may still answer a query sent after it.
 */
export async function freezeProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  if (process.platform !== 'linux') {
    await delay(100); // no /proc to ask
    return;
  }
  const deadline = Date.now() + timeoutMs;
  while (!(await isFrozen(pid))) {
    if (Date.now() > deadline) throw new Error(`Process ${pid} does not stop on SIGSTOP`);
    await delay(5);
  }
}

async function isFrozen(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`);
  const states = await Promise.all(threads.map((thread) => readState(pid, thread)));
  return states.every((state) => !['R', 'S', 'D'].includes(state));
}

/** The letter after the name in brackets, see proc(5); empty for a thread that is gone. */
async function readState(pid: number, thread: string): Promise<string> {
  const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).charAt(0);
}
