import { examineInstallation } from './doctor';
import { createJsonReport, createTextReport } from './report';

/** What the command `minicc doctor` is told. */
export interface DoctorOptions {
  loadEnvironment: () => NodeJS.ProcessEnv;
  asJson: boolean;
}

/** Examines the installation, prints what is found, and gives the exit code. */
export async function runDoctor({ loadEnvironment, asJson }: DoctorOptions): Promise<0 | 1> {
  const { stdout } = process;
  const write = (text: string) => stdout.write(text);
  // Says no where the environment has NO_COLOR.
  const isColoured = stdout.isTTY && stdout.hasColors();
  const report = asJson ? createJsonReport(write) : createTextReport(write, isColoured);
  return (await examineInstallation({ loadEnvironment }, report)) ? 0 : 1;
}
