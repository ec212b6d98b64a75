import { describeError } from '../errors';
import type { WebhookUrls } from '../twilio/urls';
import { errorStatus } from './error-code';
import { type Finding, fault, ok, warning } from './finding';
import { judgeNumber, judgeNumbers, type NumberSettings } from './judge-number';

/** An account at Twilio, with the key to it. */
export interface TwilioAccount {
  accountSid: string | undefined;
  authToken: string | undefined;
}

/** The part of Twilio's own client that is asked, of which nothing is changed at Twilio. */
export type TwilioClient = ReturnType<typeof import('twilio')>;
/** Makes a client; Twilio's own, but for tests. */
export type CreateTwilioClient = (accountSid: string, authToken: string) => Promise<TwilioClient>;

const PATIENCE_MS = 10_000;
const MOST_NUMBERS = 1000;

/** Twilio's own client. Loaded only here: the server starts without it. */
export const createTwilioClient: CreateTwilioClient = async (accountSid, authToken) => {
  const { default: twilio } = await import('twilio');
  return twilio(accountSid, authToken, { timeout: PATIENCE_MS });
};

/** What is set at Twilio: the account, and the addresses of its numbers. */
export async function* examineTwilio(
  { accountSid, authToken }: TwilioAccount,
  urls: WebhookUrls | undefined,
  createClient: CreateTwilioClient,
): AsyncGenerator<Finding> {
  if (accountSid === undefined || authToken === undefined) {
    const missing = accountSid === undefined ? 'TWILIO_ACCOUNT_SID' : 'TWILIO_AUTH_TOKEN';
    yield warning(
      `Twilio was not asked: ${missing} is not set.`,
      'Set it to that of your Twilio account to have the settings of your number looked at.',
    );
    return;
  }
  try {
    const client = await createClient(accountSid, authToken);
    yield* examineAccount(client, accountSid);
    if (urls) yield* examineNumbers(client, urls);
  } catch (error) {
    yield explainTwilio(error);
  }
}

async function* examineAccount(client: TwilioClient, accountSid: string): AsyncGenerator<Finding> {
  const { status } = await client.api.v2010.accounts(accountSid).fetch();
  yield status === 'active'
    ? ok('The Twilio account is active.')
    : fault(
        `The Twilio account is ${status}: nobody can call.`,
        'See in the Twilio Console what it asks for: a payment, for the most part.',
      );
}

async function* examineNumbers(client: TwilioClient, urls: WebhookUrls): AsyncGenerator<Finding> {
  const numbers = await client.incomingPhoneNumbers.list({
    limit: MOST_NUMBERS,
    pageSize: MOST_NUMBERS,
  });
  const judged = [];
  for (const number of numbers) {
    const settings = await findSettings(client, number);
    judged.push({ settings, ...judgeNumber(settings, urls) });
  }
  yield* judgeNumbers(judged);
}

type PhoneNumber = Awaited<ReturnType<TwilioClient['incomingPhoneNumbers']['list']>>[number];

/**
 * What a call to the number follows: a trunk goes before everything else, and a TwiML App before
 * the addresses of the number.
 * https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 */
async function findSettings(client: TwilioClient, number: PhoneNumber): Promise<NumberSettings> {
  const { phoneNumber, trunkSid, voiceApplicationSid } = number;
  const own = { ...pickAddresses(number), phoneNumber };
  if (trunkSid) return { ...own, servedBy: { kind: 'SIP trunk', sid: trunkSid } };
  if (!voiceApplicationSid) return own;
  const servedBy = { kind: 'TwiML App', sid: voiceApplicationSid } as const;
  const application = await client.applications(voiceApplicationSid).fetch();
  return { phoneNumber, servedBy, ...pickAddresses(application), ownVoiceUrl: number.voiceUrl };
}

type Addresses = Pick<
  PhoneNumber,
  'voiceUrl' | 'voiceMethod' | 'voiceFallbackUrl' | 'statusCallback' | 'statusCallbackMethod'
>;

function pickAddresses(from: Addresses): Addresses {
  const { voiceUrl, voiceMethod, voiceFallbackUrl, statusCallback, statusCallbackMethod } = from;
  return { voiceUrl, voiceMethod, voiceFallbackUrl, statusCallback, statusCallbackMethod };
}

function explainTwilio(error: unknown): Finding {
  const status = errorStatus(error);
  if (status === 401) {
    return fault(
      'Twilio does not know that account with that token.',
      'Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN from the Twilio Console again: both of the same account, live and not test credentials.',
    );
  }
  if (status === 403 || status === 404) {
    return fault(
      `Twilio does not let these credentials see the account (${status}).`,
      'See in the Twilio Console whether the account is closed, and whether TWILIO_ACCOUNT_SID is that of the Auth Token.',
    );
  }
  return warning(
    `Twilio could not be asked: ${describeError(error)}`,
    'See whether this machine reaches https://api.twilio.com, and ask again.',
  );
}
