import type { RequestHandler } from 'express';
import type { Config } from '../config';
import type { Database } from '../database/tables';
import { listOperators } from '../operators/operators-table';
import { createRealClock } from '../simulator/clock';
import { createExchange } from '../simulator/exchange';
import type { SuggestedNumber } from '../simulator/page/protocol';
import { createHandsetsRouter } from '../simulator/page/router';
import type { Credentials } from '../twilio/urls';
import { aimAtOwnServer, SIMULATED_NUMBER } from './own-server';

/** So much of what happened is shown to a browser that comes late. */
const KEPT_EVENTS = 20_000;

/** The page with the browser handsets, and the exchange that they are connected to. */
export interface BrowserHandsets {
  page: RequestHandler;
  /** Ends their calls and the pages' streams, which would keep a stopping server waiting. */
  close(): void;
}

/** Handsets whose calls are answered by the server on `port`, over HTTP, as Twilio's are. */
export function openBrowserHandsets(
  config: Config,
  { credentials, port, db }: { credentials: Credentials; port: number; db: Database },
): BrowserHandsets {
  const exchange = createExchange({
    ...aimAtOwnServer(config, credentials, port),
    clock: createRealClock(),
    number: SIMULATED_NUMBER,
    keepEvents: KEPT_EVENTS,
  });
  const page = createHandsetsRouter({
    exchange,
    title: 'minicc',
    suggestedNumbers: () => suggestNumbers(db),
  });
  return {
    page,
    close() {
      page.close();
      void exchange.close();
    },
  };
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
