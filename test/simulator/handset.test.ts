import {
  CUSTOMER,
  eventsOf,
  heardBy,
  OPERATOR,
  openRoom,
  when,
  whenHears,
} from '../support/twiml-application';

describe('a handset', () => {
  it('is the same for the same number, but a withheld number is nobody', async () => {
    const { exchange } = await openRoom({ '/voice': '' });
    expect(exchange.handset(CUSTOMER)).toBe(exchange.handset(CUSTOMER));
    expect(exchange.handset('anonymous')).not.toBe(exchange.handset('anonymous'));
  });

  it('is on one call at a time, and may call again', async () => {
    const { exchange } = await openRoom({ '/voice': '<Say>Hello</Say>' });
    const customer = exchange.handset(CUSTOMER);
    const first = customer.dial();
    expect(() => customer.dial()).toThrow(/on a call already/);
    await exchange.settled();
    const second = customer.dial();
    expect(customer.call).toBe(second);
    expect(second.sid).not.toBe(first.sid);
  });

  it('presses nothing but keys, and only on a call', async () => {
    const { exchange } = await openRoom({ '/voice': '' });
    const customer = exchange.handset(CUSTOMER);
    expect(() => customer.press('1')).toThrow(/not on a call/);
    expect(() => customer.speak(1)).toThrow(/not on a call/);
    customer.dial();
    expect(() => customer.press('x')).toThrow(/not keys/);
    expect(() => customer.press('')).toThrow(/not keys/);
    expect(() => customer.answer()).toThrow(/not ringing/);
  });

  it('waits between keys where told to', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Gather numDigits="2" timeout="1" action="/keys"><Say>Keys</Say></Gather>',
      '/keys': '',
    });
    const customer = exchange.handset(CUSTOMER);
    await whenHears(exchange, customer.dial(), 'Keys');
    const before = exchange.clock.now();
    customer.press('1w2');
    const { at } = await when(exchange, 'gathered');
    expect(at - before).toBe(500);
    await exchange.settled();
    expect(application.latest('/keys').Digits).toBe('12');
  });

  it('hung up a second time does nothing', async () => {
    const { exchange } = await openRoom({ '/voice': '<Say>Hello</Say>' });
    const customer = exchange.handset(CUSTOMER);
    customer.hangUp();
    customer.dial();
    customer.hangUp();
    customer.hangUp();
    await exchange.settled();
    expect(eventsOf(exchange, 'hang-up')).toHaveLength(1);
    expect(eventsOf(exchange, 'ended')).toHaveLength(1);
  });

  it.each(['reject', 'hangUp'] as const)('that rings can %s the call', async (act) => {
    const { exchange } = await openRoom({ '/voice': `<Dial>${OPERATOR}</Dial><Say>Busy</Say>` });
    const operator = exchange.handset(OPERATOR);
    const call = exchange.handset(CUSTOMER).dial();
    await when(exchange, 'ring');
    operator[act]();
    await exchange.settled();
    expect(operator.call?.status).toBe('busy');
    expect(heardBy(exchange, call)).toEqual(['ringing', 'Busy']);
  });

  it('that is on a call is busy for another', async () => {
    const { exchange } = await openRoom({
      '/voice': ({ parameters }) =>
        parameters.From === OPERATOR ? '<Pause length="60"/>' : `<Dial>${OPERATOR}</Dial>`,
    });
    exchange.handset(OPERATOR).dial();
    await exchange.wait(1);
    exchange.handset(CUSTOMER).dial();
    const { call: leg } = await when(exchange, 'ring');
    await exchange.wait(1);
    expect(exchange.calls.find(({ sid }) => sid === leg)?.status).toBe('busy');
  });
});
