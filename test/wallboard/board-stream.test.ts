import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express from 'express';
import type { BoardMessage } from '../../src/wallboard/board';
import { createBoardStream } from '../../src/wallboard/board-stream';
import { eventually } from '../support/running-server';
import { type FollowedStream, followStream } from './follow-stream';

const FIRST: BoardMessage = { board: undefined, now: 1 };
/** More than the buffers of two sockets hold. */
const LARGE_MESSAGES = 200;
const LETTERS = 100_000;

describe('a stream of boards', () => {
  let server: Server;
  let url: string;
  let listeners: Set<(message: BoardMessage) => void>;
  const streams: FollowedStream[] = [];

  beforeEach(async () => {
    listeners = new Set();
    const stream = createBoardStream({
      current: async () => FIRST,
      watch(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      nudge: () => undefined,
      close: () => undefined,
    });
    server = createServer(express().get('/', stream.answer)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    jest.useRealTimers();
    for (const stream of streams.splice(0)) stream.close();
    server.close();
    server.closeAllConnections();
  });

  const send = (message: BoardMessage) => {
    for (const listener of listeners) listener(message);
  };

  async function follow(): Promise<FollowedStream> {
    const stream = await followStream(url, '');
    streams.push(stream);
    return stream;
  }

  it('is there for fifty screens, and for another when one has gone', async () => {
    for (let screens = 0; screens < 50; screens += 1) expect((await follow()).status).toBe(200);
    const refused = await fetch(url);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toEqual({ error: 'Too many wallboards are open.' });

    streams[0]?.close();
    await eventually(() => listeners.size === 49);
    const another = await follow();
    expect(another.status).toBe(200);
    await eventually(() => another.messages.length === 1);
    expect(another.messages).toEqual([{ now: 1 }]);
  });

  it('is not held open for who asks for its headers alone', async () => {
    const { status, headers } = await fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.timeout(5000),
    });
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toContain('text/event-stream');
    expect(listeners.size).toBe(0);
  });

  it('skips what is no longer new for a reader who was slow', async () => {
    const reader = await openReader();
    for (let sent = 1; sent <= LARGE_MESSAGES; sent += 1) send(largeMessage(sent));
    let received = '';
    reader.setEncoding('utf8').on('data', (part) => {
      received += part;
    });
    reader.resume();
    const listTimes = () => [...received.matchAll(/"now":(\d+)/g)].map(([, now]) => Number(now));
    await eventually(() => listTimes().at(-1) === LARGE_MESSAGES);
    const times = listTimes();
    expect(times.length).toBeLessThan(LARGE_MESSAGES / 2);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    reader.destroy();
  });

  it('ends for a reader who takes nothing for half a minute', async () => {
    await openReader();
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'],
    });
    for (let sent = 1; sent <= LARGE_MESSAGES; sent += 1) send(largeMessage(sent));
    jest.advanceTimersByTime(29_000);
    expect(listeners.size).toBe(1);
    jest.advanceTimersByTime(2000);
    jest.useRealTimers();
    await eventually(() => listeners.size === 0);
  });

  /** Asks for the stream, and reads nothing of it yet. */
  async function openReader(): Promise<Socket> {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1').pause();
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await eventually(() => listeners.size === 1);
    return socket;
  }
});

function largeMessage(now: number): BoardMessage {
  return { now, board: { note: 'x'.repeat(LETTERS) } as never };
}
