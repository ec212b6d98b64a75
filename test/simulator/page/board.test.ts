import type { EventBody } from '../../../src/simulator/events';
import { EMPTY_BOARD, nameOf, reduce } from '../../../src/simulator/page/client/board';
import { CUSTOMER, document, OPERATOR, openRoom, when } from '../../support/twiml-application';
import { answered, buildBoard, dialled, getCall, START, says } from './build-board';

describe('reduce', () => {
  it('has a call with its parties from the dialling on', () => {
    const board = buildBoard({
      type: 'dial',
      call: 'CA1',
      from: 'anonymous',
      to: '+815031234567',
      forwardedFrom: '+81311112222',
      callerName: 'Aiko',
    });
    expect(getCall(board, 'CA1')).toMatchObject({
      from: 'anonymous',
      to: '+815031234567',
      forwardedFrom: '+81311112222',
      callerName: 'Aiko',
      parent: undefined,
      status: 'ringing',
      startedAt: START,
    });
  });

  it('keeps the moment of the answer through later states', () => {
    const board = buildBoard(...dialled('CA1'), {
      type: 'status',
      call: 'CA1',
      status: 'in-progress',
    });
    expect(getCall(board, 'CA1').answeredAt).toBe(START + 2000);
  });

  it('hears the latest sound, until it is cut, and logs how much was heard', () => {
    const before = buildBoard(...dialled('CA1'), says('CA1', 'Welcome.'));
    expect(getCall(before, 'CA1').hears).toMatchObject({ seq: 3, durationMs: 5000 });
    const after = reduce(before, { seq: 4, at: START, type: 'cut', call: 'CA1', heardMs: 800 });
    expect(getCall(after, 'CA1').hears).toBeUndefined();
    expect(getCall(after, 'CA1').log).toEqual([
      expect.objectContaining({ kind: 'sound', seq: 3, cutAfterMs: 800 }),
    ]);
  });

  it('tells music of the queue from other recordings', () => {
    const plays: EventBody = {
      ...{ type: 'hear', call: 'CA1', durationMs: 5000 },
      sound: { kind: 'play', url: 'http://x/a.mp3' },
    };
    const board = buildBoard(
      ...[...dialled('CA1'), plays],
      ...[{ type: 'enqueued', call: 'CA1', queue: 'support', position: 1 } as const, plays],
    );
    expect(getCall(board, 'CA1').log).toMatchObject([{ isQueued: false }, { isQueued: true }]);
  });

  it('cuts the latest sound alone', () => {
    const board = buildBoard(...dialled('CA1'), says('CA1', 'One.'), says('CA1', 'Two.'), {
      type: 'cut',
      call: 'CA1',
      heardMs: 100,
    });
    expect(getCall(board, 'CA1').log).toMatchObject([
      { cutAfterMs: undefined },
      { cutAfterMs: 100 },
    ]);
  });

  it('logs keys, speech and recordings between the sounds', () => {
    const board = buildBoard(
      ...dialled('CA1'),
      { type: 'press', call: 'CA1', keys: '1#' },
      { type: 'speak', call: 'CA1', seconds: 5 },
      { type: 'recorded', call: 'CA1', recording: 'RE1', seconds: 5 },
    );
    expect(getCall(board, 'CA1').log).toMatchObject([
      { kind: 'keys', keys: '1#' },
      { kind: 'note', text: 'You speak for 5 s' },
      { kind: 'note', text: 'Recorded 5 s' },
    ]);
  });

  it('moves up those behind one who leaves the queue, and nobody else', () => {
    const board = buildBoard(
      ...['CA1', 'CA2', 'CA3'].flatMap((call) => dialled(call)),
      { type: 'enqueued', call: 'CA1', queue: 'support', position: 1 },
      { type: 'enqueued', call: 'CA2', queue: 'support', position: 2 },
      { type: 'enqueued', call: 'CA3', queue: 'support', position: 3 },
      {
        type: 'dequeued',
        call: 'CA2',
        queue: 'support',
        position: 2,
        waitedSeconds: 9,
        by: undefined,
      },
    );
    expect(board.queues.support).toMatchObject([
      { call: 'CA1', position: 1, since: START + 9000 },
      { call: 'CA3', position: 2, since: START + 11_000 },
    ]);
    expect(getCall(board, 'CA2').queue).toBeUndefined();
  });

  it('pairs whom an operator takes, first about to be connected, then connected, then parted', () => {
    const taken: EventBody[] = [
      ...dialled('CA1', CUSTOMER),
      ...dialled('CA2', OPERATOR),
      { type: 'enqueued', call: 'CA1', queue: 'support', position: 1 } as const,
      {
        ...({ type: 'dequeued', call: 'CA1', queue: 'support', position: 1 } as const),
        ...{ waitedSeconds: 3, by: 'CA2' },
      },
    ];
    const bridged: EventBody[] = [...taken, { type: 'bridged', calls: ['CA1', 'CA2'] }];
    const parted: EventBody[] = [...bridged, { type: 'parted', calls: ['CA1', 'CA2'], seconds: 1 }];

    expect(getCall(buildBoard(...taken), 'CA1').peer).toMatchObject({
      call: 'CA2',
      isConnected: false,
    });
    expect(getCall(buildBoard(...bridged), 'CA2').peer).toMatchObject({
      call: 'CA1',
      isConnected: true,
    });
    expect(getCall(buildBoard(...parted), 'CA1').peer).toBeUndefined();
    expect(getCall(buildBoard(...parted), 'CA2').log).toMatchObject([
      { kind: 'connected', other: CUSTOMER },
      { kind: 'parted', other: CUSTOMER },
    ]);
  });

  it('ends a call in whatever it is doing', () => {
    const board = buildBoard(
      ...dialled('CA1'),
      ...answered('CA1', document('<Dial><Queue>support</Queue></Dial>')),
      { type: 'enqueued', call: 'CA1', queue: 'support', position: 1 },
      says('CA1', 'Please wait.'),
      { type: 'ended', call: 'CA1', status: 'completed', seconds: 4 },
    );
    expect(getCall(board, 'CA1')).toMatchObject({
      ended: { status: 'completed', seconds: 4 },
      hears: undefined,
      queue: undefined,
      takesCallers: false,
    });
    expect(board.queues.support).toEqual([]);
  });

  it('joins a request to what came of it', () => {
    const board = buildBoard(
      ...dialled('CA1'),
      ...answered('CA1', document(''), { request: 1 }).slice(0, 1),
      ...answered('CA1', document(''), { request: 2 }).slice(0, 1),
      { type: 'failure', request: 2, call: 'CA1', code: 11200, message: 'No answer.', tookMs: 5 },
      ...answered('CA1', document(''), { request: 1 }).slice(1),
    );
    expect(getCall(board, 'CA1').traffic).toMatchObject([
      { kind: 'request', request: 1, outcome: { kind: 'response', status: 200, tookMs: 12 } },
      { kind: 'request', request: 2, outcome: { kind: 'failure', code: 11200, tookMs: 5 } },
    ]);
  });

  it.each([
    ['a Queue in the call itself', 'voice-url', '<Dial><Queue>support</Queue></Dial>', true],
    ['a customer who is queued', 'voice-url', '<Enqueue>support</Enqueue>', false],
    ['what the customer hears before', 'queue-url', '<Dial><Queue>other</Queue></Dial>', false],
  ] as const)('tells who takes callers: %s', (_what, purpose, verbs, takesCallers) => {
    const board = buildBoard(...dialled('CA1'), ...answered('CA1', document(verbs), { purpose }));
    expect(getCall(board, 'CA1').takesCallers).toBe(takesCallers);
  });

  it('puts entries of the debugger log beside the call, and others on their own', () => {
    const entry = {
      ...({ type: 'debugger', level: 'warning', code: 12200, message: 'Sai is no verb' } as const),
      ...{ url: 'http://localhost/voice', line: 3, text: '<Sai>' },
    };
    const board = buildBoard(
      ...dialled('CA1'),
      { ...entry, call: 'CA1' },
      { ...entry, call: undefined, code: 11200 },
    );
    expect(getCall(board, 'CA1').traffic).toMatchObject([
      { kind: 'debugger', entry: { code: 12200, line: 3, text: '<Sai>' } },
    ]);
    expect(board.faults).toMatchObject([{ entry: { code: 11200 } }]);
  });

  it('copes with a call whose beginning is not kept', () => {
    const board = buildBoard(
      says('CA1', 'Please wait.'),
      {
        ...({ type: 'dequeued', call: 'CA1', queue: 'support', position: 1 } as const),
        ...{ waitedSeconds: 3, by: 'CA2' },
      },
      { type: 'bridged', calls: ['CA1', 'CA2'] },
    );
    expect(getCall(board, 'CA2').peer?.call).toBe('CA1');
    expect(getCall(board, 'CA1').from).toBe('');
  });

  it('forgets the earliest of the ended calls, never one that goes on', () => {
    const sids = Array.from({ length: 302 }, (_nothing, index) => `CA${index}`);
    const board = buildBoard(
      ...dialled('CA-live'),
      ...sids.flatMap((call) => [
        ...dialled(call),
        { type: 'ended', call, status: 'completed', seconds: 1 } as const,
      ]),
    );
    expect(Object.keys(board.calls)).toHaveLength(300);
    expect(board.calls).toHaveProperty('CA-live');
    expect(board.calls).not.toHaveProperty('CA0');
    expect(board.calls).toHaveProperty('CA301');
  });

  it('follows a real exchange from the first ring to the end of both calls', async () => {
    const { exchange } = await openRoom({
      '/voice': ({ parameters }) =>
        parameters.From === OPERATOR
          ? '<Dial><Queue url="/announce">support</Queue></Dial>'
          : '<Enqueue waitUrl="/wait">support</Enqueue>',
      '/wait': '<Play>/music.mp3</Play>',
      '/announce': '<Say>An operator is coming.</Say>',
    });
    const [customer, operator] = [exchange.handset(CUSTOMER), exchange.handset(OPERATOR)];
    const look = () => exchange.transcript.events.reduce(reduce, EMPTY_BOARD);
    const { sid } = customer.dial();
    await exchange.waitFor(({ type }) => type === 'hear');
    expect(look().queues.support).toMatchObject([{ call: sid, position: 1 }]);
    expect(getCall(look(), sid).hears?.sound.kind).toBe('play');

    const { sid: operatorSid } = operator.dial();
    await when(exchange, 'bridged');
    expect(look().queues.support).toEqual([]);
    expect(getCall(look(), sid).peer).toMatchObject({ call: operatorSid, isConnected: true });
    expect(getCall(look(), operatorSid).takesCallers).toBe(true);

    customer.hangUp();
    operator.hangUp();
    await exchange.settled();
    expect(Object.values(look().calls).map(({ ended }) => ended?.status)).toEqual([
      'completed',
      'completed',
    ]);
    const requests = getCall(look(), sid).traffic;
    expect(requests.length).toBeGreaterThan(2);
    expect(
      requests.every((item) => item.kind === 'request' && item.outcome?.kind === 'response'),
    ).toBe(true);
  });
});

describe('nameOf', () => {
  it.each([
    ['+819011112222', '+819011112222'],
    ['client:aiko', 'aiko'],
    ['Anonymous', 'anonymous caller'],
    ['', 'somebody'],
  ])('calls %j %j', (number, name) => {
    expect(nameOf(number)).toBe(name);
  });
});
