import type { Call } from './call';
import {
  DocumentFailed,
  type DocumentRequest,
  type DocumentScope,
  loadDocument,
  type RunEnd,
} from './document';
import { CallEnded, CallRedirected } from './interruption';
import type { Switchboard } from './switchboard';
import { executeVerb } from './verbs/execute-verb';
import { playRecording, sayText } from './verbs/hear';
import type { Next } from './verbs/verb-run';

/**
 * Executes a document, and those it leads to, until there is none. Throws `DocumentFailed` where one
 * cannot be used, and what interrupts the call.
 */
export async function runDocuments(scope: DocumentScope, first: DocumentRequest): Promise<RunEnd> {
  let next: Next = { kind: 'document', request: first };
  for (;;) {
    if (next.kind !== 'document') return next.kind;
    next = await runDocument(scope, next.request);
  }
}

async function runDocument(scope: DocumentScope, request: DocumentRequest): Promise<Next> {
  const { document, url } = await loadDocument(scope, request);
  const run = { ...scope, documentUrl: url };
  switch (document.kind) {
    case 'audio':
      await playRecording(run, url);
      return scope.context === 'wait' ? { kind: 'finished' } : { kind: 'hangup' };
    case 'text':
      await sayText(run, { text: document.text, language: 'en-US', voice: undefined });
      return { kind: 'hangup' };
    case 'twiml':
      for (const [index, verb] of document.verbs.entries()) {
        const next = await executeVerb(run, verb, document.verbs[index + 1]);
        if (next) return next;
      }
      return { kind: 'finished' };
  }
}

/** Executes documents on a call from `first` on, wherever it is redirected, to the call's end. */
export async function serveCall(
  switchboard: Switchboard,
  call: Call,
  first: DocumentRequest,
): Promise<void> {
  let next: DocumentRequest | undefined = first;
  while (next && !call.hasEnded) next = await runUntilRedirected(switchboard, call, next);
  call.end();
}

/** Gives where the call was redirected, or undefined where it is over. */
async function runUntilRedirected(
  switchboard: Switchboard,
  call: Call,
  first: DocumentRequest,
): Promise<DocumentRequest | undefined> {
  const extraParameters = () => [];
  const scope = {
    switchboard,
    call,
    signal: call.signal,
    context: 'call',
    extraParameters,
  } as const;
  try {
    await runWithFallback(scope, first);
    return undefined;
  } catch (interruption) {
    if (interruption instanceof CallEnded) return undefined;
    if (!(interruption instanceof CallRedirected)) throw interruption;
    return call.resume() ?? interruption.to;
  }
}

/**
 * Executes the documents of a call from its first to its last. One that fails is replaced by that of
 * the fallback URL; without it, the caller hears that there was an error.
 * https://www.twilio.com/docs/usage/security/availability-reliability
 */
async function runWithFallback(scope: DocumentScope, first: DocumentRequest): Promise<void> {
  try {
    await runDocuments(scope, first);
  } catch (error) {
    if (!(error instanceof DocumentFailed)) throw error;
    const fallback = requestFallback(scope, error);
    try {
      if (fallback) {
        await runDocuments(scope, fallback);
        return;
      }
    } catch (again) {
      if (!(again instanceof DocumentFailed)) throw again;
    }
    await sayText({ ...scope, documentUrl: '' }, APPLICATION_ERROR);
  }
}

/** What callers were heard to hear: https://github.com/bmlt-enabled/yap/pull/1629 */
const APPLICATION_ERROR = {
  text: 'We are sorry, an application error has occurred. Goodbye.',
  language: 'en-US',
  voice: undefined,
};

function requestFallback(
  { switchboard }: DocumentScope,
  { code, url }: DocumentFailed,
): DocumentRequest | undefined {
  return switchboard.fallbackUrl === undefined
    ? undefined
    : {
        purpose: 'fallback-url',
        url: switchboard.fallbackUrl,
        method: 'POST',
        parameters: [
          ['ErrorCode', String(code)],
          ['ErrorUrl', url],
        ],
      };
}
