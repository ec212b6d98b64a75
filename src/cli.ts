import { Command } from 'commander';
import { addCallsCommands } from './commands/calls-commands';
import { addOperatorsCommands } from './commands/operators-commands';
import { withDatabase } from './commands/own-database';
import { print } from './commands/print';
import { addReportCommand } from './commands/report-command';
import { addSpoolCommands } from './commands/spool-commands';
import { addTryoutCommands } from './commands/tryout-commands';
import { loadEnvironment, readConfig } from './config';
import { UserError } from './errors';
import { obtainCredentials } from './http/kept-password';
import { Interrupted } from './tryout/interruption';
import { describeSetup } from './twilio/setup-instructions';
import { createWebhookUrls } from './twilio/urls';
import { VERSION } from './version';

const DOCTOR_HELP = `
Run it where minicc runs: in the same folder, as the same user, with the same settings. It asks the
database, the spool, the server through PUBLIC_URL as Twilio would, and Twilio itself where
TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are set. It changes nothing and leaves no row.

The exit code is 0 where there is no fault, warnings or not, and 1 where there is one.`;

const program = new Command('minicc')
  .description('A call centre for a small business on one Twilio phone number.')
  .version(VERSION)
  .addHelpText('after', '\nSettings come from the environment or .env; see .env.example.');

program
  .command('start')
  .description('run the server until it is stopped')
  .action(async () => {
    const { runToEnd } = await import('./main.js');
    runToEnd();
  });

program
  .command('migrate')
  .description('bring the database up to date, a MiniCC v2 database included, and nothing else')
  .action(() => withDatabase(async () => print('The database is up to date.')));

program
  .command('urls')
  .description('show the addresses to paste into Twilio, with the password, and those of the pages')
  .action(() => {
    const { publicUrl, server, basicAuth } = readConfig(loadEnvironment(), 'command');
    const { credentials } = obtainCredentials(basicAuth);
    const origin = publicUrl ?? new URL(`http://localhost:${server.port}`);
    const urls = createWebhookUrls(origin, credentials);
    const isPublicUrlSet = publicUrl !== undefined;
    process.stdout.write(
      describeSetup(urls, {
        ...{ publicUrl: origin, isPublicUrlSet },
        ...{ showPassword: true, passwordFile: undefined },
      }),
    );
  });

program
  .command('doctor')
  .description('look over the whole installation, and say what to do about each fault')
  .option('--json', 'print what is found as JSON')
  .addHelpText('after', DOCTOR_HELP)
  .action(async ({ json }: { json?: true }) => {
    const { runDoctor } = await import('./doctor/run-doctor.js');
    // A connection to a hung database must not keep the process.
    process.exit(await runDoctor({ loadEnvironment, asJson: json ?? false }));
  });

addOperatorsCommands(program);
addSpoolCommands(program);
addReportCommand(program);
addCallsCommands(program);
addTryoutCommands(program);

program.parseAsync().catch((error: unknown) => {
  console.error(
    ...(error instanceof UserError ? [`minicc: ${error.message}`] : ['minicc:', error]),
  );
  // A connection to a hung database must not keep the process.
  process.exit(error instanceof Interrupted ? error.exitCode : 1);
});
