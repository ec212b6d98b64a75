import type { Call } from './call';
import { documentParameters, type Parameters } from './call-parameters';
import type { RequestPurpose } from './events';
import { untilAborted } from './interruption';
import type { CallWebhook, Switchboard } from './switchboard';
import type { TwimlContext } from './twiml/grammar';
import { type ReadDocument, readDocument } from './twiml/read-document';
import type { WebhookSession } from './webhook/client';

/** Where a call's next document comes from: an address, or a text that is at hand. */
export type DocumentRequest = AddressedRequest | { twiml: string };

/** A document that has to be asked for. */
export interface AddressedRequest {
  purpose: RequestPurpose;
  /** Absolute; may hold credentials and connection overrides. */
  url: string;
  method: 'GET' | 'POST';
  /** Sent after the standard ones. */
  parameters?: Parameters | undefined;
  /** Cookies and credentials, where they are not those of the call's documents. */
  session?: WebhookSession | undefined;
}

/** A document that can be executed. */
export interface LoadedDocument {
  document: Exclude<ReadDocument, { kind: 'failure' }>;
  /** Against which its addresses are resolved; with the credentials that they inherit. */
  url: string;
}

/** What a call's documents have in common while they are executed. */
export interface DocumentScope {
  switchboard: Switchboard;
  call: Call;
  /** Aborted when the call leaves these documents. */
  signal: AbortSignal;
  context: TwimlContext;
  /** What requests carry besides the standard parameters. */
  extraParameters: () => Parameters;
}

/** How a run of documents ended: the last one was at its end, or said so. */
export type RunEnd = 'finished' | 'hangup' | 'leave';

/** A document could not be had, or is none; the debugger log says why. */
export class DocumentFailed extends Error {
  override readonly name = 'DocumentFailed';
  /** Twilio's number. */
  readonly code: number;
  readonly url: string;

  constructor(code: number, url: string) {
    super(`The document of ${url} cannot be used.`);
    this.code = code;
    this.url = url;
  }
}

/**
 * Asks for a document and reads it. Throws `DocumentFailed` where it cannot be used, and what
 * interrupts the call as soon as that happens; the request then goes on by itself.
 */
export async function loadDocument(
  scope: DocumentScope,
  request: DocumentRequest,
): Promise<LoadedDocument> {
  const { call, signal, switchboard } = scope;
  signal.throwIfAborted();
  if ('twiml' in request) {
    const answer = { status: 200, contentType: 'text/xml', body: request.twiml };
    return readAnswer(scope, { ...answer, url: '' });
  }
  const outcome = await untilAborted(switchboard.ask(call, webhookFor(scope, request)), signal);
  const url = withoutSecrets(request.url);
  if (!outcome.ok) {
    const { code, message } = outcome;
    const place = { url, line: undefined, text: undefined };
    switchboard.report({ call: call.sid, level: 'error', code, message, ...place });
    throw new DocumentFailed(code, url);
  }
  return readAnswer(scope, outcome.answer);
}

/** The request for a document, complete. */
export function webhookFor(
  scope: DocumentScope,
  { purpose, url, method, parameters, session }: AddressedRequest,
): CallWebhook {
  return {
    purpose,
    url,
    method,
    parameters: requestParameters(scope, parameters),
    session: session ?? scope.call.session,
  };
}

/** What a request about a call carries; a call that waits is told of as ringing. */
function requestParameters(scope: DocumentScope, parameters: Parameters = []): Parameters {
  const { call, switchboard, context } = scope;
  // https://www.twilio.com/docs/voice/twiml/changelog (2024-03-11)
  const status = context === 'wait' && !call.hasEnded ? 'ringing' : call.status;
  return [
    ...documentParameters(call, switchboard.accountSid, status),
    ...scope.extraParameters(),
    ...parameters,
  ];
}

function readAnswer(
  { call, switchboard, context }: DocumentScope,
  answer: { status: number; contentType: string | undefined; body: string; url: string },
): LoadedDocument {
  const url = withoutSecrets(answer.url);
  const { document, faults } = readDocument(answer, context);
  for (const fault of faults) switchboard.report({ call: call.sid, url, ...fault });
  if (document.kind === 'failure') {
    throw new DocumentFailed(faults.find(({ level }) => level === 'error')?.code ?? 12100, url);
  }
  return { document, url: answer.url };
}

/** An address without its credentials and connection overrides. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}
