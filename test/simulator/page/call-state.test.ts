import type { EventBody } from '../../../src/simulator/events';
import { describeCall, findCalls, findSound } from '../../../src/simulator/page/client/call-state';
import { CUSTOMER, document, OPERATOR } from '../../support/twiml-application';
import { answered, buildBoard, dialled, getCall, START, says } from './build-board';

const DIALS_QUEUE = document('<Say>Ready.</Say><Dial><Queue>support</Queue></Dial>');
const RINGS: EventBody = {
  ...{ type: 'ring', call: 'CA2', parent: 'CA1', from: CUSTOMER, to: OPERATOR },
};
const ENQUEUED: EventBody = { type: 'enqueued', call: 'CA1', queue: 'support', position: 2 };

describe('describeCall', () => {
  it('is ready without a call', () => {
    expect(describeCall(buildBoard(), undefined, START).text).toBe('Ready to call');
  });

  it.each<[text: string, look: string, sid: string, events: EventBody[]]>([
    ['Ringing', 'ringing', 'CA1', dialled('CA1').slice(0, 2)],
    ['On the line', 'menu', 'CA1', [...dialled('CA1'), says('CA1', 'Press 1.')]],
    ['Waiting: 2nd in line', 'waiting', 'CA1', [...dialled('CA1'), ENQUEUED]],
    [`Rings: a call from ${CUSTOMER}`, 'ringing', 'CA2', [...dialled('CA1', CUSTOMER), RINGS]],
    [
      `Being connected with ${OPERATOR}`,
      'waiting',
      'CA1',
      [
        ...dialled('CA1', CUSTOMER),
        ...dialled('CA2', OPERATOR),
        ENQUEUED,
        {
          ...{ type: 'dequeued', call: 'CA1', queue: 'support', position: 2 },
          ...{ waitedSeconds: 1, by: 'CA2' },
        },
      ],
    ],
    [
      `Talking to ${OPERATOR}`,
      'talking',
      'CA1',
      [...dialled('CA1', CUSTOMER), RINGS, { type: 'bridged', calls: ['CA1', 'CA2'] }],
    ],
    [
      'Ringing the other side',
      'ringing',
      'CA1',
      [
        ...dialled('CA1'),
        { type: 'hear', call: 'CA1', sound: { kind: 'ringing' }, durationMs: 9e3 },
      ],
    ],
    [
      'Listening',
      'menu',
      'CA1',
      [...dialled('CA1'), ...answered('CA1', DIALS_QUEUE), says('CA1', 'Ready.')],
    ],
    [
      'Ready: waiting for the next caller',
      'ready',
      'CA1',
      [...dialled('CA1'), ...answered('CA1', DIALS_QUEUE)],
    ],
    [
      'Being recorded',
      'menu',
      'CA1',
      [...dialled('CA1'), ...answered('CA1', document('<Record/>'))],
    ],
    [
      'Call ended after 1:05',
      'idle',
      'CA1',
      [...dialled('CA1'), { type: 'ended', call: 'CA1', status: 'completed', seconds: 65 }],
    ],
    [
      'Call ended before it was answered',
      'idle',
      'CA1',
      [
        ...dialled('CA1').slice(0, 2),
        { type: 'ended', call: 'CA1', status: 'no-answer', seconds: 0 },
      ],
    ],
    [
      'Not answered',
      'idle',
      'CA2',
      [...dialled('CA1'), RINGS, { type: 'ended', call: 'CA2', status: 'no-answer', seconds: 0 }],
    ],
  ])('says "%s"', (text, look, sid, events) => {
    const board = buildBoard(...events);
    const now = START + 1000 * (events.length - 1);
    expect(describeCall(board, getCall(board, sid), now)).toEqual({ look, text });
  });

  it('calls others by the names it is given', () => {
    const board = buildBoard(...dialled('CA1', CUSTOMER), RINGS);
    expect(describeCall(board, getCall(board, 'CA2'), START, () => 'Aiko').text).toBe(
      'Rings: a call from Aiko',
    );
  });
});

describe('findSound', () => {
  it('finds a sound for as long as it lasts', () => {
    const board = buildBoard(...dialled('CA1'), says('CA1', 'Welcome.', 5000));
    const call = getCall(board, 'CA1');
    const beganAt = START + 3000;
    expect(findSound(call, beganAt + 4999)).toBeDefined();
    expect(findSound(call, beganAt + 5000)).toBeUndefined();
  });
});

describe('findCalls', () => {
  const board = buildBoard(
    ...dialled('CA1', CUSTOMER),
    RINGS,
    ...dialled('CA3', 'anonymous'),
    ...dialled('CA4', 'anonymous'),
  );
  const sids = (number: string, placed: string[] = []) =>
    findCalls(board, { number, placed }).map(({ sid }) => sid);

  it('finds the calls from a number, and those that ring it', () => {
    expect(sids(CUSTOMER)).toEqual(['CA1']);
    expect(sids(OPERATOR)).toEqual(['CA2']);
  });

  it('tells withheld callers apart by the calls they placed', () => {
    expect(sids('anonymous', ['CA4'])).toEqual(['CA4']);
    expect(sids('anonymous')).toEqual([]);
  });
});
