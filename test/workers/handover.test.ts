import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { endUnfinishedHandover } from '../../src/workers/handover';

/** A worker's process that only notes what it is sent. */
class Child extends EventEmitter {
  readonly sent: unknown[][] = [];
  send(...args: unknown[]): boolean {
    this.sent.push(args);
    return true;
  }
}

describe('endUnfinishedHandover', () => {
  const start = () => {
    const child = new Child();
    endUnfinishedHandover(child as unknown as ChildProcess);
    return child;
  };

  it('ends the connection that was handed to a worker last, when the worker ends', () => {
    const child = start();
    const handle = { close: jest.fn() };
    child.send({ cmd: 'NODE_CLUSTER', act: 'newconn', key: 'x' }, handle);
    child.send({ hello: 'worker' });
    expect(handle.close).not.toHaveBeenCalled();
    child.emit('exit', null, 'SIGKILL');
    expect(handle.close).toHaveBeenCalledTimes(1);
  });

  it('sends everything as it is, and ends nothing else', () => {
    const child = start();
    const listener = { close: jest.fn() };
    child.send({ cmd: 'NODE_CLUSTER', act: 'listening' }, listener);
    child.emit('exit', 0, null);
    expect(child.sent).toEqual([[{ cmd: 'NODE_CLUSTER', act: 'listening' }, listener]]);
    expect(listener.close).not.toHaveBeenCalled();
  });
});
