import { type IncomingHttpHeaders, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { TLSSocket } from 'node:tls';
import { describeError } from '../errors';

/** A request as Twilio would make it; a form makes it a POST. */
export interface Question {
  url: URL;
  form?: URLSearchParams;
  headers?: Record<string, string>;
}

/** What was answered. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  /** As much of it as is worth a look. */
  body: string;
  tookMs: number;
  /** When the certificate of the answerer ends; undefined over http. */
  certificateEndsAt: Date | undefined;
}

/** There was no whole answer; the cause is what the network or TLS had against it. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** Whether it was given up after ten seconds. */
  readonly isLate: boolean;
  /** Whether an answer had begun. */
  readonly hasBegun: boolean;

  constructor(cause: unknown, { isLate, hasBegun }: { isLate: boolean; hasBegun: boolean }) {
    super(describeError(cause), { cause });
    this.isLate = isLate;
    this.hasBegun = hasBegun;
  }
}

/** Twilio gives up after 15 s. */
const PATIENCE_MS = 10_000;
const MAX_BODY = 64 * 1024;

/**
 * Asks once on a connection of its own, following no redirects. Rejects with a `NoAnswerError` where
 * the network or TLS has something against it, and after ten seconds.
 */
export function ask({ url, form, headers = {} }: Question): Promise<Reply> {
  const start = performance.now();
  const body = form?.toString();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const options: RequestOptions = {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...headers,
      'User-Agent': 'minicc doctor',
      ...(body === undefined
        ? {}
        : {
            'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
            'Content-Length': Buffer.byteLength(body),
          }),
    },
    agent: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    let hasBegun = false;
    const fail = (error: unknown) =>
      reject(new NoAnswerError(error, { isLate: signal.aborted, hasBegun }));
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(withoutUserInfo(url), options, (response) => {
      hasBegun = true;
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
          tookMs: performance.now() - start,
          certificateEndsAt: findCertificateEnd(response.socket),
        });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size < MAX_BODY) return;
        finish();
        request.destroy();
      });
      response.once('end', finish).once('error', fail);
    });
    request.once('error', fail);
    request.end(body);
  });
}

/** What stands there is put into a header by Node, and a fragment stays at home. */
function withoutUserInfo(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  bare.hash = '';
  return bare;
}

function findCertificateEnd(socket: unknown): Date | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const { valid_to: end } = socket.getPeerCertificate();
  return end === undefined ? undefined : new Date(end);
}
