import type { Database, EventTable } from '../../../src/database/tables';
import { rowForm, type SentEvent } from './ledger';

/** What became of the events that an exchange sent. */
export interface Account {
  sent: number;
  acknowledged: number;
  /** Rows of these calls, whatever they say. */
  inTables: number;
  /** Acknowledged, and not there. */
  lost: number;
  /** There more often than they happened. */
  doubled: number;
  /** Rows that say what nobody sent. */
  wrong: number;
  /** The first of the lost, doubled and wrong rows, for whoever looks into it. */
  examples: string[];
}

const TABLES = ['enqueue_data', 'queue_data', 'statuscallback_data'] as const;

/** So many identifiers go into one statement. */
const CHUNK = 500;

/** Compares events with the rows of their calls, column by column. */
export async function takeAccount(db: Database, events: readonly SentEvent[]): Promise<Account> {
  const sent = countBy(events.map(({ row }) => row));
  const acknowledged = countBy(
    events.filter(({ isAcknowledged }) => isAcknowledged).map(({ row }) => row),
  );
  const rows = await readRows(db, [...new Set(events.map(({ callSid }) => callSid))]);
  const there = countBy(rows);

  const lost = excess(acknowledged, there);
  const wrong = new Map([...there].filter(([row]) => !sent.has(row)));
  const known = new Map([...there].filter(([row]) => sent.has(row)));
  const doubled = excess(known, sent);
  return {
    sent: events.length,
    acknowledged: total(acknowledged),
    inTables: rows.length,
    lost: total(lost),
    doubled: total(doubled),
    wrong: total(wrong),
    examples: [
      ...Object.entries({ lost, doubled, wrong }).flatMap(([fault, rows]) =>
        [...rows.keys()].slice(0, 3).map((row) => `${fault}: ${row}`),
      ),
    ],
  };
}

/** The rows of these calls, in the form of `rowForm`; one without a time says what nobody sent. */
async function readRows(db: Database, callSids: readonly string[]): Promise<string[]> {
  const rows: string[] = [];
  for (const table of TABLES) {
    for (let start = 0; start < callSids.length; start += CHUNK) {
      const found = await db
        .selectFrom(table as EventTable)
        .selectAll()
        .where('CallSid', 'in', callSids.slice(start, start + CHUNK))
        .execute();
      for (const row of found) {
        const form = rowForm(table, new Map(Object.entries(row)));
        rows.push(row.Time === null ? `without a time: ${form}` : form);
      }
    }
  }
  return rows;
}

type Counts = ReadonlyMap<string, number>;

function countBy(rows: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  return counts;
}

/** By how much each count is above that in `other`. */
function excess(counts: Counts, other: Counts): Counts {
  const more = new Map<string, number>();
  for (const [row, count] of counts) {
    const by = count - (other.get(row) ?? 0);
    if (by > 0) more.set(row, by);
  }
  return more;
}

function total(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
