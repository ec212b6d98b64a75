import { exitEnqueue } from '../../src/callflow/exit-enqueue';
import { buildCallFlow } from '../support/build-call-flow';

const flow = buildCallFlow();

// https://www.twilio.com/docs/voice/twiml/enqueue
describe('exitEnqueue', () => {
  it('tells a customer for whom the queue has no room', () => {
    expect(exitEnqueue({ queueResult: 'queue-full' }, flow)).toEqual([flow.speak('queueFull')]);
  });

  it.each(['error', 'system-error'])('tells a customer of trouble after %s', (queueResult) => {
    expect(exitEnqueue({ queueResult }, flow)).toEqual([flow.speak('trouble')]);
  });

  it.each([
    'bridged',
    'bridging-in-process',
    'hangup',
    'leave',
    'redirected',
    'redirected-from-bridged',
    'Queue-Full',
    'something new',
    '',
    undefined,
  ])('says nothing after %s', (queueResult) => {
    expect(exitEnqueue({ queueResult }, flow)).toEqual([]);
  });
});
