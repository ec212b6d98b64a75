import type { DebuggerEntry } from '../events';
import type { LoadRecord } from './load-record';
import {
  type CallFigures,
  compareWithErlangA,
  countCalls,
  type ErlangComparison,
} from './measure-load';
import type { WebhookFigures } from './webhook-meter';

/** The same entry of the debugger log, however often it was made. */
export interface DebuggerCount {
  code: number;
  level: DebuggerEntry['level'];
  count: number;
  /** Of the first one. */
  message: string;
}

/** What is known of a run beside the record of its calls. */
export interface LoadContext {
  /** What a good answer is: within this time. */
  withinSeconds: number;
  /** How many webhooks were sent. */
  requests: number;
  debugger: readonly DebuggerCount[];
  webhooks: WebhookFigures | undefined;
}

/** What came of a load run. */
export interface LoadResults extends LoadContext {
  operators: number;
  /** On the exchange's clock: how long customers called, and how long it took until all was over. */
  arrivalsSeconds: number;
  totalSeconds: number;
  wasStopped: boolean;
  calls: CallFigures;
  /** Undefined where too little happened. */
  erlangA: ErlangComparison | undefined;
  /** Call by call, for whoever compares it with what the application has kept. */
  record: LoadRecord;
}

/** Counts, measures and compares. */
export function summarizeLoad(record: LoadRecord, context: LoadContext): LoadResults {
  return {
    ...context,
    operators: record.operators,
    arrivalsSeconds: (record.arrivalsEndedAt - record.startedAt) / 1000,
    totalSeconds: (record.endedAt - record.startedAt) / 1000,
    wasStopped: record.wasStopped,
    calls: countCalls(record, context.withinSeconds),
    erlangA: compareWithErlangA(record, context.withinSeconds),
    record,
  };
}
