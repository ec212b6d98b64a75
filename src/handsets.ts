import type { RequestHandler } from 'express';
import type { Config } from './config';
import type { Database } from './database/tables';
import { listOperators } from './operators/operators-table';
import { createRealClock } from './simulator/clock';
import { createExchange } from './simulator/exchange';
import type { SuggestedNumber } from './simulator/page/protocol';
import { createHandsetsRouter } from './simulator/page/router';
import type { SignatureKey } from './twilio/signature';
import type { WebhookUrls } from './twilio/urls';

/** The number that simulated calls are for: there is no telling which one the owner has. */
export const SIMULATED_NUMBER = '+815031234567';

/** So much of what happened is shown to a browser that comes late. */
const KEPT_EVENTS = 5000;

/** The page with the browser handsets, and the exchange that they are connected to. */
export interface BrowserHandsets {
  page: RequestHandler;
  close(): Promise<void>;
}

/** What the handsets are told of the server that they call. */
export interface HandsetsSetting {
  config: Config;
  port: number;
  calls: { callFlow: { urls: WebhookUrls }; signatureKey: SignatureKey | undefined };
  db: Database;
}

/**
 * Handsets whose calls are answered by this server, over HTTP, as Twilio's are. Requests for the
 * public address are carried here directly: nobody else may be there yet, or Twilio's calls are.
 */
export function openBrowserHandsets({ config, port, calls, db }: HandsetsSetting): BrowserHandsets {
  const { urls } = calls.callFlow;
  const exchange = createExchange({
    clock: createRealClock(),
    number: SIMULATED_NUMBER,
    voiceUrl: urls.requestUrl,
    statusCallback: urls.statusCallbackUrl,
    authToken: calls.signatureKey?.authToken,
    route: { from: new URL(urls.requestUrl).origin, to: ownOrigin(config.server.host, port) },
    keepEvents: KEPT_EVENTS,
  });
  const page = createHandsetsRouter({
    exchange,
    title: 'minicc',
    suggestedNumbers: () => suggestNumbers(db),
  });
  return {
    page,
    async close() {
      page.close();
      await exchange.close();
    },
  };
}

/** Where this server is reached from this machine. */
function ownOrigin(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

async function suggestNumbers(db: Database): Promise<SuggestedNumber[]> {
  const operators = await listOperators(db);
  return [
    ...CUSTOMERS,
    ...operators.map(({ telnum, name }) => ({
      number: telnum,
      name: name ?? telnum,
      role: 'operator' as const,
    })),
  ];
}

const CUSTOMERS: readonly SuggestedNumber[] = [
  { number: '+819012345678', name: 'Customer', role: 'customer' },
  { number: '+819087654321', name: 'Another customer', role: 'customer' },
  { number: 'anonymous', name: 'Withheld number', role: 'withheld' },
];
