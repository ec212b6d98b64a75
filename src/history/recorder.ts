import type { Logger } from 'pino';
import { insertEventOnce } from '../database/dialect';
import type { Database } from '../database/tables';
import type { HistoryEvent } from './history-event';

/** Remembers what happened to calls. */
export interface HistoryRecorder {
  /** Writes an event, once however often it comes. Never throws: callers come before rows. */
  record(event: HistoryEvent): Promise<void>;
}

/** Records events in `db`, which answers or fails within the time a caller can be kept waiting. */
export function createHistoryRecorder(db: Database, log: Logger): HistoryRecorder {
  return {
    async record({ table, row, changedColumns }) {
      const { CallSid: callSid } = row;
      if (changedColumns.length > 0) {
        log.warn({ callSid, table, columns: changedColumns }, 'values were changed to fit');
      }
      try {
        await insertEventOnce(db, table, row);
      } catch (error) {
        log.error({ err: error, callSid, table, row }, 'a history row was not written');
      }
    },
  };
}
