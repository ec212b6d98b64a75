import type { DocumentRequest } from './document';

/** Why a call leaves what it is doing: it ended. */
export class CallEnded extends Error {
  override readonly name = 'CallEnded';
}

/** Why a call leaves what it is doing: it was told, from outside, to go on with another document. */
export class CallRedirected extends Error {
  override readonly name = 'CallRedirected';
  readonly to: DocumentRequest;

  constructor(to: DocumentRequest) {
    super('The call goes on with another document.');
    this.to = to;
  }
}

/** Settles as `promise` does, or rejects with the signal's reason as soon as that is aborted. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
