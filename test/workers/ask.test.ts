import { EventEmitter } from 'node:events';
import { UnansweredError } from '../../src/errors';
import { type ChannelEnd, connect } from '../../src/workers/ask';

type Calls = {
  double: { says: number; gets: number };
  never: { says: null; gets: null };
};

/** Two ends of a channel, over which things travel as JSON, as between processes. */
function buildChannel() {
  const ends = [new EventEmitter(), new EventEmitter()] as const;
  const endOf = (own: EventEmitter, other: EventEmitter): ChannelEnd => ({
    send(message, onSent) {
      const text = JSON.stringify(message);
      setImmediate(() => {
        other.emit('message', JSON.parse(text));
        onSent(null);
      });
      return true;
    },
    on: (event: string, listener: (message: unknown) => void) => own.on(event, listener),
  });
  return { ends, first: endOf(ends[0], ends[1]), second: endOf(ends[1], ends[0]) };
}

function buildPair() {
  const { ends, first, second } = buildChannel();
  const ask = connect<Calls, Record<string, never>>(first, {});
  connect<Record<string, never>, Calls>(second, {
    double(number) {
      if (number < 0) throw new Error('less than nothing');
      return number * 2;
    },
    never: () => new Promise(() => {}),
  });
  return { ask, ends };
}

describe('a process that asks another', () => {
  it('gets each answer to its own question', async () => {
    const { ask } = buildPair();
    const asked = [1, 2, 3].map((number) => ask('double', number));
    expect(await Promise.all(asked)).toEqual([2, 4, 6]);
  });

  it('gets the words of what went wrong', async () => {
    const { ask } = buildPair();
    await expect(ask('double', -1)).rejects.toThrow('less than nothing');
  });

  it('waits no longer than it says', async () => {
    const { ask } = buildPair();
    await expect(ask('never', null, 10)).rejects.toThrow(UnansweredError);
  });

  it('does not wait for one that is gone, asked before or after', async () => {
    const { ask, ends } = buildPair();
    const asked = ask('never', null);
    ends[0].emit('disconnect');
    await expect(asked).rejects.toThrow(UnansweredError);
    await expect(ask('double', 1)).rejects.toThrow(UnansweredError);
  });

  it('is told where its question cannot even be sent', async () => {
    const end: ChannelEnd = {
      send() {
        throw new Error('channel closed');
      },
      on: () => {},
    };
    const ask = connect<Calls, Record<string, never>>(end, {});
    await expect(ask('double', 1)).rejects.toThrow(UnansweredError);
  });
});
