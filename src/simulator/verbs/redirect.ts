import type { AddressedRequest } from '../document';
import { textOf } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { resolveUrl } from '../webhook/resolve-url';
import { methodOf, type VerbRun } from './verb-run';

/** https://www.twilio.com/docs/voice/twiml/redirect; an empty one is the document itself. */
export function redirect(
  run: VerbRun,
  verb: TwimlElement,
): { kind: 'document'; request: AddressedRequest } {
  const reference = textOf(verb);
  const url = reference === '' ? run.documentUrl : resolveUrl(reference, run.documentUrl);
  return {
    kind: 'document',
    request: { purpose: 'redirect', url, method: methodOf(verb, 'method') },
  };
}
