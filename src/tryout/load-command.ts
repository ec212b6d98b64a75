import type { Database, EventTable } from '../database/tables';
import { UserError } from '../errors';
import { countRows } from '../history/count-rows';
import { createExchange } from '../simulator/exchange';
import type { LoadRecord } from '../simulator/load/load-record';
import {
  counted,
  type RowCount,
  reportLoad,
  reportLoadAsData,
  reportProgress,
} from '../simulator/load/load-report';
import type { LoadResults } from '../simulator/load/load-results';
import { type LoadPlan, planLoad } from '../simulator/load/plan-load';
import { type LoadProgress, runLoad } from '../simulator/load/run-load';
import { createWebhookMeter } from '../simulator/load/webhook-meter';
import { atMost, Interrupted, type Interruption, unlessInterrupted } from './interruption';
import type { ProgressLine } from './progress-line';
import { requireListener, watchForRefusal } from './reach';
import type { Target } from './target-options';
import { obtainOperators, type RunOperators } from './temporary-operators';

/** How many calls come, and who is there to take them. */
export interface LoadCommandOptions {
  target: Target;
  callsPerSecond: number;
  /** How many, where our own server is called; who, where the application is another. */
  operators: number | readonly string[];
  talkSeconds: number;
  patienceSeconds: number;
  forSeconds: number;
  seed: number;
  /** What customers press once they hear something. */
  keys: string;
  asJson: boolean;
  /** Where our own server is called: the database it should have its operators and rows in. */
  store: Store | undefined;
  print(text: string): void;
  warn(line: string): void;
  progress: ProgressLine;
  interruption: Interruption;
}

/** A database, and what people call it. */
export interface Store {
  db: Database;
  describe: string;
}

/** The transcript is not what a load run is for, and would fill the memory. */
const KEPT_EVENTS = 1000;
/** For so long the table is tidied up after somebody wanted to quit at once. */
const TIDY_UP_MS = 500;

/**
 * Calls an application many times over and prints what came of it. Throws a `UserError` where calls or
 * webhooks failed and where rows are missing or too many, and `Interrupted` where the run was broken
 * off and was good so far.
 */
export async function load(options: LoadCommandOptions): Promise<void> {
  const { quit } = options.interruption;
  await requireListener(options.target);
  const operators = await findOperators(options);
  try {
    const run = placeCalls(options, planCalls(options, operators));
    await unlessInterrupted(run, quit, () => 'The run was quit, without results.');
  } finally {
    options.progress.clear();
    const tidying = operators.removeAdded();
    await (quit.aborted ? atMost(TIDY_UP_MS, tidying) : tidying);
  }
}

async function findOperators({ operators, store, warn }: LoadCommandOptions) {
  if (store === undefined || typeof operators !== 'number') {
    const numbers = typeof operators === 'number' ? [] : operators;
    if (numbers.length === 0) warn('No operator dials in: --operator-numbers names none.');
    return { numbers, known: numbers, removeAdded: async () => {} };
  }
  const found = await obtainOperators(store.db, operators);
  if (found.leftovers > 0) {
    warn(
      `There are operators named “minicc load” in the table (${found.leftovers}): of another run, or left by one that was killed (npx minicc operators list).`,
    );
  }
  return found;
}

function planCalls(
  options: LoadCommandOptions,
  { numbers, known }: Pick<RunOperators, 'numbers' | 'known'>,
): LoadPlan {
  try {
    return planLoad({ ...options, operators: numbers, reservedNumbers: known });
  } catch (error) {
    throw error instanceof RangeError ? new UserError(error.message) : error;
  }
}

async function placeCalls(options: LoadCommandOptions, plan: LoadPlan): Promise<void> {
  const { target, store, keys, progress, interruption } = options;
  const webhooks = createWebhookMeter();
  const exchange = createExchange({
    ...target.exchange,
    seed: options.seed,
    // Else a second run with the seed would find the rows of the first.
    hasNewNames: true,
    keepEvents: KEPT_EVENTS,
    onMeasured: webhooks.record,
  });
  const refused = new AbortController();
  watchForRefusal(exchange, target, (explanation) => refused.abort(new UserError(explanation)));
  const results = await runLoad(exchange, plan, {
    keys,
    webhooks,
    signal: AbortSignal.any([interruption.stop, refused.signal]),
    onProgress: (state: LoadProgress) => progress.show(reportProgress(state)),
  });
  await exchange.close();
  progress.clear();
  refused.signal.throwIfAborted();
  const rows = store ? await compareRows(store.db, results.record) : [];
  const isElsewhere = rows.some(isWrong) && rows.every(({ found }) => found === 0);
  options.print(
    options.asJson
      ? `${JSON.stringify(reportLoadAsData(results, rows))}\n`
      : reportLoad(results, isElsewhere ? [] : rows),
  );
  const faults = [
    ...listFaults(results),
    ...(isElsewhere ? [describeAbsence(rows, store)] : describeWrongRows(rows)),
  ];
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  if (results.wasStopped) throw new Interrupted('The run was broken off; all was well so far.');
}

/** What must not happen in a run. */
function listFaults({ calls, webhooks, debugger: entries }: LoadResults): string[] {
  const failures = webhooks?.total.errors ?? 0;
  return [
    ...(calls.failed > 0
      ? [
          `${calls.failed} of ${calls.placed} calls failed: no operator met, and not given up in a queue.`,
        ]
      : []),
    ...(failures > 0 ? [`${counted(failures, 'webhook')} failed.`] : []),
    ...(entries.length > 0 && failures === 0 ? ['The debugger log is not empty.'] : []),
  ];
}

/** What the server must have kept of these calls, and what it has. */
async function compareRows(db: Database, record: LoadRecord): Promise<RowCount[]> {
  const customers = record.customers.map(({ callSid }) => callSid);
  const everybody = [...customers, ...record.operatorCalls.map(({ callSid }) => callSid)];
  const visits = record.customers.reduce((sum, { queueVisits }) => sum + queueVisits, 0);
  const expectations: [EventTable, readonly string[], number][] = [
    ['enqueue_data', customers, visits],
    ['queue_data', customers, record.services.length],
    ['statuscallback_data', everybody, everybody.length],
  ];
  return Promise.all(
    expectations.map(async ([table, callSids, expected]) => ({
      table,
      expected,
      found: await countRows(db, table, callSids),
    })),
  );
}

function isWrong({ expected, found }: RowCount): boolean {
  return expected !== found;
}

function describeWrongRows(rows: readonly RowCount[]): string[] {
  const wrong = rows
    .filter(isWrong)
    .map(
      ({ table, expected, found }) =>
        `${table} has ${counted(found, 'row')} instead of ${expected}`,
    );
  return wrong.length === 0 ? [] : [`${wrong.join(', ')}.`];
}

/** Where nothing at all is there, rows were hardly lost one by one. */
function describeAbsence(rows: readonly RowCount[], store: Store | undefined): string {
  const expected = rows.reduce((sum, row) => sum + row.expected, 0);
  return `Rows could not be compared: none of the ${expected} that these calls leave is in ${store?.describe}. Probably the server keeps its rows in another database: it needs the same DATABASE_URL, and the same folder.`;
}
