import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { chooseStyle } from '../../src/commands/report-command';
import { createReportProgress } from '../../src/commands/report-progress';

/** A terminal of 40 columns that keeps what is written to it; or, with `isTTY` false, a pipe. */
function buildTerminal(isTTY = true) {
  const stream = new PassThrough() as unknown as WriteStream & { text(): string };
  const written: string[] = [];
  return Object.assign(stream, {
    ...{ isTTY, columns: 40 },
    hasColors: () => true,
    write: (text: string) => written.push(text) > 0,
    text: () => written.join(''),
  });
}

describe('The progress of a report', () => {
  it('is not shown in the first two seconds, nor cleared where it was not', () => {
    const terminal = buildTerminal();
    let clockMs = 500;
    const progress = createReportProgress(terminal, () => clockMs);
    progress.show(1000);
    clockMs = 2499;
    progress.show(2000);
    progress.clear();
    expect(terminal.text()).toBe('');
  });

  it('changes in place on a terminal, and makes room for the report', () => {
    const terminal = buildTerminal();
    let clockMs = 500;
    const progress = createReportProgress(terminal, () => clockMs);
    clockMs = 2500;
    progress.show(1000);
    progress.show(2000);
    progress.clear();
    const clear = '\r\u001b[K';
    expect(terminal.text()).toBe(`${clear}1,000 visits read${clear}2,000 visits read${clear}`);
  });

  it('is a line now and then where no terminal looks on', () => {
    const pipe = buildTerminal(false);
    let clockMs = 0;
    const progress = createReportProgress(pipe, () => clockMs);
    clockMs = 3000;
    progress.show(1000);
    progress.show(2000);
    progress.clear();
    expect(pipe.text()).toBe('1,000 visits read\n');
  });
});

describe('The style of a report', () => {
  it('has colours on a terminal', () => {
    const { bold, warning } = chooseStyle(buildTerminal());
    expect([bold('a'), warning('b')]).toEqual(['\u001b[1ma\u001b[22m', '\u001b[33mb\u001b[39m']);
  });

  it('has none elsewhere', () => {
    const { bold, warning } = chooseStyle(buildTerminal(false));
    expect([bold('a'), warning('b')]).toEqual(['a', 'b']);
  });
});
