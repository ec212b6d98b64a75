import { hashSync } from 'bcryptjs';
import type { PromptKey } from '../src/prompts/catalogue';
import { PROMPTS } from '../src/prompts/catalogue';
import { getCatalogue } from '../src/prompts/language';
import { createSpeak } from '../src/prompts/prompts';
import { element, say, spokenIn, verbsOf } from './support/expect-twiml';
import { DIALECTS } from './support/test-database';
import { CALL_SID, createTestService, type TestService } from './support/test-service';

const CUSTOMER = '+819012345678';
const OPERATOR = '+815011112222';

const call = {
  CallSid: CALL_SID,
  AccountSid: 'ACe268443e43d93dab7ebef303bbe9642f',
  From: CUSTOMER,
  To: '+815055550000',
  CallStatus: 'ringing',
  ApiVersion: '2010-04-01',
  Direction: 'inbound',
};

const ENQUEUE = element(
  'Enqueue',
  {
    waitUrl: '/wait',
    action: 'https://user:p%40ss%3Aw%2Frd@cc.example.com/exit_enqueue',
    method: 'POST',
  },
  'support',
);

const gather = (action: string) =>
  element('Gather', { numDigits: '1', timeout: '10', method: 'POST', action }, say());

/** What Twilio asks next, after the only Redirect or Gather of an answer. */
function nextUrl(verbs: ReturnType<typeof verbsOf>): string {
  for (const verb of verbs) {
    if (typeof verb === 'string') continue;
    if (verb.name === 'Gather') return verb.attributes.action ?? '';
    if (verb.name === 'Redirect') return String(verb.children[0]);
  }
  throw new Error('no Redirect and no Gather in the answer');
}

describe.each(DIALECTS)('the webhooks on %s', (dialect) => {
  let service: TestService;

  beforeAll(async () => {
    service = await createTestService(dialect);
    await service.db.insertInto('operators').values({ telnum: OPERATOR, name: null }).execute();
  });
  afterAll(() => service.close());

  describe('index', () => {
    it('gives a customer the menu, then the queue for those who press nothing', async () => {
      const response = await service.post('/index', call);
      expect(verbsOf(response)).toEqual([gather('/index'), say(), ENQUEUE]);
    });

    it('sends an operator to the operators’ queue', async () => {
      const response = await service.post('/index', { ...call, From: OPERATOR });
      expect(verbsOf(response)).toEqual([element('Redirect', {}, '/operator_queue')]);
    });

    it('knows an operator from the moment of a plain INSERT, and forgets a removed one', async () => {
      const From = '+815033334444';
      await service.db.insertInto('operators').values({ telnum: From, name: null }).execute();
      const known = await service.post('/index', { ...call, From });
      await service.db.deleteFrom('operators').where('telnum', '=', From).execute();
      const forgotten = await service.post('/index', { ...call, From });
      expect(verbsOf(known)).toEqual([element('Redirect', {}, '/operator_queue')]);
      expect(verbsOf(forgotten)).toEqual([gather('/index'), say(), ENQUEUE]);
    });

    it.each(['anonymous', 'Restricted', '+266696687', 'anonymous@anonymous.invalid'])(
      'takes the withheld caller %s for a customer, even where the table holds it',
      async (From) => {
        await service.db.insertInto('operators').values({ telnum: From, name: null }).execute();
        const response = await service.post('/index', { ...call, From });
        expect(verbsOf(response)).toEqual([gather('/index'), say(), ENQUEUE]);
      },
    );

    it.each([`${OPERATOR} `, OPERATOR.slice(1), `${OPERATOR}1`, '', undefined])(
      'takes %p for a customer, whose number is not to the letter an operator’s',
      async (From) => {
        const response = await service.post('/index', { ...call, From });
        expect(verbsOf(response)).toEqual([gather('/index'), say(), ENQUEUE]);
      },
    );

    it('connects a customer who presses 1', async () => {
      const response = await service.post('/index', { ...call, Digits: '1' });
      expect(verbsOf(response)).toEqual([say(), ENQUEUE]);
    });

    it('gives the information to a customer who presses 2', async () => {
      const response = await service.post('/index', { ...call, Digits: '2' });
      expect(verbsOf(response)).toEqual([element('Redirect', {}, '/information')]);
    });

    it.each(['9', '*', '#', '', '11', '01', '１', ' 1', '2.0'])(
      'asks again after the keys "%s"',
      async (Digits) => {
        const response = await service.post('/index', { ...call, Digits });
        expect(verbsOf(response)).toEqual([gather('/index?wrong_keys=1'), say(), ENQUEUE]);
      },
    );

    it('queues a customer after the third wrong key', async () => {
      const first = verbsOf(await service.post('/index', call));
      const second = verbsOf(await service.post(nextUrl(first), { ...call, Digits: '9' }));
      const third = verbsOf(await service.post(nextUrl(second), { ...call, Digits: '8' }));
      const last = await service.post(nextUrl(third), { ...call, Digits: '7' });
      expect(nextUrl(third)).toBe('/index?wrong_keys=2');
      expect(verbsOf(last)).toEqual([say(), ENQUEUE]);
      expect(spokenIn(last)).toBe(getCatalogue('ja-JP').noInput);
    });

    it('takes a right key at any try', async () => {
      const response = await service.post('/index?wrong_keys=2', { ...call, Digits: '1' });
      expect(verbsOf(response)).toEqual([say(), ENQUEUE]);
    });
  });

  describe('index, asked by an operator with a PIN,', () => {
    const From = '+815044445555';
    beforeEach(async () => {
      await service.db.deleteFrom('operators').where('telnum', '=', From).execute();
      const pin_hash = hashSync('2468', 4);
      await service.db.insertInto('operators').values({ telnum: From, pin_hash }).execute();
    });

    const askForPin = (action: string) =>
      Array(2).fill(
        element(
          'Gather',
          { numDigits: '12', finishOnKey: '#', timeout: '10', method: 'POST', action },
          say(),
        ),
      );

    it('asks for it, and then sends them to the operators’ queue', async () => {
      const question = await service.post('/index', { ...call, From });
      expect(verbsOf(question)).toEqual(askForPin('/index?wrong_pins=0'));
      expect(spokenIn(question)).toContain(getCatalogue('ja-JP').pin);
      const answer = await service.post(nextUrl(verbsOf(question)), {
        ...call,
        From,
        Digits: '2468',
      });
      expect(verbsOf(answer)).toEqual([element('Redirect', {}, '/operator_queue')]);
    });

    it('asks three times, and says why it ends', async () => {
      const wrong = { ...call, From, Digits: '1357' };
      const first = verbsOf(await service.post('/index?wrong_pins=0', wrong));
      const second = verbsOf(await service.post(nextUrl(first), wrong));
      const last = await service.post(nextUrl(second), wrong);
      expect(first).toEqual(askForPin('/index?wrong_pins=1'));
      expect(second).toEqual(askForPin('/index?wrong_pins=2'));
      expect(verbsOf(last)).toEqual([say()]);
      expect(spokenIn(last)).toBe(getCatalogue('ja-JP').pinRefused);
    });

    it('takes no PIN of a locked number, and asks for none', async () => {
      const until = { pin_locked_until: '9999-01-01 00:00:00.000' };
      await service.db.updateTable('operators').set(until).where('telnum', '=', From).execute();
      const greeted = await service.post('/index', { ...call, From });
      const answered = await service.post('/index?wrong_pins=0', { ...call, From, Digits: '2468' });
      for (const response of [greeted, answered]) {
        expect(verbsOf(response)).toEqual([say()]);
        expect(spokenIn(response)).toBe(getCatalogue('ja-JP').pinLocked);
      }
    });

    it.each(['1', '2', '', '1*', '24680', '2'.repeat(500)])(
      'takes the keys "%s" for a wrong PIN and for nothing else',
      async (Digits) => {
        const response = await service.post('/index?wrong_pins=0', { ...call, From, Digits });
        expect(verbsOf(response)).toEqual(askForPin('/index?wrong_pins=1'));
      },
    );

    it('gives a caller who is none any more the menu', async () => {
      await service.db.deleteFrom('operators').where('telnum', '=', From).execute();
      const response = await service.post('/index?wrong_pins=1', { ...call, From, Digits: '2' });
      expect(verbsOf(response)).toEqual([gather('/index'), say(), ENQUEUE]);
    });
  });

  describe('operator_queue', () => {
    const loop = [
      element(
        'Dial',
        { timeout: '600' },
        element('Queue', { url: '/guidance', method: 'POST' }, 'support'),
      ),
      element('Pause', { length: '3' }),
      element('Redirect', {}, '/operator_queue?signed_in=yes'),
    ];

    it('tells an operator once that they are on the queue, and then turns in a loop', async () => {
      const first = verbsOf(await service.post('/operator_queue', { ...call, From: OPERATOR }));
      const second = verbsOf(await service.post(nextUrl(first), { ...call, From: OPERATOR }));
      expect(first).toEqual([say(), ...loop]);
      expect(second).toEqual(loop);
    });
  });

  describe('wait', () => {
    const music = element('Play', {}, 'https://example.com/music.mp3');

    it('speaks the place in the queue', async () => {
      const response = await service.post('/wait', { ...call, QueuePosition: '3' });
      expect(verbsOf(response, 'wait')).toEqual([element('Pause', { length: '3' }), say(), music]);
      expect(spokenIn(response)).toContain('3番目');
    });

    it.each(['0', '-1', '3; DROP', '03', '1.5', '', 'NaN', undefined])(
      'speaks no number where the place is %p',
      async (QueuePosition) => {
        const response = await service.post('/wait', { ...call, QueuePosition });
        expect(verbsOf(response, 'wait')).toEqual([
          element('Pause', { length: '3' }),
          say(),
          music,
        ]);
        expect(spokenIn(response)).not.toMatch(/\d/);
      },
    );
  });

  describe('guidance', () => {
    it('writes who answered whom, and tells the customer', async () => {
      const before = Date.now();
      const response = await service.post('/guidance', {
        ...call,
        CallStatus: 'in-progress',
        QueueSid: 'QUa9d1cbf71942327e98b40cf5ef38a960',
        QueueTime: '42',
        DequeingCallSid: 'CAd36c32a4a8c782802fab2e73c3e9385c',
      });
      expect(verbsOf(response, 'announcement')).toEqual([say()]);
      const rows = await service.db.selectFrom('queue_data').selectAll().execute();
      expect(rows).toEqual([
        {
          CallSid: CALL_SID,
          From: CUSTOMER,
          To: '+815055550000',
          CallStatus: 'in-progress',
          ApiVersion: '2010-04-01',
          Direction: 'inbound',
          ForwardedFrom: null,
          CallerName: null,
          QueueSid: 'QUa9d1cbf71942327e98b40cf5ef38a960',
          QueueTime: 42,
          DequeingCallSid: 'CAd36c32a4a8c782802fab2e73c3e9385c',
          Time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
          EventKey: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ]);
      const time = Date.parse(`${rows[0]?.Time?.replace(' ', 'T')}Z`);
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(Date.now());
    });
  });

  describe('exit_enqueue', () => {
    it.each([
      ['bridged', 0],
      ['bridging-in-process', 0],
      ['error', 1],
      ['hangup', 0],
      ['leave', 0],
      ['redirected', 0],
      ['redirected-from-bridged', 0],
      ['queue-full', 1],
      ['system-error', 1],
      ['a result of the future', 0],
    ])('writes the result %s in full, and says something %d times', async (QueueResult, says) => {
      const response = await service.post('/exit_enqueue', { ...call, QueueResult });
      expect(verbsOf(response)).toEqual(Array(says).fill(say()));
      const rows = await service.db
        .selectFrom('enqueue_data')
        .selectAll()
        .where('QueueResult', '=', QueueResult)
        .execute();
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ CallSid: CALL_SID, QueueSid: null, QueueTime: null });
    });

    it('says different things to one who found no room and one who met a fault', async () => {
      const full = await service.post('/exit_enqueue', { ...call, QueueResult: 'queue-full' });
      const fault = await service.post('/exit_enqueue', { ...call, QueueResult: 'error' });
      expect(spokenIn(full)).not.toBe(spokenIn(fault));
    });
  });

  describe('status_callback', () => {
    it('writes the end of a call', async () => {
      const response = await service.post('/status_callback', {
        ...call,
        CallStatus: 'completed',
        CallDuration: '61',
        RecordingSid: 'RE0b2c082c00e002a2f571cbe340644239',
        RecordingDuration: '55',
        RecordingUrl: 'http://api.twilio.com/Recordings/RE0b2c082c00e002a2f571cbe340644239',
      });
      expect(verbsOf(response)).toEqual([]);
      const rows = await service.db.selectFrom('statuscallback_data').selectAll().execute();
      expect(rows).toMatchObject([
        {
          CallSid: CALL_SID,
          CallStatus: 'completed',
          CallDuration: 61,
          RecordingUrl: 'http://api.twilio.com/Recordings/RE0b2c082c00e002a2f571cbe340644239',
          RecordingSid: 'RE0b2c082c00e002a2f571cbe340644239',
          RecordingDuration: 55,
        },
      ]);
    });

    it('is answered also where it is the first that is heard of a call', async () => {
      const CallSid = 'CA00000000000000000000000000000abc';
      const form = { ...call, CallSid, CallStatus: 'no-answer', CallDuration: '0' };
      expect(verbsOf(await service.post('/status_callback', form))).toEqual([]);
    });
  });

  describe('information', () => {
    it('says the product information, also to a plain GET', async () => {
      expect(verbsOf(await service.post('/information', call))).toEqual([say()]);
      expect(verbsOf(await service.get('/information'))).toEqual([say()]);
      expect(spokenIn(await service.get('/information'))).toBe(getCatalogue('ja-JP').information);
    });
  });

  describe('every route', () => {
    const routes = [
      ['/index', '/index.php'],
      ['/index', '/'],
      ['/operator_queue', '/operator_queue.php'],
      ['/wait', '/wait.php'],
      ['/guidance', '/guidance.php'],
      ['/exit_enqueue', '/exit_enqueue.php'],
      ['/status_callback', '/status_callback.php'],
      ['/information', '/information.xml'],
    ] as const;

    it.each(routes)(
      '%s answers alike as %s, with a slash behind, and to GET',
      async (name, old) => {
        const { text } = await service.post(name, call).expect(200);
        for (const path of [old, `${old}/`.replace('//', '/'), `${name}/`]) {
          expect((await service.post(path, call).expect(200)).text).toBe(text);
          expect((await service.get(path, call).expect(200)).text).toBe(text);
        }
      },
    );

    it.each(routes)('%s lets no copy be kept of its answer', async (name) => {
      const response = await service.get(name, call);
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.headers.etag).toBeUndefined();
    });

    it('writes the same row for a GET as for a POST', async () => {
      const form = { ...call, CallSid: 'CA0000000000000000000000000000beef', CallDuration: '7' };
      await service.get('/status_callback', form);
      const rows = await service.db
        .selectFrom('statuscallback_data')
        .selectAll()
        .where('CallSid', '=', form.CallSid)
        .execute();
      expect(rows).toMatchObject([{ From: CUSTOMER, CallDuration: 7, CallStatus: 'ringing' }]);
    });
  });
});

describe.each([
  ['https://example.com/cc', '/cc'],
  ['https://example.com/cc/', '/cc'],
  ['https://example.com/a/b.c+(d)', '/a/b.c+(d)'],
])('the webhooks under %s', (publicUrl, path) => {
  let service: TestService;
  beforeAll(async () => {
    service = await createTestService('sqlite', { publicUrl });
  });
  afterAll(() => service.close());

  it.each(['', '/', '/index', '/index/', '/index.php'])(
    'have the same URLs in the document when asked as %p',
    async (route) => {
      const verbs = verbsOf(await service.post(`${path}${route}`, call));
      const base = `https://example.com${path}${route}`;
      const resolve = (url: string | undefined) => new URL(url ?? '', base).href;
      const [menu, , queue] = verbs as ReturnType<typeof element>[];
      expect(resolve(menu?.attributes.action)).toBe(`https://example.com${path}/index`);
      expect(resolve(queue?.attributes.waitUrl)).toBe(`https://example.com${path}/wait`);
      expect(resolve(queue?.attributes.action)).toBe(
        `https://user:p%40ss%3Aw%2Frd@example.com${path}/exit_enqueue`,
      );
    },
  );

  it('are not found elsewhere', async () => {
    await service.post('/index', call).expect(404);
  });

  it('have the health checks beside them and at the root', async () => {
    await service.agent.get(`${path}/healthz`).expect(200);
    await service.agent.get('/healthz').expect(200);
  });
});

describe('an owner’s recordings', () => {
  it('are played in place of every prompt', async () => {
    const catalogue = Object.fromEntries(
      Object.keys(PROMPTS).map((key) => [key, `https://example.com/${key}-{position}.mp3`]),
    ) as Record<PromptKey, string>;
    const service = await createTestService('sqlite', {
      speak: createSpeak(catalogue, 'ja-JP', undefined),
    });
    const verbs = verbsOf(await service.post('/wait', { ...call, QueuePosition: '12' }), 'wait');
    await service.close();
    expect(verbs[1]).toEqual(element('Play', {}, 'https://example.com/queuePosition-12.mp3'));
  });
});
