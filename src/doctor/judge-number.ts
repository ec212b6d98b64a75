import type { WebhookUrls } from '../twilio/urls';
import { type Finding, fault, ok, warning } from './finding';

/** What Twilio does on a call to a number, in Twilio's words. An empty address is none. */
export interface NumberSettings {
  phoneNumber: string;
  voiceUrl: string | null;
  voiceMethod: string | null;
  voiceFallbackUrl: string | null;
  statusCallback: string | null;
  statusCallbackMethod: string | null;
  /** What goes before the addresses of the number itself. */
  servedBy?: { kind: 'SIP trunk' | 'TwiML App'; sid: string };
  /** The address of the number itself, where another one goes before it. */
  ownVoiceUrl?: string | null;
}

/** A number looked at. */
export interface JudgedNumber {
  /** Whether anything about it leads to this server. */
  isOurs: boolean;
  findings: Finding[];
}

/** Which findings to tell of an account's numbers: those that are meant for this server. */
export function* judgeNumbers(numbers: readonly JudgedNumber[]): Generator<Finding> {
  const ours = numbers.filter(({ isOurs }) => isOurs);
  for (const { findings } of ours) yield* findings;
  if (ours.length > 0) return;
  yield fault(
    describeStrangers(numbers.length),
    'In the Twilio Console, paste what "npx minicc urls" shows: Phone Numbers, Manage, Active numbers, your number, Voice Configuration.',
  );
}

function describeStrangers(count: number): string {
  if (count === 0) return 'The Twilio account has no phone number.';
  return count === 1
    ? 'The one number of the Twilio account leads elsewhere.'
    : `None of the ${count} numbers of the Twilio account leads here.`;
}

/** Whether a number's settings lead to `urls`, and what is wrong with them where they are meant to. */
export function judgeNumber(settings: NumberSettings, urls: WebhookUrls): JudgedNumber {
  const voice = compare(settings.voiceUrl, urls.requestUrl, INDEX);
  const callback = compare(settings.statusCallback, urls.statusCallbackUrl, STATUS_CALLBACK);
  const own = compare(settings.ownVoiceUrl ?? null, urls.requestUrl, INDEX);
  const isOurs = [voice, callback, own].some((outcome) => outcome !== 'elsewhere');
  return { isOurs, findings: isOurs ? [...judgeOurs(settings, voice, callback, urls)] : [] };
}

function* judgeOurs(
  settings: NumberSettings,
  voice: Comparison,
  callback: Comparison,
  { requestUrl }: WebhookUrls,
): Generator<Finding> {
  const { phoneNumber: number, servedBy } = settings;
  if (servedBy?.kind === 'SIP trunk') {
    yield fault(
      `Calls to ${number} go to a SIP trunk (${servedBy.sid}), whatever its addresses say.`,
      'In the Twilio Console, under Configure with of that number, choose Webhook in place of the trunk.',
    );
    return;
  }
  const place = servedBy ? `the TwiML App ${servedBy.sid}, which serves ${number},` : number;
  yield judgeAddress(place, 'A call comes in', 'Request URL', voice, settings.voiceMethod);
  yield judgeAddress(
    place,
    'Call status changes',
    'Status Callback URL',
    callback,
    settings.statusCallbackMethod,
  );
  yield judgeFallback(number, settings.voiceFallbackUrl, requestUrl);
}

function judgeFallback(number: string, fallbackUrl: string | null, requestUrl: string): Finding {
  const advice =
    'Set Primary handler fails to a TwiML Bin, as the README says under Set up Twilio.';
  if (!fallbackUrl) {
    return warning(
      `${number} has no fallback: callers hear an English error message when minicc is down.`,
      advice,
    );
  }
  return URL.canParse(fallbackUrl) && new URL(fallbackUrl).hostname === new URL(requestUrl).hostname
    ? warning(
        `The fallback of ${number} is on the host of PUBLIC_URL, and may be down whenever minicc is.`,
        advice,
      )
    : ok(`${number} has a fallback.`);
}

type Comparison =
  | 'same'
  | 'elsewhere'
  | 'other scheme'
  | 'without credentials'
  | 'other credentials';

function judgeAddress(
  place: string,
  field: string,
  name: string,
  comparison: Comparison,
  method: string | null,
): Finding {
  const advice = `Paste the ${name} of "npx minicc urls" there.`;
  switch (comparison) {
    case 'elsewhere':
      return fault(`"${field}" of ${place} does not lead here.`, advice);
    case 'other scheme':
      return fault(`"${field}" of ${place} has another scheme or port than PUBLIC_URL.`, advice);
    case 'without credentials':
      return fault(`"${field}" of ${place} lacks the user name and password.`, advice);
    case 'other credentials':
      return fault(`"${field}" of ${place} has another user name or password.`, advice);
    case 'same':
      return method === null || method.toUpperCase() === 'POST'
        ? ok(`"${field}" of ${place} leads here.`)
        : warning(
            `"${field}" of ${place} leads here by HTTP ${method}.`,
            'Set it to HTTP POST: by GET, callers’ numbers stand in the logs of every proxy.',
          );
  }
}

/** The names under which a route answers: src/app.ts. */
const INDEX = ['', '/', '/index', '/index.php'];
const STATUS_CALLBACK = ['/status_callback', '/status_callback.php'];

/** Compares without a fragment, in which Twilio's connection overrides stand. */
function compare(
  configured: string | null,
  expected: string,
  routes: readonly string[],
): Comparison {
  if (!configured || !URL.canParse(configured)) return 'elsewhere';
  const [given, ours] = [new URL(configured), new URL(expected)];
  const basePath = ours.pathname.replace(/\/[^/]*$/, '');
  const isOurPath = routes.some((route) => given.pathname === (`${basePath}${route}` || '/'));
  if (given.hostname !== ours.hostname || !isOurPath) return 'elsewhere';
  if (given.origin !== ours.origin) return 'other scheme';
  if (given.username === '' && given.password === '') return 'without credentials';
  const isSame =
    decode(given.username) === decode(ours.username) &&
    decode(given.password) === decode(ours.password);
  return isSame ? 'same' : 'other credentials';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
