import type { Logger } from 'pino';
import { type HostState, watchHosts } from './pool-use';
import type { Database } from './tables';

const BACK: Readonly<Record<Exclude<HostState, 'down'>, string>> = {
  writable: 'a database server is back',
  'read-only': 'a database server answers, but takes no writes',
};

/** Has the log say when a server of `db` goes down, by what, and when it is back. */
export function logHosts(db: Database, log: Logger): void {
  watchHosts(db, ({ host, state, reason }) => {
    if (state === 'down') log.warn({ err: reason, host }, 'a database server is down');
    else log.info({ host }, BACK[state]);
  });
}
