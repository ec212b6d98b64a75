import type { ChildProcess } from 'node:child_process';

/** A connection as Node hands it to a worker. */
interface Handle {
  close(): void;
}

/**
 * Ends the connection that was being handed to a worker when the worker ended. Node would leave it
 * open for as long as the primary lives, and somebody would listen to silence; whose connection
 * breaks asks again.
 * https://github.com/nodejs/node/blob/v20.x/lib/internal/cluster/round_robin_handle.js
 */
export function endUnfinishedHandover(child: ChildProcess): void {
  const send = child.send as (...args: unknown[]) => boolean;
  let handed: Handle | undefined;
  child.send = (...args: unknown[]) => {
    const [message, handle] = args;
    if (isHandover(message)) handed = handle as Handle | undefined;
    return send.apply(child, args);
  };
  // One that was taken has been closed here already: to close it again does nothing.
  child.once('exit', () => handed?.close());
}

function isHandover(message: unknown): boolean {
  return (Object(message) as { act?: unknown }).act === 'newconn';
}
