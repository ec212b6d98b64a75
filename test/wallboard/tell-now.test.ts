import { type LiveCall, mergeAll } from '../../src/wallboard/live-call';
import { LOST_AFTER_MS, tellNow } from '../../src/wallboard/tell-now';
import { buildLiveCall, START, sid } from './build-live-call';

const now = (calls: readonly LiveCall[], at = START + 60_000) => {
  const { waiting, operators, talking, lost } = tellNow(mergeAll(calls), at);
  const name = ({ callSid, state }: LiveCall) => [callSid, state];
  return {
    waiting: waiting.map(name),
    operators: operators.map(name),
    talking: talking.map(name),
    lost: lost.map(name),
  };
};
const [CUSTOMER, OPERATOR, OTHER] = [sid(1), sid(2), sid(3)];
const nobody = { waiting: [], operators: [], talking: [], lost: [] };
const at = (second: number) => ({
  since: START + second * 1000,
  heardAt: START + second * 1000,
});
const ready = (second: number) =>
  buildLiveCall({ callSid: OPERATOR, role: 'operator', state: 'ready', ...at(second) });
const talking = (second: number, callSid = CUSTOMER) =>
  buildLiveCall({ callSid, state: 'talking', withCall: OPERATOR, ...at(second) });

describe('what goes on now', () => {
  it('is nothing where nobody calls', () => {
    expect(now([])).toEqual(nobody);
  });

  it('is who waits and who is free', () => {
    expect(now([buildLiveCall(), ready(0)])).toEqual({
      ...nobody,
      waiting: [[CUSTOMER, 'waiting']],
      operators: [[OPERATOR, 'ready']],
    });
  });

  it('is a talk, of both sides, also where only the customer’s was heard', () => {
    expect(now([ready(0), talking(5)])).toEqual({
      ...nobody,
      operators: [[OPERATOR, 'talking']],
      talking: [[CUSTOMER, 'talking']],
    });
  });

  it('is an operator who is free again, once the customer has gone', () => {
    const left = buildLiveCall({ state: 'left', ...at(9) });
    const side = {
      ...talking(5),
      callSid: OPERATOR,
      role: 'operator',
      withCall: CUSTOMER,
    } as const;
    expect(now([side, talking(5), left])).toEqual({
      ...nobody,
      operators: [[OPERATOR, 'ready']],
    });
  });

  it('is no talk any more, once the operator is on the queue again or with another', () => {
    expect(now([talking(5), ready(9)]).talking).toEqual([]);
    expect(now([ready(0), talking(5), talking(9, OTHER)]).talking).toEqual([[OTHER, 'talking']]);
  });

  it('is no talk any more, once the operator’s call has ended', () => {
    const ended = { ...ready(9), state: 'ended' as const };
    expect(now([talking(5), ended])).toEqual(nobody);
  });

  it('is not who was not heard of for a quarter of an hour, though they are named', () => {
    const calls = [buildLiveCall(), ready(0)];
    expect(now(calls, START + LOST_AFTER_MS).lost).toEqual([]);
    expect(now(calls, START + LOST_AFTER_MS + 1)).toEqual({
      ...nobody,
      lost: [
        [CUSTOMER, 'waiting'],
        [OPERATOR, 'ready'],
      ],
    });
  });

  it('is a talk for as long as Twilio lets one last', () => {
    expect(now([talking(0)], START + 4 * 3_600_000).talking).toHaveLength(1);
    expect(now([talking(0)], START + 4 * 3_600_001)).toMatchObject({ talking: [], operators: [] });
  });
});
