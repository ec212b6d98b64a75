import { enqueueRow, type History, queueRow, statusRow } from '../support/history-rows';
import type { Person } from '../support/person';
import { type Scenario, useCallCentre } from '../support/scenario';
import { DIALECTS } from '../support/test-database';

/** Who the scenario is about. */
interface People {
  customer: Person;
  operator: Person;
}

/** Brings a customer to a moment in their call. */
type Approach = (people: People, scenario: Scenario) => Promise<void>;

/** Shorter than any request is on its way. */
const AN_INSTANT = 0.01;

const toTheMenu: Approach = async ({ customer }) => {
  customer.calls();
  await customer.hears('menu');
};

const toTheQueue: Approach = async (people, scenario) => {
  await toTheMenu(people, scenario);
  people.customer.presses('1');
  await people.customer.isQueued();
};

const toBeingTaken: Approach = async (people, scenario) => {
  await toTheQueue(people, scenario);
  await people.customer.isNumberInLine(1);
  await people.customer.hearsMusic();
  people.operator.calls();
  await people.customer.isTakenOutOfTheQueue();
};

const toTheTalk: Approach = async ({ customer, operator }, scenario) => {
  await toBeingTaken({ customer, operator }, scenario);
  await customer.talksWith(operator);
  await scenario.wait(30);
};

const beforeTheQueue: readonly [moment: string, approach: Approach][] = [
  [
    'in the menu',
    async (people, scenario) => {
      await toTheMenu(people, scenario);
      await scenario.wait(2);
    },
  ],
  [
    'while a key is waited for',
    async ({ customer }, scenario) => {
      customer.calls();
      await customer.hearsOut('menu');
      await scenario.wait(5);
    },
  ],
  [
    'just after pressing 1',
    async (people, scenario) => {
      await toTheMenu(people, scenario);
      people.customer.presses('1');
      await scenario.wait(AN_INSTANT);
    },
  ],
  [
    'just after a wrong key',
    async (people, scenario) => {
      await toTheMenu(people, scenario);
      people.customer.presses('5');
      await scenario.wait(AN_INSTANT);
    },
  ],
  [
    'while they are told to hold',
    async (people, scenario) => {
      await toTheMenu(people, scenario);
      people.customer.presses('1');
      await people.customer.hears('connecting');
      await scenario.wait(1);
    },
  ],
  [
    'while they hear the information',
    async (people, scenario) => {
      await toTheMenu(people, scenario);
      people.customer.presses('2');
      await people.customer.hears('information');
      await scenario.wait(3);
    },
  ],
];

const inTheQueue: readonly [moment: string, approach: Approach][] = [
  ['just after being queued', toTheQueue],
  [
    'in the silence before the place in line',
    async (people, scenario) => {
      await toTheQueue(people, scenario);
      await scenario.wait(2);
    },
  ],
  [
    'while they hear the place in line',
    async (people, scenario) => {
      await toTheQueue(people, scenario);
      await people.customer.isNumberInLine(1);
      await scenario.wait(1);
    },
  ],
  [
    'in the music',
    async (people, scenario) => {
      await toTheQueue(people, scenario);
      await people.customer.isNumberInLine(1);
      await people.customer.hearsMusic();
      await scenario.wait(40);
    },
  ],
  [
    'between the music and the next place in line',
    async (people, scenario) => {
      await toTheQueue(people, scenario);
      await people.customer.isNumberInLine(1);
      await people.customer.hearsOut('music');
    },
  ],
];

const onTheWayToTheTalk: readonly [moment: string, approach: Approach][] = [
  [
    'as an operator takes the call',
    async (people, scenario) => {
      await toBeingTaken(people, scenario);
      await scenario.wait(AN_INSTANT);
    },
  ],
  [
    'while an operator is announced',
    async (people, scenario) => {
      await toBeingTaken(people, scenario);
      await people.customer.hears('operatorComing');
      await scenario.wait(1);
    },
  ],
];

describe.each(DIALECTS)('a customer who hangs up, with %s', (dialect) => {
  const begin = useCallCentre(dialect);

  async function hangUpAfter(approach: Approach) {
    const scenario = begin();
    const people = { customer: scenario.customer(), operator: scenario.operator() };
    await approach(people, scenario);
    people.customer.hangsUp();
    return { scenario, ...people };
  }

  /** The rows of the customer alone, once the operator has hung up as well. */
  async function historyOf({ customer, operator, scenario }: People & { scenario: Scenario }) {
    await scenario.wait(20);
    if (scenario.exchange.calls.length > 1) operator.hangsUp();
    const history = await scenario.history();
    const ofCustomer = (rows: History['queue_data']) =>
      rows.filter(({ CallSid }) => CallSid === customer.call.sid);
    const { enqueue_data, queue_data, statuscallback_data } = history;
    expect([...enqueue_data, ...queue_data]).toEqual(ofCustomer([...enqueue_data, ...queue_data]));
    expect(statuscallback_data).toHaveLength(scenario.exchange.calls.length);
    return { enqueue_data, queue_data, statuscallback_data: ofCustomer(statuscallback_data) };
  }

  it('before the first answer leaves a call that nobody answered', async () => {
    const scene = await hangUpAfter(async ({ customer }, { wait }) => {
      customer.calls();
      await wait(AN_INSTANT);
    });
    expect(scene.customer.call.status).toBe('no-answer');
    expect(await historyOf(scene)).toEqual({
      enqueue_data: [],
      queue_data: [],
      statuscallback_data: [
        statusRow(scene.customer.call, { CallStatus: 'no-answer', CallDuration: 0 }),
      ],
    });
  });

  it.each(beforeTheQueue)('%s leaves the end of the call alone', async (_moment, approach) => {
    const scene = await hangUpAfter(approach);
    const { customer, scenario } = scene;
    expect(await historyOf(scene)).toEqual({
      enqueue_data: [],
      queue_data: [],
      statuscallback_data: [
        statusRow(customer.call, { CallDuration: scenario.secondsOf(customer.call) }),
      ],
    });
    expect(scenario.exchange.queues).toEqual([]);
  });

  it.each(inTheQueue)('%s has given up, after so long', async (_moment, approach) => {
    const scene = await hangUpAfter(approach);
    const { customer, scenario } = scene;
    expect(await historyOf(scene)).toEqual({
      enqueue_data: [
        enqueueRow(customer.call, {
          QueueResult: 'hangup',
          QueueSid: scenario.queueSid,
          QueueTime: scenario.secondsQueued(customer.call),
        }),
      ],
      queue_data: [],
      statuscallback_data: [
        statusRow(customer.call, { CallDuration: scenario.secondsOf(customer.call) }),
      ],
    });
    expect(scenario.exchange.queues).toEqual([expect.objectContaining({ members: [] })]);
  });

  it.each(onTheWayToTheTalk)('%s was answered and has given up', async (_moment, approach) => {
    const scene = await hangUpAfter(approach);
    const { customer, operator, scenario } = scene;
    const QueueTime = scenario.secondsQueued(customer.call);
    const QueueSid = scenario.queueSid;
    expect(await historyOf(scene)).toEqual({
      enqueue_data: [enqueueRow(customer.call, { QueueResult: 'hangup', QueueSid, QueueTime })],
      queue_data: [
        queueRow(customer.call, { QueueSid, QueueTime, DequeingCallSid: operator.call.sid }),
      ],
      statuscallback_data: [
        statusRow(customer.call, { CallDuration: scenario.secondsOf(customer.call) }),
      ],
    });
    expect(operator.heard).toEqual(['operatorOnQueue']);
  });

  const inOrAfterTheTalk: readonly [moment: string, status: string, approach: Approach][] = [
    ['while talking', 'completed', toTheTalk],
    [
      // The request about the end of the talk sets out before.
      'just after the operator did',
      'in-progress',
      async (people, scenario) => {
        await toTheTalk(people, scenario);
        people.operator.hangsUp();
        await people.customer.isLeftAlone();
        await scenario.wait(AN_INSTANT);
      },
    ],
  ];

  it.each(inOrAfterTheTalk)('%s has talked', async (_moment, CallStatus, approach) => {
    const scene = await hangUpAfter(approach);
    const { customer, operator, scenario } = scene;
    const QueueTime = scenario.secondsQueued(customer.call);
    const QueueSid = scenario.queueSid;
    expect(await historyOf(scene)).toEqual({
      enqueue_data: [
        enqueueRow(customer.call, { CallStatus, QueueResult: 'bridged', QueueSid, QueueTime }),
      ],
      queue_data: [
        queueRow(customer.call, { QueueSid, QueueTime, DequeingCallSid: operator.call.sid }),
      ],
      statuscallback_data: [
        statusRow(customer.call, { CallDuration: scenario.secondsOf(customer.call) }),
      ],
    });
  });

  it.each(['customer', 'operator'] as const)(
    'at the same moment as the operator has talked, though the %s was first',
    async (first) => {
      const scenario = begin();
      const people = { customer: scenario.customer(), operator: scenario.operator() };
      await toTheTalk(people, scenario);
      hangUpBoth(people, first);
      await expectRowsOfBoth(people, scenario, 'bridged');
    },
  );

  it.each(['customer', 'operator'] as const)(
    'at the same moment as the operator, who is being announced, has given up, though the %s was first',
    async (first) => {
      const scenario = begin();
      const people = { customer: scenario.customer(), operator: scenario.operator() };
      await toBeingTaken(people, scenario);
      await people.customer.hears('operatorComing');
      hangUpBoth(people, first);
      await expectRowsOfBoth(people, scenario, 'hangup');
    },
  );

  function hangUpBoth({ customer, operator }: People, first: keyof People): void {
    const order = first === 'customer' ? [customer, operator] : [operator, customer];
    for (const person of order) person.hangsUp();
  }

  async function expectRowsOfBoth(
    { customer, operator }: People,
    scenario: Scenario,
    QueueResult: string,
  ): Promise<void> {
    const QueueTime = scenario.secondsQueued(customer.call);
    const QueueSid = scenario.queueSid;
    expect(await scenario.history()).toEqual({
      enqueue_data: [enqueueRow(customer.call, { QueueResult, QueueSid, QueueTime })],
      queue_data: [
        queueRow(customer.call, { QueueSid, QueueTime, DequeingCallSid: operator.call.sid }),
      ],
      statuscallback_data: [
        statusRow(customer.call, { CallDuration: scenario.secondsOf(customer.call) }),
        statusRow(operator.call, { CallDuration: scenario.secondsOf(operator.call) }),
      ],
    });
  }
});
