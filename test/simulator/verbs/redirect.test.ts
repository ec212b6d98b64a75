import { CUSTOMER, heardBy, logged, openRoom } from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/redirect

describe('Redirect', () => {
  it('goes on with another document, relative to this one, by POST', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Redirect>menus/main?lang=ja</Redirect>',
      '/menus/main': '<Redirect>../end</Redirect>',
      '/end': '<Say>Goodbye</Say>',
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.requests).toMatchObject([
      { path: '/voice' },
      { path: '/menus/main', method: 'POST', parameters: { lang: 'ja', CallSid: call.sid } },
      { path: '/end', method: 'POST' },
    ]);
    expect(heardBy(exchange, call)).toEqual(['Goodbye']);
    expect(logged(exchange)).toEqual([]);
  });

  it('uses GET where it says so', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Redirect method="GET">/next</Redirect>',
      '/next': '',
    });
    exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.to('/next')).toMatchObject([{ method: 'GET' }]);
  });

  it('leaves what follows it unread', async () => {
    const { exchange } = await openRoom({
      '/voice': '<Redirect>/next</Redirect><Say>Never</Say>',
      '/next': '',
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual([]);
    expect(logged(exchange)).toEqual([]);
  });

  it('without an address leads to the document itself', async () => {
    const { application, exchange } = await openRoom({
      '/voice': ['<Redirect></Redirect>', '<Say>Second</Say>'],
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.to('/voice')).toHaveLength(2);
    expect(heardBy(exchange, call)).toEqual(['Second']);
  });

  it('to itself for ever holds up neither time nor the handset', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Redirect>/voice</Redirect>',
      '/status': '',
    });
    const customer = exchange.handset(CUSTOMER);
    const call = customer.dial();
    const before = exchange.clock.now();
    await exchange.wait(5);
    expect(exchange.clock.now() - before).toBe(5000);
    expect(application.to('/voice').length).toBeLessThan(500);
    customer.hangUp();
    await exchange.settled();
    expect(call.status).toBe('no-answer');
    expect(application.to('/status')).toHaveLength(1);
  });
});

describe('an answer that redirects by HTTP', () => {
  it('is followed, and relative addresses start from where it led', async () => {
    const { application, exchange } = await openRoom({
      '/voice': { status: 302, headers: { location: '/moved/here' } },
      '/moved/here': '<Redirect>next</Redirect>',
      '/moved/next': '<Say>Arrived</Say>',
    });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(application.requests.map(({ path }) => path)).toEqual([
      '/voice',
      '/moved/here',
      '/moved/next',
    ]);
    expect(heardBy(exchange, call)).toEqual(['Arrived']);
  });

  it('more than ten times is an error', async () => {
    const { application, exchange } = await openRoom({
      '/voice': { status: 302, headers: { location: '/voice' } },
    });
    exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(logged(exchange)).toEqual([11215]);
    expect(application.to('/voice').length).toBeLessThanOrEqual(11);
  });
});
