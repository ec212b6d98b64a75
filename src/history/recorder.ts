import type { Logger } from 'pino';
import { insertEventsOnce } from '../database/dialect';
import type { Database } from '../database/tables';
import { NotKeptError } from '../errors';
import type { HistoryEvent } from './history-event';
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
  spool: Spool;
  /** Is told that the spool took something. */
  onSpooled?: () => void;
  meter?: HistoryMeter;
  log: Logger;
}

/** Records events in the database, or else in the spool. */
export function createHistoryRecorder(options: RecorderOptions): HistoryRecorder {
  const { db, spool, onSpooled, meter = noMeter, log } = options;

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
    onSpooled?.();
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
        await insertEventsOnce(db, table, [row]);
      } catch (error) {
        await keep(event, error);
        return;
      }
      meter.written(1);
    },
  };
}
