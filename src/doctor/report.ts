import type { Finding, Level } from './finding';

/** Where findings go as they come. */
export interface Report {
  /** Names what is looked at from now on. */
  begin(subject: string): void;
  add(finding: Finding): void;
  end(): void;
}

/** Findings as lines for a person, each written at once. */
export function createTextReport(write: (text: string) => void, isColoured: boolean): Report {
  const counts: Record<Level, number> = { ok: 0, warning: 0, fault: 0 };
  let isFirst = true;
  return {
    begin(subject) {
      write(`${isFirst ? '' : '\n'}${subject}\n`);
      isFirst = false;
    },
    add(finding) {
      counts[finding.level] += 1;
      write(describeFinding(finding, isColoured));
    },
    end: () => write(`\n${describeCounts(counts)}\n`),
  };
}

/** All findings as one JSON document, for scripts. */
export function createJsonReport(write: (text: string) => void): Report {
  const findings: (Finding & { subject: string })[] = [];
  let subject = '';
  return {
    begin(name) {
      subject = name;
    },
    add: (finding) => findings.push({ subject, ...finding }),
    end: () => write(`${JSON.stringify({ findings }, null, 2)}\n`),
  };
}

const LEVEL_WIDTH = 'warning'.length;
const INDENT = ' '.repeat(LEVEL_WIDTH + 4);
const COLOURS: Readonly<Record<Level, number>> = { ok: 32, warning: 33, fault: 31 };

function describeFinding({ level, found, advice }: Finding, isColoured: boolean): string {
  const word = level.padEnd(LEVEL_WIDTH);
  const mark = isColoured ? `\u001b[${COLOURS[level]}m${word}\u001b[39m` : word;
  const lines = [`  ${mark}  ${found}`, ...(advice === undefined ? [] : [`${INDENT}${advice}`])];
  return `${lines.join('\n')}\n`;
}

function describeCounts({ warning, fault }: Record<Level, number>): string {
  if (fault + warning === 0) return 'Everything is right.';
  const counts = `${count(fault, 'fault')}, ${count(warning, 'warning')}.`;
  return counts.replace(/^n/, 'N');
}

function count(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`;
}
