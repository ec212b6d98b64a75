import {
  CUSTOMER,
  heardBy,
  logged,
  OPERATOR,
  openRoom,
  type Script,
  when,
} from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/client and
// https://www.twilio.com/docs/api/errors/13214

async function dialIn(from: string, voice: string, script: Script = {}) {
  const room = await openRoom({ '/voice': voice, '/dialled': '<Say>Next</Say>', ...script });
  const caller = room.exchange.handset(from);
  const [anna, operator] = ['client:anna', OPERATOR].map((name) => room.exchange.handset(name));
  if (!anna || !operator) throw new Error('unreachable');
  return { ...room, anna, operator, caller, call: caller.dial() };
}

describe('a Client', () => {
  it.each([
    ['<Client>anna</Client>'],
    ['<Client><Identity>anna</Identity><Parameter name="a" value="b"/></Client>'],
  ])('is called by its identity: %s', async (noun) => {
    const { application, exchange, anna } = await dialIn(
      CUSTOMER,
      `<Dial action="/dialled">${noun}</Dial>`,
    );
    anna.whenCalled = { answerAfterSeconds: 1 };
    await when(exchange, 'bridged');
    expect(anna.call).toMatchObject({ from: CUSTOMER, to: 'client:anna' });
    await exchange.wait(5);
    anna.hangUp();
    await exchange.settled();
    expect(application.latest('/dialled')).toMatchObject({
      DialCallStatus: 'completed',
      DialCallDuration: '5',
    });
    expect(logged(exchange)).toEqual([]);
  });

  it('rings beside a number', async () => {
    const { exchange, anna, operator, caller } = await dialIn(
      CUSTOMER,
      `<Dial><Client>anna</Client><Number>${OPERATOR}</Number></Dial>`,
    );
    operator.whenCalled = { answerAfterSeconds: 1 };
    await when(exchange, 'bridged');
    expect(anna.call?.status).toBe('canceled');
    caller.hangUp();
    await exchange.settled();
  });

  it('that calls a telephone needs a callerId', async () => {
    const { application, exchange, operator, call } = await dialIn(
      'client:bob',
      `<Dial action="/dialled">${OPERATOR}</Dial>`,
    );
    await exchange.settled();
    expect(operator.call).toBeUndefined();
    expect(application.latest('/dialled')).toMatchObject({ DialCallStatus: 'failed' });
    expect(exchange.debuggerLog).toMatchObject([{ call: call.sid, code: 13214, line: 3 }]);
    expect(heardBy(exchange, call).at(-1)).toBe('Next');
  });

  it('that calls a telephone with a callerId, or another client, is put through', async () => {
    const { exchange, anna, operator } = await dialIn(
      'client:bob',
      `<Dial callerId="+81312345678"><Number>${OPERATOR}</Number><Client>anna</Client></Dial>`,
    );
    await exchange.waitFor(() => anna.call !== undefined && operator.call !== undefined);
    expect(logged(exchange)).toEqual([]);
  });
});
