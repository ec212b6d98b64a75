import { describeError } from '../errors';
import { localOrigin } from '../tryout/own-server';
import { createWebhookUrls } from '../twilio/urls';
import { examineConfiguration, findCredentials } from './configuration';
import { examineDatabase } from './database';
import { type Finding, fault } from './finding';
import { examineLocalServer } from './local-server';
import { examinePublicUrl } from './public-url';
import type { Report } from './report';
import { readSettings, type Settings } from './settings';
import { examineSpool } from './spool';
import { type CreateTwilioClient, createTwilioClient, examineTwilio } from './twilio-account';

/** What an examination reaches outside itself. */
export interface Outside {
  loadEnvironment: () => NodeJS.ProcessEnv;
  createTwilioClient?: CreateTwilioClient;
}

type Findings = Iterable<Finding> | AsyncIterable<Finding>;

/**
 * Examines a whole installation, telling each finding as it comes; nothing in it is changed. True
 * where there was no fault.
 */
export async function examineInstallation(outside: Outside, report: Report): Promise<boolean> {
  let isWell = true;
  const settings = readSettings(outside.loadEnvironment);
  const subjects =
    'settings' in settings
      ? listSubjects(settings.settings, outside)
      : [['Configuration', () => settings.findings] as const];
  for (const [subject, examine] of subjects) {
    report.begin(subject);
    for await (const finding of withUnexpected(examine)) {
      isWell &&= finding.level !== 'fault';
      report.add(finding);
    }
  }
  report.end();
  return isWell;
}

function listSubjects(
  settings: Settings,
  outside: Outside,
): (readonly [subject: string, examine: () => Findings])[] {
  const { config } = settings;
  const { publicUrl, server, twilioAccountSid: accountSid, twilioAuthToken: authToken } = config;
  const credentials = findCredentials(settings);
  // Port 0 is one that nobody can know.
  const local = server.port === 0 ? undefined : localOrigin(server);
  const urls = publicUrl && credentials ? createWebhookUrls(publicUrl, credentials) : undefined;
  const createClient = outside.createTwilioClient ?? createTwilioClient;
  return [
    ['Configuration', () => examineConfiguration(settings)],
    ['Database', () => examineDatabase(config.database)],
    ['Spool', () => examineSpool(config.spoolPath)],
    ...(local === undefined
      ? []
      : [['This machine', () => once(examineLocalServer(local))] as const]),
    ...(publicUrl === undefined
      ? []
      : [
          [
            'Public address',
            () => examinePublicUrl({ publicUrl, credentials, authToken }, local),
          ] as const,
        ]),
    ['Twilio', () => examineTwilio({ accountSid, authToken }, urls, createClient)],
  ];
}

async function* once(finding: Promise<Finding>): AsyncGenerator<Finding> {
  yield await finding;
}

/** One subject that cannot be examined must not keep the others from it. */
async function* withUnexpected(examine: () => Findings): AsyncGenerator<Finding> {
  try {
    yield* examine();
  } catch (error) {
    yield fault(
      `This could not be examined: ${describeError(error)}`,
      'See whether what is found above explains it.',
    );
  }
}
