import { sep } from 'node:path';
import TestRunner, { type Test, type TestRunnerOptions, type TestWatcher } from 'jest-runner';

/** Tests that load a server to its limits, and look at how long it takes: nothing runs beside them. */
const ALONE = ['bench', 'faults'].map((folder) => `${sep}test${sep}${folder}${sep}`);

/** Runs tests beside each other, as many as there are workers, and then one after another those that need all of the machine. */
export default class GlobalRunner extends TestRunner {
  override async runTests(
    tests: Test[],
    watcher: TestWatcher,
    options: TestRunnerOptions,
  ): Promise<void> {
    const isAlone = ({ path }: Test) => ALONE.some((folder) => path.includes(folder));
    const together = tests.filter((test) => !isAlone(test));
    if (together.length > 0) await super.runTests(together, watcher, options);
    const alone = tests.filter(isAlone);
    if (alone.length > 0) await super.runTests(alone, watcher, { ...options, serial: true });
  }
}
