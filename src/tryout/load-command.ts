import type { Database, EventTable } from '../database/tables';
import { UserError } from '../errors';
import { countRows } from '../history/count-rows';
import { listOperators, removeOperator, saveOperator } from '../operators/operators-table';
import { createExchange } from '../simulator/exchange';
import type { ExchangeOptions } from '../simulator/exchange-types';
import type { LoadRecord } from '../simulator/load/load-record';
import {
  type RowCount,
  reportLoad,
  reportLoadAsData,
  reportProgress,
} from '../simulator/load/load-report';
import { planLoad } from '../simulator/load/plan-load';
import { type LoadProgress, runLoad } from '../simulator/load/run-load';
import { createWebhookMeter } from '../simulator/load/webhook-meter';

/** How many calls come, and who is there to take them. */
export interface LoadCommandOptions {
  exchange: ExchangeOptions;
  callsPerSecond: number;
  operators: number;
  talkSeconds: number;
  patienceSeconds: number;
  forSeconds: number;
  seed: number;
  /** What customers press once they hear something. */
  keys: string;
  asJson: boolean;
  /** Operators and rows, where it is our own server that is called. */
  db: Database | undefined;
  /** The operators' numbers, where the application is another. */
  operatorNumbers: readonly string[] | undefined;
  print(text: string): void;
  showProgress(line: string): void;
  signal: AbortSignal;
}

/** The transcript is not what a load run is for, and would fill the memory. */
const KEPT_EVENTS = 1000;

/**
 * Calls an application many times over and prints what came of it. Throws a `UserError` where rows
 * are missing or too many.
 */
export async function load(options: LoadCommandOptions): Promise<void> {
  const { db } = options;
  const { numbers, removeAdded } = await obtainOperators(options);
  try {
    const plan = planLoad({ ...options, operators: numbers });
    const webhooks = createWebhookMeter();
    const exchange = createExchange({
      ...options.exchange,
      keepEvents: KEPT_EVENTS,
      onMeasured: webhooks.record,
    });
    const results = await runLoad(exchange, plan, {
      keys: options.keys,
      webhooks,
      signal: options.signal,
      onProgress: (progress: LoadProgress) => options.showProgress(reportProgress(progress)),
    });
    await exchange.close();
    const rows = db ? await compareRows(db, results.record) : [];
    options.print(
      options.asJson
        ? `${JSON.stringify(reportLoadAsData(results, rows))}\n`
        : reportLoad(results, rows),
    );
    const wrong = rows.filter(({ expected, found }) => expected !== found);
    if (wrong.length > 0) {
      throw new UserError(
        `Not every row is there, or some are there twice: ${wrong.map(({ table }) => table).join(', ')}.`,
      );
    }
  } finally {
    await removeAdded();
  }
}

/** Operators of the table; where they are too few, others are put there for the time of the run. */
async function obtainOperators({ operators, operatorNumbers, db }: LoadCommandOptions) {
  const known =
    operatorNumbers ?? (db ? (await listOperators(db)).map(({ telnum }) => telnum) : []);
  const numbers = known.filter((number) => /^\+\d+$/.test(number)).slice(0, operators);
  const added: string[] = [];
  for (let index = 1; db && numbers.length < operators; index += 1) {
    const telnum = `+8150${String(90_000_000 + index)}`;
    if (known.includes(telnum)) continue;
    await saveOperator(db, { telnum, name: 'minicc load' });
    added.push(telnum);
    numbers.push(telnum);
  }
  const removeAdded = async () => {
    for (const telnum of added) if (db) await removeOperator(db, telnum);
  };
  return { numbers, removeAdded };
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
