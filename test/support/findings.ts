import type { Finding, Level } from '../../src/doctor/finding';

/** All findings of an examination. */
export async function collect(
  findings: Iterable<Finding> | AsyncIterable<Finding>,
): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}

/** What was found of one level, without the advice. */
export function foundOf(findings: readonly Finding[], level: Level): string[] {
  return findings.filter((finding) => finding.level === level).map(({ found }) => found);
}
