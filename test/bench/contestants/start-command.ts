import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root';

/** How `npm start` starts the server: with which variables, and which flags for Node. */
export interface StartCommand {
  variables: Record<string, string>;
  nodeFlags: string[];
}

/** Reads the script `start` of package.json. */
export function readStartCommand(): StartCommand {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const words = String(scripts.start).split(' ');
  const variables = words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split('='));
  return {
    variables: Object.fromEntries(variables),
    nodeFlags: words.filter((word) => word.startsWith('--')),
  };
}
