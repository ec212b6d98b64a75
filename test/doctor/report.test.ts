import { fault, ok, warning } from '../../src/doctor/finding';
import { createJsonReport, createTextReport, type Report } from '../../src/doctor/report';

function printed(createReport: (write: (text: string) => void) => Report): string[] {
  const texts: string[] = [];
  const report = createReport((text) => texts.push(text));
  report.begin('Database');
  report.add(ok('It answers.'));
  report.add(warning('It is slow.', 'Wait.'));
  report.begin('Spool');
  report.add(fault('It is damaged.', 'Mend it.'));
  report.end();
  return texts;
}

describe('the report of findings', () => {
  it('is aligned, with what to do below what was found', () => {
    const texts = printed((write) => createTextReport(write, false));
    expect(texts.join('')).toBe(
      [
        'Database',
        '  ok       It answers.',
        '  warning  It is slow.',
        '           Wait.',
        '',
        'Spool',
        '  fault    It is damaged.',
        '           Mend it.',
        '',
        '1 fault, 1 warning.',
        '',
      ].join('\n'),
    );
  });

  it('comes bit by bit', () => {
    const texts = printed((write) => createTextReport(write, false));
    expect(texts.slice(0, 2)).toEqual(['Database\n', '  ok       It answers.\n']);
  });

  it('has its levels in colour where that is wanted', () => {
    const texts = printed((write) => createTextReport(write, true));
    expect(texts[1]).toBe('  \u001b[32mok     \u001b[39m  It answers.\n');
  });

  it.each([
    [[], 'Everything is right.'],
    [[ok('a')], 'Everything is right.'],
    [[warning('a', 'b'), warning('c', 'd')], 'No faults, 2 warnings.'],
    [[fault('a', 'b'), fault('c', 'd')], '2 faults, no warnings.'],
  ])('ends with how many there are (%#)', (findings, end) => {
    const texts: string[] = [];
    const report = createTextReport((text) => texts.push(text), false);
    for (const finding of findings) report.add(finding);
    report.end();
    expect(texts.at(-1)).toBe(`\n${end}\n`);
  });

  it('is one JSON document for scripts', () => {
    const texts = printed(createJsonReport);
    expect(texts).toHaveLength(1);
    expect(JSON.parse(texts[0] ?? '')).toEqual({
      findings: [
        { subject: 'Database', level: 'ok', found: 'It answers.' },
        { subject: 'Database', level: 'warning', found: 'It is slow.', advice: 'Wait.' },
        { subject: 'Spool', level: 'fault', found: 'It is damaged.', advice: 'Mend it.' },
      ],
    });
  });
});
