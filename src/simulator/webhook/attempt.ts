import { type Address, documentForm, originOf } from './address';
import { areSameCredentials, asksForBasicAuth } from './basic-auth';
import type { RetryCause } from './connection-overrides';
import { decodeBody } from './decode-body';
import { followRedirect, type Hop, MAX_REDIRECTS } from './redirect';
import type { WireResponse } from './transmit';
import type { Attempt, WebhookOutcome } from './types';
import type { Wire } from './wire';

/** What came of one try, and the retry policy that covers it; none of them where `canRetry` is false. */
export interface AttemptResult {
  outcome: WebhookOutcome;
  cause: RetryCause | undefined;
  canRetry: boolean;
}

/**
 * Makes the requests that one try consists of: where it is asked for Basic auth, the same again
 * with the credentials, and another for each redirect. Credentials that were accepted are sent at
 * once from then on, for as long as the session lasts; Twilio says so of a call, without saying
 * for which addresses: here, for those of the same origin.
 */
export async function makeAttempt(
  wire: Wire,
  attempt: Attempt,
  first: Address,
): Promise<AttemptResult> {
  const { session } = attempt.request;
  let { hop, credentials } = arriveAt({
    address: first,
    method: attempt.request.method,
    parameters: attempt.request.parameters,
  });
  let redirects = 0;
  for (let legs = 0; ; legs += 1) {
    const nextOf = ({ status, headers }: WireResponse) => {
      const given = hop.address.credentials;
      const isAsked = asksForBasicAuth(status, headers['www-authenticate']);
      if (isAsked && given && !areSameCredentials(given, credentials)) {
        return { hop, credentials: given, isRedirect: false };
      }
      const target = followRedirect(hop, first, status, headers.location);
      return target && { ...arriveAt(target), isRedirect: true };
    };
    const result = await wire.exchange(attempt, {
      hop,
      credentials,
      isFirst: legs === 0,
      isLast: (response) => nextOf(response) === undefined,
    });
    if (!('status' in result)) {
      const { code, message, cause, isFinal } = result;
      return { outcome: { ok: false, code, message }, cause, canRetry: !isFinal };
    }
    if (credentials && result.status !== 401) {
      session.keepCredentials(originOf(hop.address), credentials);
    }
    const next = nextOf(result);
    if (next === undefined) return judge(result, hop.address);
    if (next.isRedirect) redirects += 1;
    if (redirects > MAX_REDIRECTS) return refuse(11215, 'HTTP too many redirects');
    ({ hop, credentials } = next);
  }

  function arriveAt(target: Hop) {
    return { hop: target, credentials: session.credentialsFor(originOf(target.address)) };
  }
}

/** Takes an answer as it is, or as the failure that Twilio sees in it. */
function judge({ status, headers, body }: WireResponse, address: Address): AttemptResult {
  if (status >= 400) {
    const cause = status >= 500 ? '5xx' : '4xx';
    return refuse(11217, `HTTP error response code (${status})`, cause);
  }
  if (status >= 300) return refuse(11216, `HTTP invalid redirect (${status})`);
  if (body.length === 0 && headers['transfer-encoding'] === 'chunked') {
    return refuse(11770, 'Empty response body');
  }
  const contentType = headers['content-type'];
  const answer = {
    status,
    contentType,
    body: decodeBody(body, contentType),
    url: documentForm(address),
  };
  return { outcome: { ok: true, answer }, cause: undefined, canRetry: false };
}

function refuse(code: number, message: string, cause?: RetryCause): AttemptResult {
  return { outcome: { ok: false, code, message }, cause, canRetry: cause !== undefined };
}
