import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { enqueueRow, queueRow, statusRow } from '../support/history-rows';
import type { Person } from '../support/person';
import { type Scenario, useCallCentre } from '../support/scenario';
import { DIALECTS } from '../support/test-database';

/** The silence at the beginning of each turn of waiting. */
const PAUSE_SECONDS = 3;
/** https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides (tt) */
const TWILIOS_PATIENCE_SECONDS = 15;
const APPLICATION_ERROR = '“We are sorry, an application error has occurred. Goodbye.”';
/** As README has it, for the TwiML Bin. */
const FALLBACK = `<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Say language="en-US">We are having a technical problem. We are sorry; please call back later.</Say>
</Response>`;

describe.each(DIALECTS)('where something goes wrong on the way, with %s', (dialect) => {
  const begin = useCallCentre(dialect);

  async function toTheQueue(customer: Person): Promise<void> {
    customer.calls();
    await customer.hears('menu');
    customer.presses('1');
    await customer.isQueued();
  }

  async function toTheTalk(customer: Person, operator: Person): Promise<void> {
    await toTheQueue(customer);
    await customer.isNumberInLine(1);
    operator.calls();
    await customer.talksWith(operator);
  }

  /** The rows of a talk that the customer ended, when nothing goes wrong. */
  function rowsOfTalk(scenario: Scenario, { call }: Person, operator: Person) {
    const QueueTime = scenario.secondsQueued(call);
    const QueueSid = scenario.queueSid;
    const DequeingCallSid = operator.call.sid;
    return {
      enqueue_data: [enqueueRow(call, { QueueResult: 'bridged', QueueSid, QueueTime })],
      queue_data: [queueRow(call, { QueueSid, QueueTime, DequeingCallSid })],
      statuscallback_data: [
        statusRow(call, { CallDuration: scenario.secondsOf(call) }),
        statusRow(operator.call, { CallDuration: scenario.secondsOf(operator.call) }),
      ],
    };
  }

  async function talkAndHangUp(scenario: Scenario) {
    const [customer, operator] = [scenario.customer(), scenario.operator()];
    await toTheTalk(customer, operator);
    await scenario.wait(45);
    customer.hangsUp();
    await scenario.wait(1);
    operator.hangsUp();
    return { customer, operator };
  }

  describe('on the way to a caller who waits', () => {
    it('a slow answer is a longer silence, and nothing else', async () => {
      const scenario = begin({ faults: [{ purpose: 'wait-url', fault: slow(5), times: 1 }] });
      const customer = scenario.customer();
      await toTheQueue(customer);
      const queuedAt = scenario.exchange.clock.now();
      await customer.isNumberInLine(1);
      const silence = (scenario.exchange.clock.now() - queuedAt) / 1000;
      expect(Math.round(silence)).toBe(5 + PAUSE_SECONDS);
      await customer.hearsMusic();
      await customer.isNumberInLine(1);
    });

    it('an answer that comes too late ends in an apology, and in a row', async () => {
      const scenario = begin({
        faults: [{ purpose: 'wait-url', fault: slow(TWILIOS_PATIENCE_SECONDS + 1) }],
      });
      const customer = scenario.customer();
      await toTheQueue(customer);
      const queuedAt = scenario.exchange.clock.now();
      await customer.hears('trouble');
      const silence = (scenario.exchange.clock.now() - queuedAt) / 1000;
      expect(Math.round(silence)).toBe(TWILIOS_PATIENCE_SECONDS);
      await customer.isCutOff();
      await expectErrorRow(scenario, customer);
      scenario.expectDebugger(11203);
    });

    it.each([
      ['at first', 0, ['menu', 'connecting', 'trouble']],
      ['later', 1, ['menu', 'connecting', 'place 1', 'music', 'trouble']],
    ])('a 500 %s ends in an apology, and in a row', async (_when, after, heard) => {
      const scenario = begin();
      const [customer, other] = [scenario.customer(), scenario.customer()];
      const { number: from } = customer;
      scenario.exchange.setFaults([{ purpose: 'wait-url', from, after, fault: answer(500) }]);
      await toTheQueue(customer);
      await toTheQueue(other);
      await other.isNumberInLine(after === 0 ? 1 : 2);
      await other.hearsMusic();
      await other.isNumberInLine(1);
      expect(customer.heard).toEqual(heard);
      other.hangsUp();

      const { enqueue_data } = await scenario.history();
      const columns = { CallStatus: 'in-progress', QueueResult: 'error' };
      expect(enqueue_data).toEqual([
        expect.objectContaining({ CallSid: customer.call.sid, ...columns }),
        expect.objectContaining({ CallSid: other.call.sid, QueueResult: 'hangup' }),
      ]);
      scenario.expectDebugger(11217);
    });

    async function expectErrorRow(scenario: Scenario, { call }: Person): Promise<void> {
      const { enqueue_data, queue_data } = await scenario.history();
      expect(enqueue_data).toEqual([
        enqueueRow(call, {
          CallStatus: 'in-progress',
          QueueResult: 'error',
          QueueSid: scenario.queueSid,
          QueueTime: scenario.secondsQueued(call),
        }),
      ]);
      expect(queue_data).toEqual([]);
    }
  });

  it('an announcement that fails is not heard, and the two are connected all the same', async () => {
    const scenario = begin({ faults: [{ purpose: 'queue-url', fault: answer(503) }] });
    const { customer, operator } = await talkAndHangUp(scenario);
    expect(customer.heard).not.toContain('operatorComing');
    expect(await scenario.history()).toEqual({
      ...rowsOfTalk(scenario, customer, operator),
      // The server has not heard of it.
      queue_data: [],
    });
    scenario.expectDebugger(11217, 14211);
  });

  it('a callback that comes twice leaves one row', async () => {
    const scenario = begin({ faults: [{ purpose: 'status-callback', fault: { kind: 'repeat' } }] });
    const { customer, operator } = await talkAndHangUp(scenario);
    expect(await scenario.history()).toEqual(rowsOfTalk(scenario, customer, operator));
  });

  it('requests that all come twice leave the same rows', async () => {
    const scenario = begin({ faults: [{ fault: { kind: 'repeat' } }] });
    const { customer, operator } = await talkAndHangUp(scenario);
    expect(await scenario.history()).toEqual(rowsOfTalk(scenario, customer, operator));
  });

  it('callbacks that come late and out of order leave the same rows', async () => {
    const scenario = begin();
    const [customer, operator] = [scenario.customer(), scenario.operator()];
    scenario.exchange.setFaults([
      { purpose: 'enqueue-action', fault: { kind: 'late', seconds: 300 } },
      { purpose: 'status-callback', from: customer.number, fault: { kind: 'late', seconds: 120 } },
    ]);
    await toTheTalk(customer, operator);
    customer.hangsUp();
    await scenario.wait(1);
    operator.hangsUp();
    expect(await scenario.history()).toEqual(rowsOfTalk(scenario, customer, operator));

    const arrivals = scenario.exchange.transcript.events.flatMap((event) =>
      event.type === 'request' && event.authorised && /callback|action/.test(event.purpose)
        ? [event.purpose]
        : [],
    );
    expect(arrivals).toEqual([
      'gather-action',
      'status-callback',
      'status-callback',
      'enqueue-action',
    ]);
  });

  it('a callback that is lost leaves no row, and nobody notices', async () => {
    const scenario = begin({ faults: [{ purpose: 'status-callback', fault: { kind: 'lost' } }] });
    const { customer, operator } = await talkAndHangUp(scenario);
    expect(await scenario.history()).toEqual({
      ...rowsOfTalk(scenario, customer, operator),
      statuscallback_data: [],
    });
  });

  describe('with the request about the end of waiting', () => {
    const lost = { purpose: 'enqueue-action', fault: { kind: 'lost' } } as const;

    it('there is no row of it where it is lost, and the others go on', async () => {
      const scenario = begin({ faults: [{ ...lost, times: 1 }] });
      const [customer, next] = [scenario.customer(), scenario.customer()];
      const operator = scenario.operator();
      await toTheTalk(customer, operator);
      await toTheQueue(next);
      customer.hangsUp();
      await operator.talksWith(customer);
      await operator.talksWith(next);
      next.hangsUp();
      await scenario.wait(1);
      operator.hangsUp();

      const { enqueue_data, queue_data, statuscallback_data } = await scenario.history();
      expect(enqueue_data.map(({ CallSid }) => CallSid)).toEqual([next.call.sid]);
      expect(queue_data).toHaveLength(2);
      expect(statuscallback_data).toHaveLength(3);
      scenario.expectDebugger(11203);
    });

    it('a customer whose operator hung up hears of the fault, and the call ends', async () => {
      const scenario = begin({ faults: [lost] });
      const [customer, operator] = [scenario.customer(), scenario.operator()];
      await toTheTalk(customer, operator);
      operator.hangsUp();
      await customer.hears(APPLICATION_ERROR);
      await customer.isCutOff();
      expect((await scenario.history()).enqueue_data).toEqual([]);
      scenario.expectDebugger(11203);
    });
  });

  describe('with the first document', () => {
    it('the caller hears Twilio’s own words where there is no fallback', async () => {
      const scenario = begin({ faults: [{ purpose: 'voice-url', fault: answer(500) }] });
      const customer = scenario.customer();
      customer.calls();
      await customer.hears(APPLICATION_ERROR);
      await customer.isCutOff();
      const CallDuration = scenario.secondsOf(customer.call);
      expect((await scenario.history()).statuscallback_data).toEqual([
        statusRow(customer.call, { CallDuration }),
      ]);
      scenario.expectDebugger(11217);
    });

    it('the caller hears the fallback where there is one, also in mid-call', async () => {
      const bin = await openTwimlBin(FALLBACK);
      try {
        const scenario = begin({ fallbackUrl: bin.url });
        const customer = scenario.customer();
        scenario.exchange.setFaults([{ purpose: 'voice-url', fault: { kind: 'refused' } }]);
        customer.calls();
        await customer.hears('trouble');
        await customer.isCutOff();

        scenario.exchange.setFaults([{ purpose: 'gather-action', fault: answer(502) }]);
        customer.calls();
        await customer.hears('menu');
        customer.presses('1');
        await customer.hears('trouble');
        await customer.isCutOff();
        expect((await scenario.history()).enqueue_data).toEqual([]);
        scenario.expectDebugger(11202, 11217);
      } finally {
        await bin.close();
      }
    });

    it('the caller waits in silence for an answer that is lost', async () => {
      const scenario = begin({
        faults: [{ purpose: 'voice-url', fault: { kind: 'lost-answer' } }],
      });
      const customer = scenario.customer();
      customer.calls();
      await customer.hears(APPLICATION_ERROR);
      const waited = (scenario.exchange.clock.now() - customer.call.startedAt) / 1000;
      expect(Math.round(waited)).toBe(TWILIOS_PATIENCE_SECONDS);
      scenario.expectDebugger(11203);
    });
  });
});

function slow(seconds: number) {
  return { kind: 'slow', seconds } as const;
}

function answer(status: number) {
  return { kind: 'status', status } as const;
}

/** A document at an address of its own, as a TwiML Bin is. */
async function openTwimlBin(document: string) {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/xml').end(document);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bin`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
