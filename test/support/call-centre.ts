import type { DialectName } from '../../src/database/dialect';
import { migrate } from '../../src/database/migrate';
import { saveOperator } from '../../src/operators/operators-table';
import { type Clock, createVirtualClock } from '../../src/simulator/clock';
import { createExchange } from '../../src/simulator/exchange';
import type { Exchange, ExchangeOptions } from '../../src/simulator/exchange-types';
import { BASIC, type RunningServer, startServer } from './running-server';
import { createOwnDatabase, type OwnDatabase } from './test-database';

/** The number that everybody calls. */
export const CENTRE_NUMBER = '+815031234567';

/** A Saturday in spring at nine in the morning in Japan. */
export const OPENING = Date.UTC(2026, 3, 4, 0, 0, 0);

/** How long the music plays in scenarios, in seconds. */
export const MUSIC_SECONDS = 60;

/** A server with a database of its own, and exchanges to call it. */
export interface Centre {
  server: Pick<RunningServer, 'logLines'>;
  database: Pick<OwnDatabase, 'db' | 'location'>;
  /**
   * An exchange on a virtual clock, with a seed that no other one here has, so that no two give a
   * call the same name.
   */
  openExchange(options?: Partial<ExchangeOptions>): Exchange;
  /** Stops the server; every exchange must be closed before. */
  close(): Promise<void>;
}

/** The server as its owner runs it, a program of its own. */
export interface CallCentre extends Centre {
  server: RunningServer;
  database: OwnDatabase;
}

/** Starts a server on a new database with these operators. */
export async function openCallCentre(
  dialect: DialectName,
  operators: readonly string[],
  settings: Record<string, string> = {},
): Promise<CallCentre> {
  const database = await createOwnDatabase(dialect);
  await migrate(database.db);
  for (const telnum of operators) await saveOperator(database.db, { telnum, name: null });
  const server = await startServer({
    ...BASIC,
    DATABASE_URL: database.url,
    LANGUAGE: 'en-US',
    ...settings,
  });
  let seed = 0;
  return {
    server,
    database,
    openExchange(options = {}) {
      seed += 1;
      return createExchange({
        ...atServer(server, createVirtualClock(OPENING)),
        seed,
        ...options,
      });
    },
    async close() {
      await server.stop();
      await database.close();
    },
  };
}

function atServer({ origin }: RunningServer, clock: Clock): ExchangeOptions {
  const base = origin.replace('http://', 'http://minicc:secret@');
  return {
    clock,
    number: CENTRE_NUMBER,
    voiceUrl: `${base}/index`,
    statusCallback: `${base}/status_callback`,
    playSeconds: () => MUSIC_SECONDS,
  };
}
