import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A proxy that README.md has a configuration for. */
export interface ProxyProgram {
  name: string;
  /** Where the program is, and what it needs in its environment. */
  find(): Promise<{ program: string; env: NodeJS.ProcessEnv }>;
  /** README.md's configuration with nothing changed but addresses and paths. */
  configure(place: ProxyPlace): string;
  /** How it runs until it is ended, with this configuration. */
  runOptions(file: string): string[];
  /** How it only says whether it takes this configuration. */
  checkOptions(file: string): string[];
}

/** Where a proxy listens, and what is behind it. */
export interface ProxyPlace {
  /** Of 127.0.0.1. */
  port: number;
  /** The certificate and its key, in one file. */
  certificateFile: string;
  /** `HOST:PORT` of each of the two servers. */
  servers: readonly [string, string];
  /** For files of its own. */
  folder: string;
}

const README = join(__dirname, '../../README.md');
const HEADING = '\n## When one machine is not enough\n';

/** The configuration that README.md shows in a fenced block of this language. */
export function findConfiguration(language: 'haproxy' | 'nginx'): string {
  const [, section = ''] = readFileSync(README, 'utf8').split(HEADING);
  const [, block] = section.split(`\n\`\`\`${language}\n`);
  const [configuration] = block?.split('\n```\n') ?? [];
  if (configuration === undefined) throw new Error(`README.md has no ${language} to try`);
  return `${configuration}\n`;
}

/** Throws where one of them does not stand there: README.md would not be what is tried. */
export function replaceAll(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`README.md's configuration lacks "${from}"`);
    return changed.replaceAll(from, to);
  }, text);
}
