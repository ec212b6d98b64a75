import { type Config, readConfig } from '../config';
import { UserError } from '../errors';
import { type Finding, fault } from './finding';

/** The settings as a server would read them. */
export interface Settings {
  config: Config;
  /** For what is set without being a part of `Config`. */
  environment: NodeJS.ProcessEnv;
}

/** The settings, or what is wrong with them, a finding for each fault that a start would name. */
export function readSettings(
  loadEnvironment: () => NodeJS.ProcessEnv,
): { settings: Settings } | { findings: Finding[] } {
  try {
    const environment = loadEnvironment();
    return { settings: { config: readConfig(environment, 'server'), environment } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { findings: listFaults(error.message).map((line) => fault(line, ADVICE)) };
  }
}

const ADVICE =
  'Correct it in .env or in the environment (.env.example explains every setting), and ask again: ' +
  'the rest was not looked at.';

/** A message of several faults has each on a line of its own, two spaces in, with details behind it. */
function listFaults(message: string): string[] {
  const [first = '', ...lines] = message.split('\n');
  if (lines.length === 0) return [first];
  const faults: string[] = [];
  for (const line of lines) {
    if (/^ {2}\S/.test(line) || faults.length === 0) faults.push(line.trim());
    else faults.push(`${faults.pop()} ${line.trim()}`);
  }
  return faults;
}
