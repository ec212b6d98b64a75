import type { EventTable } from '../../../src/database/tables';
import type { ExchangeEvent } from '../../../src/simulator/events';

/** Something that happened to a call, as the exchange told the server of it. */
export interface SentEvent {
  table: EventTable;
  callSid: string;
  /** The row that it has to be, in the form of `rowForm`. */
  row: string;
  /** Whether the server answered, to any of the tries, that all is well. */
  isAcknowledged: boolean;
}

/** What an exchange sent that has to be remembered. */
export interface Ledger {
  readonly events: readonly SentEvent[];
  /** Has to be told of everything that happens at the exchange. */
  observe(event: ExchangeEvent): void;
}

const COMMON = [
  ...['CallSid', 'From', 'To', 'CallStatus', 'ApiVersion', 'Direction'],
  ...['ForwardedFrom', 'CallerName'],
];

/**
 * The columns of each table but `EventKey` and `Time`, written down here once more: the account is
 * not to be taken with what it is to check.
 */
const COLUMNS: Readonly<Record<EventTable, readonly string[]>> = {
  enqueue_data: [...COMMON, 'QueueResult', 'QueueSid', 'QueueTime'],
  queue_data: [...COMMON, 'QueueSid', 'QueueTime', 'DequeingCallSid'],
  statuscallback_data: [
    ...COMMON,
    ...['CallDuration', 'RecordingUrl', 'RecordingSid', 'RecordingDuration'],
  ],
};

const TABLES_BY_PATH: Readonly<Record<string, EventTable>> = {
  '/exit_enqueue': 'enqueue_data',
  '/guidance': 'queue_data',
  '/status_callback': 'statuscallback_data',
};

/** A row as a text: two rows that say the same are the same text, whatever their key and time. */
export function rowForm(table: EventTable, values: ReadonlyMap<string, unknown>): string {
  const columns = COLUMNS[table].map((name) => String(values.get(name) ?? ''));
  return JSON.stringify([table, ...columns]);
}

/** A ledger with nothing in it. */
export function createLedger(): Ledger {
  const events: SentEvent[] = [];
  /** The latest event of each row: a request for it, unless it is acknowledged, is for that event. */
  const latest = new Map<string, SentEvent>();
  const requests = new Map<number, SentEvent>();
  return {
    events,
    observe(event) {
      if (event.type === 'request') {
        const table = TABLES_BY_PATH[new URL(event.url).pathname];
        if (table === undefined) return;
        const row = rowForm(table, new Map(event.parameters));
        let sent = latest.get(row);
        if (sent === undefined || sent.isAcknowledged) {
          sent = { table, callSid: event.call, row, isAcknowledged: false };
          events.push(sent);
          latest.set(row, sent);
        }
        requests.set(event.request, sent);
      } else if (event.type === 'response' || event.type === 'failure') {
        const sent = requests.get(event.request);
        requests.delete(event.request);
        const isWell = event.type === 'response' && event.status >= 200 && event.status < 300;
        if (sent && isWell) sent.isAcknowledged = true;
      }
    },
  };
}
