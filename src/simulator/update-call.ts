import type { Call } from './call';
import { withoutSecrets } from './document';
import { ExchangeError } from './exchange-error';
import type { CallUpdate } from './exchange-types';
import type { Switchboard } from './switchboard';

/**
 * Sends a call to another document, or ends it. Throws an `ExchangeError` where the call's state does
 * not allow that. https://www.twilio.com/docs/voice/api/call-resource (update a call)
 */
export function updateCall(
  switchboard: Pick<Switchboard, 'report'>,
  call: Call,
  update: CallUpdate,
): void {
  const isInProgress = call.answeredAt !== undefined && !call.hasEnded;
  if ('status' in update) {
    if (call.hasEnded) throw notInProgress();
    // `canceled` does not affect calls in progress; `completed` also ends those that ring.
    if (update.status === 'completed' || !isInProgress) call.end('canceled');
    return;
  }
  if (!isInProgress) throw notInProgress();
  if (!('url' in update)) {
    call.redirect({ twiml: update.twiml });
    return;
  }
  const { method, twiml, url } = update;
  // https://www.twilio.com/docs/api/errors/32019
  if (twiml !== undefined) {
    const message = 'Twiml and Url are both given; Url is used';
    const place = { url: withoutSecrets(url), line: undefined, text: undefined };
    switchboard.report({ call: call.sid, level: 'warning', code: 32019, message, ...place });
  }
  call.redirect({ purpose: 'rest-url', url, method });
}

/** https://www.twilio.com/docs/api/errors/21220 */
function notInProgress(): ExchangeError {
  return new ExchangeError(21220, 400, 'Call is not in-progress. Cannot redirect.');
}
