import type { Parameters } from '../call-parameters';
import {
  type AddressedRequest,
  type DocumentRequest,
  type DocumentScope,
  withoutSecrets,
} from '../document';
import type { DebuggerEntry, RequestPurpose } from '../events';
import { attribute } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { resolveUrl } from '../webhook/resolve-url';

/** What a verb is executed in: the scope, and the document that it stands in. */
export interface VerbRun extends DocumentScope {
  documentUrl: string;
}

/** What follows a verb, in place of the one behind it. */
export type Next =
  | { kind: 'document'; request: DocumentRequest }
  | { kind: 'finished' }
  | { kind: 'hangup' }
  | { kind: 'leave' };

/**
 * The request that a verb's `action` asks for, by the method of its `method`; undefined where it has
 * no action and no `fallback` address stands in for it.
 */
export function requestAction(
  run: VerbRun,
  verb: TwimlElement,
  action: { purpose: RequestPurpose; parameters: Parameters; fallback?: string },
): AddressedRequest | undefined {
  const reference = attribute(verb, 'action') ?? action.fallback;
  if (reference === undefined) return undefined;
  return {
    purpose: action.purpose,
    url: resolveUrl(reference, run.documentUrl),
    method: methodOf(verb, 'method'),
    parameters: action.parameters,
  };
}

/** The method that an attribute names; POST where it names none. */
export function methodOf(verb: TwimlElement, name: string): 'GET' | 'POST' {
  return attribute(verb, name) === 'GET' ? 'GET' : 'POST';
}

/** Makes an entry about a verb, or about a noun in it, in the debugger log. */
export function reportVerb(
  { call, documentUrl, switchboard }: VerbRun,
  { line }: TwimlElement,
  entry: Pick<DebuggerEntry, 'level' | 'code' | 'message'>,
): void {
  const url = withoutSecrets(documentUrl);
  switchboard.report({ call: call.sid, ...entry, url, line, text: undefined });
}

/** Says that this exchange cannot do what Twilio could; there is no number of Twilio's for that. */
export function reportUnmodelled(run: VerbRun, element: TwimlElement, what: string): void {
  const message = `${what} is not modelled by this exchange`;
  reportVerb(run, element, { level: 'error', code: 0, message });
}

/** A signal that is also aborted, with `TimedOut`, after so much time; `stop` ends the timer. */
export function limitTime(
  { switchboard, signal }: DocumentScope,
  ms: number,
): { signal: AbortSignal; stop: () => void } {
  const limit = new AbortController();
  const stop = new AbortController();
  switchboard.clock.sleep(ms, stop.signal).then(
    () => limit.abort(new TimedOut()),
    () => {},
  );
  return { signal: AbortSignal.any([signal, limit.signal]), stop: () => stop.abort() };
}

/** Why a verb gives up. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}
