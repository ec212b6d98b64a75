import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { type CreateTwilioClient, examineTwilio } from '../../src/doctor/twilio-account';
import { createWebhookUrls } from '../../src/twilio/urls';
import { collect, foundOf } from '../support/findings';

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' };
const URLS = createWebhookUrls(new URL('https://cc.example.com/calls#rc=2'), {
  user: 'minicc',
  password: 'p@ss word',
});
const NUMBER = '+815031234567';
const HERE = {
  phone_number: NUMBER,
  voice_url: 'https://minicc:p%40ss%20word@cc.example.com/calls/index#rc=2',
  voice_method: 'POST',
  voice_fallback_url: 'https://handler.twilio.com/twiml/EH0123',
  status_callback: 'https://minicc:p%40ss%20word@cc.example.com/calls/status_callback',
  status_callback_method: 'POST',
  voice_application_sid: '',
  trunk_sid: '',
};
const APPLICATION_SID = `AP${'1'.repeat(32)}`;

/**
 * What Twilio's REST API answers about an account, its numbers and its applications:
 * https://www.twilio.com/docs/iam/api/account,
 * https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource,
 * https://www.twilio.com/docs/usage/api/applications
 */
interface Answers {
  status?: 'active' | 'suspended' | 'closed';
  numbers?: object[];
  application?: object;
  /** In place of everything else. */
  refusal?: number;
}

let server: Server;
let answers: Answers;
let requests: string[];
let createClient: CreateTwilioClient;

beforeAll((done) => {
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const isKnown = request.headers.authorization === basicAuth(ACCOUNT);
    const status = answers.refusal ?? (isKnown ? 200 : 401);
    const body =
      status === 200 ? answer(request.url ?? '') : { code: 20003, message: 'No', status };
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    createClient = async (accountSid, authToken) => {
      const client = twilio(accountSid, authToken);
      client.api.baseUrl = `http://127.0.0.1:${port}`;
      return client;
    };
    done();
  });
});
afterAll((done) => {
  server.close(done);
  server.closeAllConnections();
});
beforeEach(() => {
  answers = {};
  requests = [];
});

function basicAuth({ accountSid, authToken }: typeof ACCOUNT): string {
  return `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
}

function answer(path: string): object {
  const { status = 'active', numbers = [HERE], application = {} } = answers;
  if (path.includes('/IncomingPhoneNumbers.json')) {
    return { incoming_phone_numbers: numbers, page: 0, page_size: 1000, next_page_uri: null };
  }
  if (path.includes('/Applications/')) return { sid: APPLICATION_SID, ...application };
  return { sid: ACCOUNT.accountSid, status, type: 'Full', friendly_name: 'cc' };
}

async function examine(given: Answers, account: Partial<typeof ACCOUNT> = ACCOUNT) {
  answers = given;
  const { accountSid, authToken } = account;
  return collect(examineTwilio({ accountSid, authToken }, URLS, createClient));
}

describe('an account at Twilio', () => {
  it('whose number leads here is right', async () => {
    const findings = await examine({ numbers: [HERE] });
    expect(findings).toEqual(
      [
        'The Twilio account is active.',
        `"A call comes in" of ${NUMBER} leads here.`,
        `"Call status changes" of ${NUMBER} leads here.`,
        `${NUMBER} has a fallback.`,
      ].map((found) => ({ level: 'ok', found })),
    );
  });

  it('is only looked at', async () => {
    await examine({ numbers: [{ ...HERE, voice_application_sid: APPLICATION_SID }] });
    expect(requests).toHaveLength(3);
    expect(requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
  });

  it.each([
    [{ authToken: 'token' }, 'TWILIO_ACCOUNT_SID'],
    [{ accountSid: ACCOUNT.accountSid }, 'TWILIO_AUTH_TOKEN'],
  ])('that is half known is not asked for: %j', async (account, missing) => {
    const findings = await examine({}, account);
    expect(foundOf(findings, 'warning')).toEqual([`Twilio was not asked: ${missing} is not set.`]);
    expect(requests).toEqual([]);
  });

  it('that is suspended is a fault', async () => {
    expect(foundOf(await examine({ status: 'suspended' }), 'fault')).toEqual([
      'The Twilio account is suspended: nobody can call.',
    ]);
  });

  it('that has another token is a fault', async () => {
    const findings = await examine({}, { ...ACCOUNT, authToken: 'an0ther' });
    expect(foundOf(findings, 'fault')).toEqual([
      'Twilio does not know that account with that token.',
    ]);
    expect(JSON.stringify(findings)).not.toContain('an0ther');
  });

  it.each([403, 404])('that may not be looked at is a fault (%d)', async (refusal) => {
    expect(foundOf(await examine({ refusal }), 'fault')).toEqual([
      `Twilio does not let these credentials see the account (${refusal}).`,
    ]);
  });

  it('that cannot be asked now is warned about', async () => {
    const busy = await examine({ refusal: 503 });
    const away: CreateTwilioClient = async (accountSid, authToken) => {
      const client = twilio(accountSid, authToken);
      client.api.baseUrl = 'http://127.0.0.1:1';
      return client;
    };
    const absent = await collect(examineTwilio(ACCOUNT, URLS, away));
    expect([busy, absent].flat().map(({ level, found }) => [level, found])).toEqual([
      ['warning', expect.stringMatching(/^Twilio could not be asked: /)],
      ['warning', expect.stringMatching(/^Twilio could not be asked: .*ECONNREFUSED/)],
    ]);
  });
});

describe("an account's numbers", () => {
  const ELSEWHERE = {
    ...HERE,
    phone_number: '+81300000000',
    voice_url: 'https://demo.twilio.com/welcome/voice/',
    status_callback: '',
  };

  it('are told of where they lead here, and no others', async () => {
    const findings = await examine({ numbers: [ELSEWHERE, HERE, ELSEWHERE] });
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(JSON.stringify(findings)).not.toContain(ELSEWHERE.phone_number);
  });

  it.each([
    [[], 'The Twilio account has no phone number.'],
    [[ELSEWHERE], 'The one number of the Twilio account leads elsewhere.'],
    [[ELSEWHERE, ELSEWHERE], 'None of the 2 numbers of the Twilio account leads here.'],
  ])('are a fault where none leads here (%#)', async (numbers, found) => {
    expect(foundOf(await examine({ numbers }), 'fault')).toEqual([found]);
  });

  it.each([
    [{ voice_url: HERE.voice_url.replace('index', 'index.php') }],
    [{ voice_url: HERE.voice_url.replace('/index', '') }],
    [{ voice_url: HERE.voice_url.replace('index', '') }],
    [
      {
        voice_url: HERE.voice_url
          .replace('cc.example', 'CC.Example')
          .replace('/calls', ':443/calls'),
      },
    ],
    [{ voice_url: HERE.voice_url.replace('p%40ss%20word', 'p@ss word') }],
    [{ status_callback: HERE.status_callback.replace('callback', 'callback.php') }],
    [{ status_callback: `${HERE.status_callback}#ct=2000` }],
  ])('lead here by another spelling, too: %j', async (change) => {
    const findings = await examine({ numbers: [{ ...HERE, ...change }] });
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
  });

  const CALL = `"A call comes in" of ${NUMBER}`;
  const STATUS = `"Call status changes" of ${NUMBER}`;
  it.each([
    [{ voice_url: '' }, `${CALL} does not lead here.`],
    [{ voice_url: 'https://minicc:x@cc.example.com/index' }, `${CALL} does not lead here.`],
    [{ status_callback: '' }, `${STATUS} does not lead here.`],
    [{ status_callback: HERE.voice_url }, `${STATUS} does not lead here.`],
    [
      { voice_url: HERE.voice_url.replace('https', 'http') },
      `${CALL} has another scheme or port than PUBLIC_URL.`,
    ],
    [
      { voice_url: 'https://cc.example.com/calls/index' },
      `${CALL} lacks the user name and password.`,
    ],
    [
      { status_callback: HERE.status_callback.replace('p%40ss', 's3cret') },
      `${STATUS} has another user name or password.`,
    ],
    [
      { trunk_sid: 'TK1' },
      `Calls to ${NUMBER} go to a SIP trunk (TK1), whatever its addresses say.`,
    ],
  ])('are a fault with %j', async (change, found) => {
    const findings = await examine({ numbers: [{ ...HERE, ...change }] });
    expect(foundOf(findings, 'fault')).toEqual([found]);
    expect(JSON.stringify(findings)).not.toMatch(/p%40ss|p@ss|s3cret/);
  });

  it.each([
    [{ voice_method: 'GET' }, `${CALL} leads here by HTTP GET.`],
    [
      { voice_fallback_url: null },
      `${NUMBER} has no fallback: callers hear an English error message when minicc is down.`,
    ],
    [
      { voice_fallback_url: 'https://CC.example.com:8443/fallback.xml' },
      `The fallback of ${NUMBER} is on the host of PUBLIC_URL, and may be down whenever minicc is.`,
    ],
  ])('are warned about with %j', async (change, found) => {
    const findings = await examine({ numbers: [{ ...HERE, ...change }] });
    expect(foundOf(findings, 'warning')).toEqual([found]);
  });

  it('are served by their TwiML App, where they have one', async () => {
    const numbers = [
      { ...ELSEWHERE, phone_number: NUMBER, voice_application_sid: APPLICATION_SID },
    ];
    const { phone_number: _, ...application } = HERE;
    const right = await examine({ numbers, application });
    expect(right.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(right[1]?.found).toBe(
      `"A call comes in" of the TwiML App ${APPLICATION_SID}, which serves ${NUMBER}, leads here.`,
    );
  });

  it('are a fault where a TwiML App that leads elsewhere goes before their addresses', async () => {
    const numbers = [{ ...HERE, voice_application_sid: APPLICATION_SID }];
    const application = { ...ELSEWHERE, voice_fallback_url: 'https://x.example' };
    const app = `the TwiML App ${APPLICATION_SID}, which serves ${NUMBER},`;
    expect(foundOf(await examine({ numbers, application }), 'fault')).toEqual([
      `"A call comes in" of ${app} does not lead here.`,
      `"Call status changes" of ${app} does not lead here.`,
    ]);
  });
});
