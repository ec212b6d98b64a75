import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection to a server on which any bytes can be sent. */
export interface RawClient {
  socket: Socket;
  /** How much came back so far. */
  receivedBytes(): number;
  /** Sends, whether or not the server still listens. */
  send(bytes: string | Uint8Array): void;
  /** Fulfilled once the server ended the connection, with the milliseconds since it was opened. */
  ended: Promise<number>;
  /** Waits for so many answers, or for the end of the connection. */
  answers(count?: number): Promise<RawAnswer[]>;
  close(): void;
}

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  /** Names in small letters; the last of several alike. */
  headers: Record<string, string>;
  body: string;
}

/** Connects to `http://HOST:PORT`; answers to HEAD announce bodies that do not come. */
export async function openRawClient(origin: string, { isHead = false } = {}): Promise<RawClient> {
  const { hostname, port } = new URL(origin);
  // Whoever does not hang up when the server does is a client to be reckoned with, too.
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const reader = createAnswerReader(isHead);
  const openedAt = performance.now();
  const ended = new Promise<number>((resolve) => {
    const end = () => resolve(performance.now() - openedAt);
    socket.once('end', end).once('close', end);
  });
  socket.on('data', (chunk: Buffer) => reader.read(chunk)).on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), ended]);
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  return {
    socket,
    ended,
    receivedBytes: () => reader.bytes,
    send: (bytes) => {
      if (!socket.destroyed) socket.write(bytes);
    },
    async answers(count = 1) {
      while (!isOver && reader.answers.length < count && reader.fault === undefined) {
        await Promise.race([once(socket, 'data'), ended]).catch(() => undefined);
      }
      if (reader.fault !== undefined) throw reader.fault;
      return reader.answers;
    },
    close: () => socket.destroy(),
  };
}

/** Sends bytes on a connection of their own and gives the answers, as many as are expected. */
export async function sendRaw(
  origin: string,
  bytes: string | Uint8Array,
  count = 1,
): Promise<RawAnswer[]> {
  const client = await openRawClient(origin);
  client.send(bytes);
  try {
    return await client.answers(count);
  } finally {
    client.close();
  }
}

interface AnswerReader {
  /** The complete ones so far; interim ones (1xx) are left out. */
  answers: RawAnswer[];
  bytes: number;
  /** What was no well-formed HTTP. */
  fault: Error | undefined;
  read(chunk: Buffer): void;
}

/** Reads answers as their bytes come. */
function createAnswerReader(isHead: boolean): AnswerReader {
  let rest: Buffer = Buffer.alloc(0);
  const reader: AnswerReader = { answers: [], bytes: 0, fault: undefined, read };

  function read(chunk: Buffer): void {
    reader.bytes += chunk.length;
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    try {
      while (reader.fault === undefined && readOne());
    } catch (error) {
      reader.fault = error as Error;
    }
  }

  function readOne(): boolean {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const { status, headers } = readHead(rest.subarray(0, end).toString('latin1'));
    const body = isHead ? NOTHING : readBody(status, headers, rest.subarray(end + 4));
    if (body === undefined) return false;
    rest = rest.subarray(end + 4 + body.length);
    if (status >= 200) reader.answers.push({ status, headers, body: body.text.toString('utf8') });
    return true;
  }

  return reader;
}

interface Body {
  text: Buffer;
  /** Of its bytes on the wire. */
  length: number;
}

const NOTHING: Body = { text: Buffer.alloc(0), length: 0 };

function readHead(head: string): { status: number; headers: Record<string, string> } {
  const [statusLine = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3}) [\x20-\x7e]*$/.exec(statusLine)?.[1];
  if (status === undefined) throw new Error(`no status line: ${JSON.stringify(statusLine)}`);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+): ([\x20-\x7e\x80-\xff]*)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`no header: ${JSON.stringify(line)}`);
    headers[name.toLowerCase()] = value ?? '';
  }
  return { status: Number(status), headers };
}

function readBody(status: number, headers: Record<string, string>, rest: Buffer): Body | undefined {
  if (status < 200 || status === 204 || status === 304) return NOTHING;
  // Has no end, and what it begins with is not of interest here.
  if (headers['content-type']?.startsWith('text/event-stream')) return NOTHING;
  if (headers['transfer-encoding'] === 'chunked') return readChunks(rest);
  const length = Number(headers['content-length']);
  if (!(length >= 0)) throw new Error(`an answer of unknown length, status ${status}`);
  return rest.length < length ? undefined : { text: rest.subarray(0, length), length };
}

function readChunks(bytes: Buffer): Body | undefined {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const size = bytes.subarray(at, end).toString('latin1');
    if (!/^[\da-f]{1,8}$/i.test(size)) throw new Error(`no chunk size: ${JSON.stringify(size)}`);
    const length = Number.parseInt(size, 16);
    if (bytes.length < end + 4 + length) return undefined;
    chunks.push(bytes.subarray(end + 2, end + 2 + length));
    at = end + 4 + length;
    if (length === 0) return { text: Buffer.concat(chunks), length: at };
  }
}
