import type { Row } from '../../src/demo/rows';
import { createStory } from '../../src/demo/story';
import type { EventBody } from '../../src/simulator/events';
import { buildDequeued, buildDial, buildEnd, buildHear, buildReading } from './build-transcript';

const left = (CallSid: string, QueueResult: string, QueueTime: number): Row => ({
  table: 'enqueue_data',
  CallSid,
  columns: [
    ['QueueResult', QueueResult],
    ['QueueTime', QueueTime],
  ],
});
const ended = (CallSid: string): Row => ({
  table: 'statuscallback_data',
  CallSid,
  columns: [['CallDuration', 9]],
});

const talk = (customer: string, operator: string, seconds: number): EventBody[] => [
  buildDequeued(customer, 5, operator),
  { type: 'bridged', calls: [customer, operator] },
  { type: 'hang-up', call: customer },
  buildEnd(customer),
  { type: 'parted', calls: [customer, operator], seconds },
];

/** Two are answered, one gives up, one hears the information, one leaves the menu. */
const reading = buildReading(
  buildDial('CA8', 'first'),
  buildDial('CA9', 'second'),
  buildDial('CA1', 'early'),
  ...talk('CA1', 'CA8', 60),
  buildDial('CA2', 'talkative'),
  ...talk('CA2', 'CA9', 200),
  buildDial('CA3', 'givesUp'),
  { type: 'hang-up', call: 'CA3' },
  buildEnd('CA3'),
  buildDequeued('CA3', 90),
  buildDial('CA4', 'information'),
  buildHear('CA4', 'information'),
  buildEnd('CA4'),
  buildDial('CA5', 'leavesMenu'),
  buildHear('CA5', 'menu', 5000),
  { type: 'hang-up', call: 'CA5' },
  buildEnd('CA5'),
  buildEnd('CA8'),
  buildEnd('CA9'),
);
const rows = [
  left('CA1', 'bridged', 5),
  left('CA2', 'bridged', 6),
  left('CA3', 'hangup', 90),
  ...['CA1', 'CA2', 'CA3', 'CA4', 'CA5', 'CA8', 'CA9'].map(ended),
];

describe('createStory', () => {
  it('tells customers apart from operators, each with the rows of their own call', () => {
    const { customers, shifts } = createStory(reading, rows);
    expect(customers.map(({ customer, callSid }) => [customer, callSid])).toEqual([
      ['early', 'CA1'],
      ['talkative', 'CA2'],
      ['givesUp', 'CA3'],
      ['information', 'CA4'],
      ['leavesMenu', 'CA5'],
    ]);
    expect(customers[2]?.rows).toEqual([left('CA3', 'hangup', 90), ended('CA3')]);
    expect(shifts).toEqual([
      expect.objectContaining({ operator: 'first', callSid: 'CA8', customers: 1, talkSeconds: 60 }),
      expect.objectContaining({ operator: 'second', customers: 1, talkSeconds: 200 }),
    ]);
    expect(shifts[0]?.rows).toEqual([ended('CA8')]);
  });

  it('takes the beginning and the end of a shift from its call', () => {
    const [shift] = createStory(reading, rows).shifts;
    const end = reading.events.find((event) => event.type === 'ended' && event.call === 'CA8');
    expect(shift).toMatchObject({ from: 0, until: end?.at });
  });

  it('counts from the rows who was answered, who gave up, and how long they waited', () => {
    expect(createStory(reading, rows).summary).toEqual({
      customers: 5,
      answered: 2,
      abandoned: 1,
      informed: 1,
      leftMenu: 1,
      averageWaitSeconds: 34,
      longestWaitSeconds: 90,
      busiest: { operator: 'second', customers: 1, talkSeconds: 200 },
      rows: { enqueue_data: 3, queue_data: 0, statuscallback_data: 7 },
      debuggerLog: [],
      webhooks: 0,
    });
  });

  it('tells of what is in the debugger log', () => {
    const place = { url: undefined, line: undefined, text: undefined };
    const { summary } = createStory(
      buildReading({
        type: 'debugger',
        call: 'CA1',
        level: 'error',
        code: 11200,
        message: 'HTTP retrieval failure',
        ...place,
      }),
      [],
    );
    expect(summary.debuggerLog).toEqual(['error 11200 HTTP retrieval failure']);
    expect(summary).toMatchObject({ customers: 0, averageWaitSeconds: 0, longestWaitSeconds: 0 });
  });
});
