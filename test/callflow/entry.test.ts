import { answerPin, chooseFromMenu, greet } from '../../src/callflow/entry';
import { UserError } from '../../src/errors';
import { parsePin } from '../../src/operators/pin';
import type { Gather } from '../../src/twilio/twiml';
import { buildCallFlow } from '../support/build-call-flow';

const flow = buildCallFlow();

const enqueue = {
  verb: 'Enqueue',
  queueName: 'support',
  waitUrl: '/wait',
  action: 'https://user:secret@cc.example/exit_enqueue',
};

describe('greet', () => {
  it('gives a customer the menu for 10 s, and then the queue', () => {
    expect(greet('customer', flow)).toEqual([
      { verb: 'Gather', action: '/index', timeoutSeconds: 10, prompt: flow.speak('menu') },
      flow.speak('noInput'),
      enqueue,
    ]);
  });

  it('sends an operator to their queue', () => {
    expect(greet('operator', flow)).toEqual([{ verb: 'Redirect', url: '/operator_queue' }]);
  });

  it('asks to call back where nobody knows who the operators are', () => {
    expect(greet('unknown', flow)).toEqual([flow.speak('trouble')]);
  });
});

const askForPin = (prompt: 'pin' | 'pinAgain', action: string) => ({
  verb: 'Gather',
  action,
  timeoutSeconds: 10,
  maxKeys: 12,
  prompt: flow.speak(prompt),
});

describe('greet, of an operator with a PIN,', () => {
  it('asks for it, once more after silence, and then the call ends', () => {
    const ask = askForPin('pin', '/index?wrong_pins=0');
    expect(greet('pin-needed', flow)).toEqual([ask, ask]);
  });

  it('takes as many keys as a PIN can have', () => {
    const [ask] = greet('pin-needed', flow);
    const longest = '1'.repeat((ask as Gather).maxKeys ?? 0);
    expect(parsePin(longest)).toBe(longest);
    expect(() => parsePin(`${longest}1`)).toThrow(UserError);
  });

  it('asks nothing where the number is locked, and the call ends', () => {
    expect(greet('pin-locked', flow)).toEqual([flow.speak('pinLocked')]);
  });
});

describe('answerPin', () => {
  it.each([0, 1, 2, 3])('goes on as without a PIN after the right one, at wrong %i', (wrong) => {
    expect(answerPin('operator', wrong, flow)).toEqual(greet('operator', flow));
  });

  it.each([
    [0, '/index?wrong_pins=1'],
    [1, '/index?wrong_pins=2'],
  ])('asks again after a wrong one, with %i wrong before', (wrongPins, action) => {
    expect(answerPin('pin-wrong', wrongPins, flow)).toEqual([
      askForPin('pinAgain', action),
      // Silence is no wrong PIN.
      askForPin('pin', action),
    ]);
  });

  it.each([2, 3, 999_999_999_999_999])(
    'ends the call after a wrong one, with %i wrong before',
    (wrongPins) => {
      expect(answerPin('pin-wrong', wrongPins, flow)).toEqual([flow.speak('pinRefused')]);
    },
  );

  it.each(['pin-locked', 'customer', 'unknown'] as const)(
    'gives %s what a call begins with',
    (caller) => {
      expect(answerPin(caller, 0, flow)).toEqual(greet(caller, flow));
    },
  );
});

describe('chooseFromMenu', () => {
  it.each([0, 2, 98])(
    'puts a customer who presses 1 into the queue, after %i wrong keys',
    (wrongKeys) => {
      expect(chooseFromMenu({ digits: '1', wrongKeys }, flow)).toEqual([
        flow.speak('connecting'),
        enqueue,
      ]);
    },
  );

  it.each([0, 2, 98])(
    'gives a customer who presses 2 the information, after %i wrong keys',
    (wrongKeys) => {
      expect(chooseFromMenu({ digits: '2', wrongKeys }, flow)).toEqual([
        { verb: 'Redirect', url: '/information' },
      ]);
    },
  );

  it.each(['', '0', '3', '9', '*', '#', '11', '01', '1 ', '１', '1#', '-1'])(
    'asks again after the key "%s", and counts it',
    (digits) => {
      expect(chooseFromMenu({ digits, wrongKeys: 0 }, flow)).toEqual([
        {
          verb: 'Gather',
          action: '/index?wrong_keys=1',
          timeoutSeconds: 10,
          prompt: flow.speak('menuAgain'),
        },
        flow.speak('noInput'),
        enqueue,
      ]);
    },
  );

  it.each([
    [3, 1, '/index?wrong_keys=2'],
    [2, 0, '/index?wrong_keys=1'],
    [99, 97, '/index?wrong_keys=98'],
  ])('asks again, of %i tries, after %i wrong keys', (menuTries, wrongKeys, action) => {
    expect(chooseFromMenu({ digits: '9', wrongKeys }, buildCallFlow({ menuTries }))).toMatchObject([
      { verb: 'Gather', action },
      { verb: 'Say' },
      { verb: 'Enqueue' },
    ]);
  });

  it.each([
    [3, 2],
    [3, 3],
    [3, 999_999_999_999_999],
    [2, 1],
    [1, 0],
    [99, 98],
  ])('asks no more, of %i tries, after %i wrong keys', (menuTries, wrongKeys) => {
    expect(chooseFromMenu({ digits: '9', wrongKeys }, buildCallFlow({ menuTries }))).toEqual([
      flow.speak('noInput'),
      enqueue,
    ]);
  });

  it('names the queue that is set', () => {
    const document = chooseFromMenu(
      { digits: '1', wrongKeys: 0 },
      buildCallFlow({ queueName: '営業 <1>' }),
    );
    expect(document).toContainEqual({ ...enqueue, queueName: '営業 <1>' });
  });
});
