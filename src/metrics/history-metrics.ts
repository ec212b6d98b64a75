import { Counter, type Registry } from 'prom-client';
import type { HistoryMeter } from '../history/history-meter';

/**
 * Counts what is done with history rows. A webhook that Twilio repeats counts each time, though its
 * row is there once; and one row may be spooled and drained: how many wait, the spool itself tells.
 */
export function createHistoryMetrics(registry: Registry): HistoryMeter {
  const countRows = (what: string, help: string) => {
    const name = `minicc_history_rows_${what}_total`;
    const counter = new Counter({ name, help, registers: [registry] });
    return (rows: number) => counter.inc(rows);
  };
  return {
    written: countRows(
      'written',
      'Rows that the database took at once; those of repeated webhooks count again.',
    ),
    spooled: countRows(
      'spooled',
      'Rows that the spool took, as the database did not; those of repeated webhooks count again.',
    ),
    drained: countRows(
      'drained',
      'Rows that went from the spool into the database, or were there already.',
    ),
    setAside: countRows('set_aside', 'Rows that the database refused for good.'),
    notKept: countRows('not_kept', 'Rows that could be kept nowhere; the webhook was refused.'),
  };
}
