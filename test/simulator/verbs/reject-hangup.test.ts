import { CUSTOMER, heardBy, logged, openRoom, statusesOf } from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/reject and .../hangup

describe('Reject', () => {
  it.each([
    ['<Reject/>', 'no-answer'],
    ['<Reject reason="rejected"/>', 'no-answer'],
    ['<Reject reason="busy"/>', 'busy'],
  ])('%s turns the call away without answering: %s', async (verb, status) => {
    const { application, exchange } = await openRoom({ '/voice': verb, '/status': '' });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(statusesOf(exchange, call)).toEqual(['ringing', status]);
    expect(application.latest('/status')).toMatchObject({ CallStatus: status, CallDuration: '0' });
    // That is how a call ends which the caller gives up.
    expect(application.latest('/status')).not.toHaveProperty('SipResponseCode');
    expect(logged(exchange)).toEqual([]);
  });

  it('behind another verb ends the call all the same, and is warned of', async () => {
    const { exchange } = await openRoom({ '/voice': '<Say>Hello</Say><Reject/>' });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(statusesOf(exchange, call)).toEqual(['ringing', 'in-progress', 'completed']);
    expect(logged(exchange)).toEqual([12200]);
  });
});

describe('Hangup', () => {
  it('answers the call before it ends it', async () => {
    const { exchange } = await openRoom({ '/voice': '<Hangup/>' });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(statusesOf(exchange, call)).toEqual(['ringing', 'in-progress', 'completed']);
  });

  it('leaves what follows it unread', async () => {
    const { exchange } = await openRoom({ '/voice': '<Say>Bye</Say><Hangup/><Say>Never</Say>' });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(['Bye']);
    expect(logged(exchange)).toEqual([]);
  });
});
