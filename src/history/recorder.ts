import type { Logger } from 'pino';
import { isWorthAlone } from '../database/database-errors';
import { insertEventsOnce } from '../database/dialect';
import { createGrouped } from '../database/grouped';
import type { Database, EventTable } from '../database/tables';
import { NotKeptError } from '../errors';
import type { HistoryEvent, HistoryRow } from './history-event';
import { type HistoryMeter, noMeter } from './history-meter';
import type { Spool } from './spool';

/** Remembers what happened to calls. */
export interface HistoryRecorder {
  /**
   * Keeps an event, once however often it comes; durable when it resolves. Rejects with a
   * `NotKeptError` where it could not be kept: the request must not be acknowledged then.
   */
  record(event: HistoryEvent): Promise<void>;
}

/** Where events go. */
export interface RecorderOptions {
  /** Answers or fails within the time a caller can be kept waiting. */
  db: Database;
  /** Takes what the database does not. */
  spool: Pick<Spool, 'add'>;
  meter?: HistoryMeter;
  log: Logger;
}

/** Statements of a table under way before its events wait for one of them, and for how long they do. */
const AT_ONCE = 2;
const PATIENCE_MS = 15;
/** Events in one statement. */
const MOST = 32;

/** Records events in the database, or else in the spool. */
export function createHistoryRecorder(options: RecorderOptions): HistoryRecorder {
  const { db, spool, meter = noMeter, log } = options;

  const insertInto = {
    enqueue_data: createInsert(db, 'enqueue_data'),
    queue_data: createInsert(db, 'queue_data'),
    statuscallback_data: createInsert(db, 'statuscallback_data'),
  };

  async function keep({ changedColumns: _, ...historyRow }: HistoryEvent, reason: unknown) {
    const { table, row } = historyRow;
    const { CallSid: callSid } = row;
    try {
      await spool.add(historyRow);
    } catch (error) {
      meter.notKept(1);
      log.error({ err: reason, callSid, table }, 'the database did not take a history row');
      log.error({ err: error, callSid, table, row }, 'nor did the spool: the request is refused');
      throw new NotKeptError();
    }
    meter.spooled(1);
    log.warn({ err: reason, callSid, table }, 'a history row went to the spool');
  }

  return {
    async record(event) {
      const { table, row, changedColumns } = event;
      if (changedColumns.length > 0) {
        log.warn(
          { callSid: row.CallSid, table, columns: changedColumns },
          'values were changed to fit',
        );
      }
      try {
        await insertInto[table](row);
      } catch (error) {
        await keep(event, error);
        return;
      }
      meter.written(1);
    },
  };
}

type Row = HistoryRow['row'];

/** Writes rows of a table: each at once, or with others that come while some are being written. */
function createInsert(db: Database, table: EventTable): (row: Row) => Promise<void> {
  return createGrouped<Row, void>({
    ...{ atOnce: AT_ONCE, most: MOST, patienceMs: PATIENCE_MS, isWorthAlone },
    async work(rows, since) {
      await insertEventsOnce(db, table, inOrder(rows), since);
      return [];
    },
  });
}

/** Two servers that lock rows in the same order do not wait for each other for ever. */
function inOrder(rows: readonly Row[]): readonly Row[] {
  return rows.length === 1 ? rows : [...rows].sort((a, b) => (a.EventKey < b.EventKey ? -1 : 1));
}
