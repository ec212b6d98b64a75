import { once } from 'node:events';
import { connect } from 'node:net';
import { describeError, UserError } from '../errors';
import type { Exchange } from '../simulator/exchange-types';
import type { Target } from './target-options';

const PATIENCE_MS = 5000;

/** Throws a `UserError` where nobody listens: a run would tell of that at great length. */
export async function requireListener({ exchange, isOwnServer }: Target): Promise<void> {
  const voiceUrl = new URL(exchange.voiceUrl);
  const { route } = exchange;
  const { protocol, hostname, port, origin } =
    route && new URL(route.from).origin === voiceUrl.origin ? new URL(route.to) : voiceUrl;
  const socket = connect({
    // An IPv6 address stands in brackets in a URL, and nowhere else.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
  });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const isTooLate = error instanceof Error && error.name === 'AbortError';
    const reason = isTooLate ? `no answer within ${PATIENCE_MS / 1000} s` : describeError(error);
    const advice = isOwnServer
      ? ' Start the server first (npx minicc start), with the same settings.'
      : '';
    throw new UserError(`Nobody listens at ${origin} (${reason}).${advice}`);
  } finally {
    socket.destroy();
  }
}

/**
 * Watches for the application's refusal of whoever calls it, which makes every other message
 * pointless; `onRefused` is called once, with what to do about it.
 */
export function watchForRefusal(
  { transcript }: Exchange,
  { isOwnServer }: Target,
  onRefused: (explanation: string) => void,
): void {
  const unsubscribe = transcript.subscribe((event) => {
    if (event.type !== 'debugger' || event.code !== REFUSED) return;
    const [, status] = /\((401|403)\)/.exec(event.message) ?? [];
    if (status === undefined) return;
    unsubscribe();
    onRefused(explain(status, isOwnServer));
  });
}

/** https://www.twilio.com/docs/api/errors/11217: an answer with 4xx or 5xx. */
const REFUSED = 11217;

function explain(status: string, isOwnServer: boolean): string {
  if (status === '401') {
    return isOwnServer
      ? 'The server refuses the credentials of these settings (401): it has another BASIC_AUTH_PASSWORD, or was started in another folder.'
      : 'The application refuses the credentials (401): put the right ones into --url, as in https://user:password@host/.';
  }
  return isOwnServer
    ? 'The server refuses the request (403): it has another TWILIO_AUTH_TOKEN or PUBLIC_URL than these settings.'
    : 'The application refuses the request (403): perhaps it is signed with another key than that of --auth-token.';
}
