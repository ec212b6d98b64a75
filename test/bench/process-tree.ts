import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readMemoryMb } from '../support/process-use';

const MS_PER_TICK = 10;

/** What a process and its children used and hold. */
export interface ProcessUse {
  /** Processor time since they began, in milliseconds. */
  cpuMs: number;
  /** Of the one that holds most, resident. */
  largestMib: number;
  /** Of all of them together, resident; what they share is counted for each. */
  totalMib: number;
}

/** What is used by a process and all that it started; undefined where the system does not tell. */
export function readProcessUse(root: number): ProcessUse | undefined {
  if (!existsSync('/proc/self/stat')) return undefined;
  const pids = listTree(root);
  const memory = pids.map(readMemoryMb);
  return {
    cpuMs: pids.reduce((sum, pid) => sum + (readStat(pid)?.cpuMs ?? 0), 0),
    largestMib: Math.max(...memory),
    totalMib: memory.reduce((sum, mib) => sum + mib, 0),
  };
}

/** What each of them holds, resident, by its id; empty where the system does not tell. */
export function listResidentMib(root: number): Map<number, number> {
  if (!existsSync('/proc/self/stat')) return new Map();
  return new Map(listTree(root).map((pid) => [pid, readMemoryMb(pid)]));
}

/** A process and its children, theirs included. */
function listTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    if (stat) parents.set(Number(name), stat.parent);
  }
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function readStat(pid: number): { parent: number; cpuMs: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it may hold spaces.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { parent: Number(fields[1]), cpuMs: ticks * MS_PER_TICK };
  } catch {
    return undefined; // it is gone meanwhile
  }
}
