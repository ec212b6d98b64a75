import type { Config } from '../config';
import type { ExchangeOptions } from '../simulator/exchange-types';
import { type Credentials, createWebhookUrls } from '../twilio/urls';

/** The number that simulated calls are for: there is no telling which one the owner has. */
export const SIMULATED_NUMBER = '+815031234567';

/** What an exchange has to know of the application that it calls. */
export type Application = Pick<
  ExchangeOptions,
  'voiceUrl' | 'statusCallback' | 'fallbackUrl' | 'authToken' | 'route'
>;

/**
 * The server with these settings, on this machine. Requests for its public address are carried to it
 * directly: nobody may be there yet, or Twilio's own calls are.
 */
export function aimAtOwnServer(
  { publicUrl, server, twilioAuthToken }: Config,
  credentials: Credentials,
  port = server.port,
): Application {
  const local = localOrigin({ host: server.host, port });
  const urls = createWebhookUrls(publicUrl ?? new URL(local), credentials);
  return {
    voiceUrl: urls.requestUrl,
    statusCallback: urls.statusCallbackUrl,
    authToken: twilioAuthToken,
    // Without a public address, documents name the server as a person at this machine would.
    route: { from: publicUrl?.origin ?? `http://localhost:${port}`, to: local },
  };
}

/** Where a server that listens on `host` is reached from its own machine. */
export function localOrigin({ host, port }: Config['server']): string {
  return `http://${reachableName(host)}:${port}`;
}

/** By which name a server that listens on `host` is reached from its own machine. */
function reachableName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
