import type { Exchange, Handset } from '../../../src/simulator/exchange-types';
import {
  CUSTOMER,
  eventsOf,
  heardBy,
  logged,
  openRoom,
  type Script,
  whenHears,
} from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/record

/** Dials in, and does something at the beep, which is half a second before the recording. */
async function recordMessage(
  attributes: string,
  act: (customer: Handset, exchange: Exchange) => Promise<void> | void,
  script: Script = {},
) {
  const room = await openRoom({
    '/voice': `<Record action="/recorded" ${attributes}/><Say>Nothing</Say>`,
    '/recorded': '<Say>Thank you</Say>',
    '/status': '',
    ...script,
  });
  const { exchange } = room;
  const customer = exchange.handset(CUSTOMER);
  const call = customer.dial();
  if (!attributes.includes('playBeep')) await whenHears(exchange, call, 'beep');
  else await exchange.waitFor((event) => event.type === 'status' && event.status === 'in-progress');
  await exchange.wait(1);
  await act(customer, exchange);
  await exchange.settled();
  return { ...room, call };
}

describe('a recording', () => {
  it('is ended by silence, which it leaves out', async () => {
    const { application, exchange, call } = await recordMessage('', (customer) =>
      customer.speak(7),
    );
    expect(application.to('/recorded')).toMatchObject([
      {
        method: 'POST',
        parameters: {
          CallStatus: 'in-progress',
          RecordingDuration: '7',
          RecordingSid: expect.stringMatching(/^RE[0-9a-f]{32}$/),
          RecordingUrl: expect.stringMatching(/^https:\/\/.*\/RE[0-9a-f]{32}$/),
          Digits: '',
        },
      },
    ]);
    expect(heardBy(exchange, call)).toEqual(['beep', 'Thank you']);
    expect(logged(exchange)).toEqual([]);
  });

  it('leaves silence in where trim says so', async () => {
    const { application } = await recordMessage('trim="do-not-trim"', (customer) =>
      customer.speak(7),
    );
    expect(application.latest('/recorded').RecordingDuration).toBe('13'); // half a second before, five after
  });

  it.each([
    ['', 5],
    ['timeout="12"', 12],
  ])('with "%s" ends after %d s of silence', async (attributes, seconds) => {
    let spokenAt = 0;
    const { exchange } = await recordMessage(attributes, (customer, { clock }) => {
      spokenAt = clock.now() + 4000;
      customer.speak(4);
    });
    const [recorded] = eventsOf(exchange, 'recorded');
    expect(((recorded?.at ?? 0) - spokenAt) / 1000).toBeCloseTo(seconds, 0);
  });

  it.each([
    ['', '7', '7'],
    ['finishOnKey="#"', '7#', '#'],
  ])('with "%s" is ended by a key: %s', async (attributes, keys, digits) => {
    const { application, exchange } = await recordMessage(attributes, async (customer, room) => {
      customer.speak(10);
      await room.wait(3);
      customer.press(keys);
    });
    expect(application.latest('/recorded')).toMatchObject({
      Digits: digits,
      RecordingDuration: '3',
    });
    expect(eventsOf(exchange, 'recorded')).toHaveLength(1);
  });

  it('is no longer than maxLength', async () => {
    const { application } = await recordMessage('maxLength="20" playBeep="false"', (customer) =>
      customer.speak(60),
    );
    expect(application.latest('/recorded')).toMatchObject({ RecordingDuration: '19', Digits: '' });
  });

  it('may begin without a beep', async () => {
    const { exchange, call } = await recordMessage('playBeep="false"', (customer) =>
      customer.speak(3),
    );
    expect(heardBy(exchange, call)).toEqual(['Thank you']);
  });

  it('of silence alone leads to the next verb', async () => {
    const { application, exchange, call } = await recordMessage('', () => {});
    expect(application.to('/recorded')).toEqual([]);
    expect(heardBy(exchange, call)).toEqual(['beep', 'Nothing']);
    expect(eventsOf(exchange, 'recorded')).toEqual([]);
  });

  it('goes to the document itself by default', async () => {
    const { application } = await recordMessage('', (customer) => customer.speak(3), {
      '/voice': ['<Record/>', ''],
    });
    expect(application.latest('/voice')).toMatchObject({ RecordingDuration: '3' });
  });
});

describe('a caller who hangs up', () => {
  it('leaves what was said, which the action is told of', async () => {
    const { application, exchange, call } = await recordMessage('', async (customer, room) => {
      customer.speak(10);
      await room.wait(4);
      customer.hangUp();
    });
    expect(application.to('/recorded')).toMatchObject([
      { parameters: { Digits: 'hangup', RecordingDuration: '4', CallStatus: 'completed' } },
    ]);
    expect(application.to('/status')).toHaveLength(1);
    expect(heardBy(exchange, call)).toEqual(['beep']);
  });

  it('without a word leaves nothing', async () => {
    const { application } = await recordMessage('', (customer) => customer.hangUp());
    expect(application.requests.map(({ path }) => path)).toEqual(['/voice', '/status']);
  });
});

// The contract: https://www.twilio.com/docs/voice/api/recording (recordingStatusCallback)
describe('the recordingStatusCallback', () => {
  const CALLBACK = 'recordingStatusCallback="/recording"';
  const EVERY = `${CALLBACK} recordingStatusCallbackEvent="in-progress completed absent"`;
  const SCRIPT: Script = { '/recording': '' };

  it('is told when the recording is there', async () => {
    const { application, exchange, call } = await recordMessage(
      CALLBACK,
      (customer) => customer.speak(7),
      SCRIPT,
    );
    const [recorded] = eventsOf(exchange, 'recorded');
    expect(application.to('/recording')).toMatchObject([
      {
        parameters: {
          AccountSid: exchange.accountSid,
          CallSid: call.sid,
          RecordingSid: recorded?.recording,
          RecordingUrl: application.latest('/recorded').RecordingUrl,
          RecordingStatus: 'completed',
          RecordingDuration: '7',
          RecordingChannels: '1',
          RecordingSource: 'RecordVerb',
          RecordingStartTime: expect.stringMatching(/^Sat, 04 Apr 2026 00:00:0\d \+0000$/),
        },
      },
    ]);
  });

  it('is told of the beginning where it asks for that', async () => {
    const { application } = await recordMessage(EVERY, (customer) => customer.speak(7), SCRIPT);
    const told = application.to('/recording').map(({ parameters }) => parameters);
    expect(told).toMatchObject([
      { RecordingStatus: 'in-progress' },
      { RecordingStatus: 'completed', RecordingSid: told[0]?.RecordingSid },
    ]);
    expect(told[0]).not.toHaveProperty('RecordingDuration');
  });

  it('is told that there is none where nobody spoke', async () => {
    const { application } = await recordMessage(EVERY, () => {}, SCRIPT);
    expect(application.to('/recording').map(({ parameters }) => parameters)).toMatchObject([
      { RecordingStatus: 'in-progress' },
      { RecordingStatus: 'absent' },
    ]);
    expect(application.latest('/recording')).not.toHaveProperty('RecordingDuration');
  });
});
