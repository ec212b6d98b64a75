import { hashSync } from 'bcryptjs';
import { PROMPTS, type PromptKey } from '../src/prompts/catalogue';
import { getCatalogue, LANGUAGES } from '../src/prompts/language';
import { createSpeak, type Speak } from '../src/prompts/prompts';
import { CALL_SID, createTestService } from './support/test-service';
import { checkTwiml, type TwimlContext } from './support/twiml';

const OPERATOR = '+815011112222';
/** Operators with the PIN 2468; one of them cannot try it any more for a long time. */
const WITH_PIN = '+815011113333';
const LOCKED = '+815011114444';
const PIN_HASH = hashSync('2468', 4);

const RESULTS = [
  ...['bridged', 'bridging-in-process', 'error', 'hangup', 'leave', 'redirected'],
  ...['redirected-from-bridged', 'queue-full', 'system-error', 'unheard-of'],
];

/** A request for each document that can be given, with the context it is executed in. */
const REQUESTS: [path: string, form: Record<string, string>, context: TwimlContext][] = [
  ['/index', { From: '+819012345678' }, 'call'],
  ['/index', { From: OPERATOR }, 'call'],
  ['/index', { From: WITH_PIN }, 'call'],
  ['/index', { From: LOCKED }, 'call'],
  ...[0, 1, 2, 3].flatMap((wrong): [string, Record<string, string>, TwimlContext][] => [
    [`/index?wrong_pins=${wrong}`, { From: WITH_PIN, Digits: '1357' }, 'call'],
    [`/index?wrong_pins=${wrong}`, { From: LOCKED, Digits: '2468' }, 'call'],
    [`/index?wrong_pins=${wrong}`, { From: '+819012345678', Digits: '2468' }, 'call'],
  ]),
  ['/index?wrong_pins=2', { From: WITH_PIN, Digits: '2468' }, 'call'],
  ['/index', {}, 'call'],
  ...['1', '2', '9', '', '#'].flatMap((Digits) =>
    [0, 1, 2, 3].map((tries): [string, Record<string, string>, TwimlContext] => [
      `/index?wrong_keys=${tries}`,
      { Digits },
      'call',
    ]),
  ),
  ['/operator_queue', {}, 'call'],
  ['/operator_queue?signed_in=yes', {}, 'call'],
  ...['1', '2', '3', '4', '11', '21', '100', '5000', '0', '', 'x'].map(
    (QueuePosition): [string, Record<string, string>, TwimlContext] => [
      '/wait',
      { QueuePosition },
      'wait',
    ],
  ),
  ['/wait', {}, 'wait'],
  ['/guidance', { CallSid: CALL_SID }, 'announcement'],
  ...RESULTS.map((QueueResult): [string, Record<string, string>, TwimlContext] => [
    '/exit_enqueue',
    { CallSid: CALL_SID, QueueResult },
    'call',
  ]),
  ['/status_callback', { CallSid: CALL_SID }, 'call'],
  ['/information', {}, 'call'],
];

const everyPrompt = (text: string) =>
  Object.fromEntries(Object.keys(PROMPTS).map((key) => [key, text])) as Record<PromptKey, string>;

const VARIANTS: [name: string, language: string, speak: Speak][] = [
  ...LANGUAGES.map((language): [string, string, Speak] => [
    `in ${language}`,
    language,
    createSpeak(getCatalogue(language), language, undefined),
  ]),
  ['with a voice', 'ja-JP', createSpeak(getCatalogue('ja-JP'), 'ja-JP', 'Google.ja-JP-Wavenet-B')],
  [
    'with recordings',
    'ja-JP',
    createSpeak(everyPrompt('https://example.com/{position}.mp3?a=1&b=<2>'), 'ja-JP', undefined),
  ],
  [
    'with texts full of what XML cannot hold',
    'ja-JP',
    createSpeak(everyPrompt('a\0b\u0001c\u000bd\ud800e\uffff <&>"\' 😀'), 'ja-JP', undefined),
  ],
];

describe.each(VARIANTS)('every document, %s,', (_name, language, speak) => {
  it('is TwiML that Twilio accepts', async () => {
    const service = await createTestService('sqlite', { language, speak });
    await service.db
      .insertInto('operators')
      .values([
        { telnum: OPERATOR },
        { telnum: WITH_PIN, pin_hash: PIN_HASH },
        { telnum: LOCKED, pin_hash: PIN_HASH, pin_locked_until: '9999-01-01 00:00:00.000' },
      ])
      .execute();
    const faults: string[] = [];
    for (const [path, form, context] of REQUESTS) {
      const { status, text } = await service.post(path, form);
      if (status !== 200) faults.push(`${path}: ${status}`);
      faults.push(
        ...checkTwiml(text, context).map((fault) => `${path} ${JSON.stringify(form)}: ${fault}`),
      );
    }
    // An apology in place of a document would be valid too.
    expect(service.logLines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    await service.db.schema.dropTable('operators').execute();
    const { text } = await service.post('/index', { From: '+819012345678' });
    faults.push(...checkTwiml(text, 'call'));
    await service.close();
    expect(faults).toEqual([]);
  });
});
