import { listSteps } from '../../src/demo/steps';
import type { EventBody } from '../../src/simulator/events';
import { buildDequeued, buildDial, buildEnd, buildHear, buildReading } from './build-transcript';

const stepsOf = (...bodies: EventBody[]) =>
  listSteps('CA1', buildReading(buildDial('CA1', 'early'), buildDial('CA9', 'first'), ...bodies));

const hangUp = (call: string): EventBody => ({ type: 'hang-up', call });
const hear = (text: string, durationMs?: number) => buildHear('CA1', text, durationMs);
const bridged: EventBody = { type: 'bridged', calls: ['CA1', 'CA9'] };
const parted: EventBody = { type: 'parted', calls: ['CA1', 'CA9'], seconds: 60 };

describe('listSteps', () => {
  it('tells of prompts and keys in their order', () => {
    expect(
      stepsOf(
        hear('menu'),
        { type: 'press', call: 'CA1', keys: '2' },
        { type: 'gathered', call: 'CA1', digits: '2', finishedOnKey: '' },
        hear('information'),
        buildEnd('CA1'),
      ),
    ).toEqual([
      { kind: 'hears', prompt: 'menu' },
      { kind: 'presses', keys: '2' },
      { kind: 'hears', prompt: 'information' },
      { kind: 'call-ends' },
    ]);
  });

  it('tells of a customer who presses nothing, and of texts that are no prompts', () => {
    expect(
      stepsOf(
        { type: 'gathered', call: 'CA1', digits: '', finishedOnKey: '' },
        hear(' An owner’s text. '),
        buildEnd('CA1'),
      ),
    ).toEqual([
      { kind: 'presses-nothing' },
      { kind: 'hears-text', text: 'An owner’s text.' },
      { kind: 'call-ends' },
    ]);
  });

  it('makes one wait of many turns, with each place once', () => {
    const turns = ['place 3', 'music', 'place 3', 'music', 'place 1'].map((text) => hear(text));
    expect(stepsOf(...turns, hangUp('CA1'), buildEnd('CA1'), buildDequeued('CA1', 90))).toEqual([
      { kind: 'waits', places: [3, 1], hearsMusic: true },
      { kind: 'gives-up', waitedSeconds: 90 },
    ]);
  });

  it('tells of a talk that the customer ends, whose end stands behind that of the call', () => {
    expect(
      stepsOf(
        buildDequeued('CA1', 7, 'CA9'),
        hear('operatorComing'),
        bridged,
        hangUp('CA1'),
        buildEnd('CA1'),
        parted,
        hangUp('CA9'),
      ),
    ).toEqual([
      { kind: 'connected', operator: 'first', waitedSeconds: 7 },
      { kind: 'talks', seconds: 60 },
      { kind: 'hangs-up' },
    ]);
  });

  it('tells of a talk that the operator ends', () => {
    const ends = [hangUp('CA9'), buildEnd('CA9'), parted, buildEnd('CA1')];
    expect(stepsOf(buildDequeued('CA1', 0, 'CA9'), bridged, ...ends).at(-1)).toEqual({
      kind: 'operator-hangs-up',
      operator: 'first',
    });
  });

  it.each([
    ['before it is over', 5000, 'hangs-up-in-mid-prompt'],
    ['when it is over', 500, 'hangs-up'],
  ])('tells of a customer who hangs up on a prompt %s', (_when, durationMs, kind) => {
    const steps = stepsOf(hear('menu', durationMs), hangUp('CA1'), buildEnd('CA1'));
    expect(steps).toEqual([{ kind: 'hears', prompt: 'menu' }, { kind }]);
  });

  it('tells of a customer who hangs up as an operator comes, who did not give up', () => {
    expect(
      stepsOf(
        buildDequeued('CA1', 7, 'CA9'),
        hear('operatorComing', 5000),
        hangUp('CA1'),
        buildEnd('CA1'),
      ),
    ).toEqual([{ kind: 'hears', prompt: 'operatorComing' }, { kind: 'hangs-up-in-mid-prompt' }]);
  });
});
