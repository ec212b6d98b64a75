import { FOR_REPORTS, openDatabase } from '../../src/database/database';
import { migrate } from '../../src/database/migrate';
import type { Database } from '../../src/database/tables';
import { REPORT_BOUNDS } from '../../src/database/time-bounds';
import type { HistoryRow } from '../../src/history/history-event';
import { findCallStory } from '../../src/reports/calls/call-story';
import { listCalls } from '../../src/reports/calls/list-calls';
import { createReport } from '../../src/reports/figures/create-report';
import { findWaitingSince } from '../../src/reports/history/waiting-callers';
import type { Standard } from '../../src/reports/standard';
import { writeLiveCalls } from '../../src/wallboard/live-calls-table';
import {
  answer,
  at,
  CALL,
  end,
  exitRow,
  insertPieces,
  OPERATOR_CALL,
  operatorEnd,
} from '../support/call-pieces';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';
import { buildLiveCall } from '../wallboard/build-live-call';

const time = (seconds: number) => new Date(`${at(seconds).replace(' ', 'T')}Z`);
const NOW = time(3600);
const STANDARD: Standard = {
  ...{ serviceLevel: 'SL6', abandonmentRate: 'AR2' },
  ...{ thresholdSeconds: 20, shortAbandonSeconds: 5 },
};
const PERIOD = { from: time(-3600), to: time(7200), zone: 'Etc/UTC' };
const OTHER = CALL.replace('1', '2');
/** One that ends while it waits, and only that is known of it. */
const SHORT = CALL.replace('1', '3');

/** Calls whose pieces come in such an order that each changes what the others mean. */
const PIECES: readonly HistoryRow[] = [
  end(30, 40, { CallSid: SHORT }),
  answer(10, 10),
  end(200, 220),
  answer(10.2, 10),
  exitRow(100, 'redirected-from-bridged', 10),
  exitRow(60, 'hangup', 50, { CallSid: OTHER }),
  answer(150, 40),
  exitRow(199, 'bridged', 40),
  end(61, 70, { CallSid: OTHER }),
  operatorEnd(900, 900),
  end(200.1, 220),
];

describe.each(DIALECTS)('what is read again and again by one handle on %s', (dialect) => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createOwnDatabase(dialect, FOR_REPORTS);
    await migrate(own.db);
  });
  afterAll(() => own.close());

  it('is what a new handle reads, with every row that comes in', async () => {
    await writeLiveCalls(own.db, [CALL, OTHER, SHORT].map(waitSince));
    for (let count = 0; count <= PIECES.length; count += 1) {
      await insertPieces(own.db, PIECES.slice(count - 1, count));
      const fresh = openDatabase(own.location, REPORT_BOUNDS, FOR_REPORTS);
      const again = await readAll(own.db);
      const once = await readAll(fresh).finally(() => fresh.destroy());
      expect({ count, ...again }).toEqual({ count, ...once });
    }
  });
});

const waitSince = (callSid: string) =>
  buildLiveCall({ callSid, since: time(0).getTime(), heardAt: time(0).getTime() });

/** What each reader of reports tells. */
async function readAll(db: Database) {
  const question = { period: PERIOD, standard: STANDARD, by: ['operator'] as const, now: NOW };
  const stories = [];
  for (const callSid of [CALL, OTHER, SHORT, OPERATOR_CALL]) {
    stories.push(await findCallStory(db, callSid, NOW));
  }
  return {
    waiting: await findWaitingSince(db, { ...PERIOD, now: NOW }),
    report: await createReport(db, question),
    page: await listCalls(db, { limit: 10 }),
    found: await listCalls(db, { limit: 10, number: '+8190' }),
    stories,
  };
}
