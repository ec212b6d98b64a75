import type { Command } from 'commander';
import type { Logger } from 'pino';
import { loadEnvironment, readConfig } from '../config';
import { UserError } from '../errors';
import { describeSpool, drainSpool, reportSpool } from '../history/spool-command';
import { createLogger } from '../http/log';
import { createProgressLine } from '../tryout/progress-line';
import { withDatabase } from './own-database';
import { print } from './print';

/** Adds `minicc spool`. */
export function addSpoolCommands(program: Command): void {
  const spool = program
    .command('spool')
    .description('rows that the database did not take, and that wait for it here');

  spool
    .command('status')
    .description('show how many rows wait, since when, and which ones the database refused')
    .option('--json', 'print it as JSON')
    .action(async ({ json }: { json?: true }) => {
      const { spoolPath } = readConfig(loadEnvironment(), 'command');
      const report = await reportSpool({ path: spoolPath, log: createComplaintLog() });
      if (json) print(JSON.stringify(report));
      else for (const line of describeSpool(report)) print(line);
    });

  spool
    .command('drain')
    .description(
      'move the rows that wait into the database now, beside a running server or without',
    )
    .option('--set-aside', 'try those again, too, that the database refused')
    .action(({ setAside: withSetAside = false }: { setAside?: boolean }) =>
      withDatabase(async (db, { spoolPath }) => {
        const progress = createProgressLine(process.stderr);
        const onProgress = ({ drained }: { drained: number }) =>
          progress.show(`${drained} rows moved to the database`);
        const place = { path: spoolPath, log: createComplaintLog() };
        const { drained, setAside } = await drainSpool(place, {
          db,
          withSetAside,
          onProgress,
        }).finally(progress.clear);
        print(`Rows that went to the database: ${drained}.`);
        if (setAside > 0) {
          throw new UserError(
            `Rows that it refused, now set aside: ${setAside}; see minicc spool status.`,
          );
        }
      }),
    );
}

/** A log for a person: what is wrong, a line each, on standard error. */
function createComplaintLog(): Logger {
  const write = (line: string) => {
    const { msg, file, aside, err } = JSON.parse(line);
    const parts = [msg, file, aside && `it is now ${aside}`, err?.message].filter(Boolean);
    console.error(`minicc: ${parts.join(': ')}`);
  };
  return createLogger({ level: 'warn', numbers: 'masked' }, { write });
}
