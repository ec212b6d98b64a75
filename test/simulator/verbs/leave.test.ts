import {
  CUSTOMER,
  eventsOf,
  heardBy,
  logged,
  openRoom,
  whenHears,
} from '../../support/twiml-application';

// The contract: https://www.twilio.com/docs/voice/twiml/leave

describe('Leave', () => {
  it('takes the call out of its queue, to the action', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Enqueue action="/left" waitUrl="/wait">support</Enqueue>',
      '/wait': '<Say>Please wait</Say><Pause length="20"/><Leave/>',
      '/left': '<Say>Goodbye</Say>',
    });
    const call = exchange.handset(CUSTOMER).dial();
    await whenHears(exchange, call, 'Goodbye');
    expect(call.queue).toBeUndefined();
    await exchange.settled();
    expect(application.latest('/left')).toMatchObject({
      QueueResult: 'leave',
      CallStatus: 'in-progress',
      QueueTime: expect.stringMatching(/^2[01]$/),
    });
    expect(eventsOf(exchange, 'dequeued')).toMatchObject([{ position: 1, by: undefined }]);
    expect(logged(exchange)).toEqual([]);
  });

  it('by a key that was pressed while waiting', async () => {
    const { application, exchange } = await openRoom({
      '/voice': '<Enqueue action="/left" waitUrl="/wait">support</Enqueue>',
      '/wait': '<Gather action="/keys" numDigits="1"><Say>Press two</Say></Gather>',
      '/keys': '<Leave/>',
      '/left': '<Say>Goodbye</Say>',
    });
    const customer = exchange.handset(CUSTOMER);
    const call = customer.dial();
    await whenHears(exchange, call, 'Press two');
    customer.press('2');
    await exchange.settled();
    expect(application.to('/left')).toMatchObject([{ parameters: { QueueResult: 'leave' } }]);
    expect(heardBy(exchange, call)).toEqual(['Press two', 'Goodbye']);
  });

  it('outside of a queue is passed over and warned of', async () => {
    const { exchange } = await openRoom({ '/voice': '<Leave/><Say>Hello</Say>' });
    const call = exchange.handset(CUSTOMER).dial();
    await exchange.settled();
    expect(heardBy(exchange, call)).toEqual(['Hello']);
    expect(logged(exchange)).toEqual([12200]);
  });
});
