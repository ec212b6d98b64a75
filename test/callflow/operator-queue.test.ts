import { operatorQueue } from '../../src/callflow/operator-queue';
import { buildCallFlow } from '../support/build-call-flow';

const flow = buildCallFlow({ queueName: 'sales', wrapUpSeconds: 7 });

const turn = [
  { verb: 'DialQueue', queueName: 'sales', url: '/guidance', timeoutSeconds: 600 },
  { verb: 'Pause', lengthSeconds: 7 },
  { verb: 'Redirect', url: '/operator_queue?signed_in=yes' },
];

describe('operatorQueue', () => {
  it('tells an operator who calls that they are on the queue, and dials it', () => {
    expect(operatorQueue({ signedIn: false }, flow)).toEqual([
      flow.speak('operatorOnQueue'),
      ...turn,
    ]);
  });

  it('dials the queue again, after a breath, without a word', () => {
    expect(operatorQueue({ signedIn: true }, flow)).toEqual(turn);
  });
});
