import {
  CUSTOMER,
  eventsOf,
  heardBy,
  logged,
  openRoom,
  type Script,
  whenHears,
} from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/gather and the changelog of 2024-02-09

const PROMPT = '<Say>Press one</Say>';

/** A call to a document with one Gather, whose action is `/keys` unless the document says otherwise. */
async function dialIn(voice: string, script: Script = {}) {
  const room = await openRoom({
    '/voice': voice,
    '/keys': '<Say>Thank you</Say>',
    '/status': '',
    ...script,
  });
  const customer = room.exchange.handset(CUSTOMER);
  const call = customer.dial();
  return { ...room, customer, call };
}

/** How long after the prompt had ended the Gather was over, in milliseconds. */
function msFromPromptToEnd(exchange: Awaited<ReturnType<typeof openRoom>>['exchange']): number {
  const [prompt] = eventsOf(exchange, 'hear');
  const [gathered] = eventsOf(exchange, 'gathered');
  if (!prompt || !gathered) throw new Error('There was no prompt, or no Gather.');
  return gathered.at - prompt.at - prompt.durationMs;
}

describe('keys', () => {
  it('during the prompt silence it, and go to the action', async () => {
    const { application, exchange, customer, call } = await dialIn(
      `<Gather action="/keys" numDigits="1">${PROMPT}</Gather><Say>Nothing</Say>`,
    );
    await whenHears(exchange, call, 'Press one');
    await exchange.wait(0.3);
    customer.press('1');
    await exchange.settled();
    expect(eventsOf(exchange, 'cut')).toMatchObject([{ call: call.sid, heardMs: 300 }]);
    expect(application.to('/keys')).toMatchObject([
      { method: 'POST', parameters: { Digits: '1', msg: 'Gather End', CallStatus: 'in-progress' } },
    ]);
    expect(application.latest('/keys')).not.toHaveProperty('FinishedOnKey');
    expect(heardBy(exchange, call)).toEqual(['Press one', 'Thank you']);
    expect(logged(exchange)).toEqual([]);
  });

  it('silence every prompt that is still to come', async () => {
    const { exchange, customer, call } = await dialIn(
      `<Gather action="/keys" numDigits="2">${PROMPT}<Play>/a.mp3</Play><Pause/></Gather>`,
    );
    await whenHears(exchange, call, 'Press one');
    customer.press('1');
    await exchange.wait(1);
    customer.press('2');
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(['Press one', 'Thank you']);
  });

  it('after the prompts are taken too', async () => {
    const { application, exchange, customer, call } = await dialIn(
      `<Gather action="/keys" numDigits="2">${PROMPT}<Play>/a.mp3</Play><Pause/></Gather>`,
    );
    await whenHears(exchange, call, 'silence');
    await exchange.wait(2);
    customer.press('12');
    await exchange.settled();
    expect(application.latest('/keys').Digits).toBe('12');
    expect(heardBy(exchange, call)).toEqual(['Press one', 'play /a.mp3', 'silence', 'Thank you']);
  });

  it('before the Gather are lost', async () => {
    const { application, exchange, customer, call } = await dialIn(
      '<Say>Welcome</Say><Gather action="/keys" numDigits="1" timeout="2"/>',
    );
    await whenHears(exchange, call, 'Welcome');
    customer.press('1');
    await exchange.settled();
    expect(application.to('/keys')).toEqual([]);
  });

  it('beyond numDigits do not count', async () => {
    const { application, exchange, customer, call } = await dialIn(
      `<Gather action="/keys" numDigits="3">${PROMPT}</Gather>`,
    );
    await whenHears(exchange, call, 'Press one');
    customer.press('12345');
    await exchange.settled();
    expect(application.to('/keys').map(({ parameters }) => parameters.Digits)).toEqual(['123']);
  });

  it('are not taken by a Gather for speech', async () => {
    const { application, exchange, customer, call } = await dialIn(
      `<Gather action="/keys" input="speech">${PROMPT}</Gather>`,
    );
    await whenHears(exchange, call, 'Press one');
    customer.press('1');
    await exchange.settled();
    expect(application.to('/keys')).toEqual([]);
  });
});

describe('finishOnKey', () => {
  const ROWS: [
    attributes: string,
    keys: string,
    digits: string,
    finishedOnKey: string | undefined,
  ][] = [
    ['', '12#', '12', '#'],
    ['', '1*2#', '1*2', '#'],
    ['finishOnKey="*"', '1#2*', '1#2', '*'],
    ['finishOnKey=""', '1#*', '1#*', undefined],
    ['numDigits="4"', '12#', '12', '#'],
    ['numDigits="2"', '12#', '12', undefined],
  ];
  it.each(ROWS)('"%s" makes of %s: %s', async (attributes, keys, digits, finishedOnKey) => {
    const { application, exchange, customer, call } = await dialIn(
      `<Gather action="/keys" ${attributes}>${PROMPT}</Gather>`,
    );
    await whenHears(exchange, call, 'Press one');
    customer.press(keys);
    await exchange.settled();
    expect(application.to('/keys')).toHaveLength(1);
    const { Digits, FinishedOnKey } = application.latest('/keys');
    expect([Digits, FinishedOnKey]).toEqual([digits, finishedOnKey]);
  });

  it('alone ends the Gather at once, and counts as no input', async () => {
    const { application, exchange, customer, call } = await dialIn(
      `<Gather action="/keys" timeout="60">${PROMPT}</Gather><Say>Nothing</Say>`,
    );
    await whenHears(exchange, call, 'Press one');
    customer.press('#');
    const before = exchange.clock.now();
    await whenHears(exchange, call, 'Nothing');
    expect(exchange.clock.now()).toBe(before);
    await exchange.settled();
    expect(application.to('/keys')).toEqual([]);
  });
});

describe('the timeout', () => {
  it.each([
    ['', 5000],
    ['timeout="3"', 3000],
  ])(
    'of a Gather with "%s" begins when the prompts end, and leads to the next verb',
    async (attributes, ms) => {
      const { application, exchange, call } = await dialIn(
        `<Gather action="/keys" ${attributes}>${PROMPT}</Gather><Say>Nothing</Say>`,
      );
      await exchange.settled();
      expect(msFromPromptToEnd(exchange)).toBe(ms);
      expect(application.to('/keys')).toEqual([]);
      expect(heardBy(exchange, call)).toEqual(['Press one', 'Nothing']);
    },
  );

  it('begins anew with every key', async () => {
    const { application, exchange, customer, call } = await dialIn(
      `<Gather action="/keys" timeout="3">${PROMPT}</Gather>`,
    );
    await whenHears(exchange, call, 'Press one');
    for (const key of ['1', '2', '3']) {
      customer.press(key);
      await exchange.wait(2.5);
    }
    expect(eventsOf(exchange, 'gathered')).toEqual([]);
    await exchange.wait(0.5);
    await exchange.settled();
    expect(application.latest('/keys').Digits).toBe('123');
    expect(application.latest('/keys')).not.toHaveProperty('FinishedOnKey');
  });

  it('ends the call where no verb follows', async () => {
    const { application, exchange, call } = await dialIn(
      `<Gather action="/keys">${PROMPT}</Gather>`,
    );
    await exchange.settled();
    expect(call.status).toBe('completed');
    expect(application.requests.map(({ path }) => path)).toEqual(['/voice', '/status']);
  });
});

describe('the action', () => {
  it.each(['', '#'])(
    'is asked for without digits after "%s" with actionOnEmptyResult',
    async (keys) => {
      const { application, exchange, customer, call } = await dialIn(
        `<Gather action="/keys" actionOnEmptyResult="true">${PROMPT}</Gather><Say>Nothing</Say>`,
      );
      await whenHears(exchange, call, 'Press one');
      if (keys) customer.press(keys);
      await exchange.settled();
      expect(application.latest('/keys').Digits).toBe('');
      expect(heardBy(exchange, call)).toEqual(['Press one', 'Thank you']);
    },
  );

  it('is the document itself by default', async () => {
    const { application, exchange, customer, call } = await dialIn(
      '<Redirect>/menu?lang=ja</Redirect>',
      { '/menu': [`<Gather numDigits="1">${PROMPT}</Gather>`, '<Say>Again</Say>'] },
    );
    await whenHears(exchange, call, 'Press one');
    customer.press('1');
    await exchange.settled();
    expect(application.latest('/menu')).toMatchObject({ lang: 'ja', Digits: '1' });
    expect(heardBy(exchange, call)).toEqual(['Press one', 'Again']);
  });

  it('is asked for by GET, and relative to the document, where it says so', async () => {
    const { application, exchange, customer, call } = await dialIn(
      '<Redirect>/menus/main</Redirect>',
      {
        '/menus/main': `<Gather numDigits="1" action="keys" method="GET">${PROMPT}</Gather>`,
        '/menus/keys': '',
      },
    );
    await whenHears(exchange, call, 'Press one');
    customer.press('7');
    await exchange.settled();
    expect(application.to('/menus/keys')).toMatchObject([
      { method: 'GET', parameters: { Digits: '7' } },
    ]);
  });
});

it.each([0, 3])(
  'a caller who hangs up %d s into it makes no request but the callback',
  async (s) => {
    const { application, exchange, customer, call } = await dialIn(
      `<Gather action="/keys" actionOnEmptyResult="true">${PROMPT}</Gather><Say>Nothing</Say>`,
    );
    await whenHears(exchange, call, 'Press one');
    customer.press('1');
    await exchange.wait(s);
    customer.hangUp();
    await exchange.settled();
    expect(application.requests.map(({ path }) => path)).toEqual(['/voice', '/status']);
    expect(eventsOf(exchange, 'gathered')).toEqual([]);
    expect(application.latest('/status').CallStatus).toBe('completed');
  },
);
