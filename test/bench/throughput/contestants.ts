import type { BenchDatabase } from '../bench-database';
import type { Contestant } from '../contestants/contestant';
import { describeOther, startBare } from '../contestants/others';
import type { Ours } from '../contestants/ours';
import type { PartContext } from '../part';

/** Those who are measured beside each other. */
export interface Contestants {
  ours: Ours[];
  express: Contestant;
  other: Contestant | undefined;
  /** All, ours first. */
  all: Contestant[];
  /** Forgets what they logged so far. */
  emptyLogs(): void;
}

/** As in a small call centre; none of them is among those who call. */
const OPERATORS = 10;

/** Starts all of them; each of ours has a database of its own. */
export async function startContestants(context: PartContext): Promise<Contestants> {
  const { workers, against } = context.options;
  const ours: Ours[] = [];
  for (const count of [...new Set([1, workers])]) ours.push(await startOneOfOurs(context, count));
  const express = await startBare('bare Express', 'bare-express');
  context.defer(express.program.stop);
  const http = await startBare('bare node:http', 'bare-http');
  context.defer(http.program.stop);
  const other = against && describeOther(against);
  const all = [...ours, express, http, ...(other ? [other] : [])];
  const emptyLogs = () => {
    for (const { program } of ours) program.emptyLog();
  };
  return { ours, express, other, all, emptyLogs };
}

async function startOneOfOurs(context: PartContext, workers: number): Promise<Ours> {
  const database = await context.openDatabase();
  await addOperators(database);
  const name = `minicc, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  return context.startOurs({ name, database, workers });
}

async function addOperators({ db }: BenchDatabase): Promise<void> {
  const operators = Array.from({ length: OPERATORS }, (_, index) => ({
    telnum: `+8150111100${String(index).padStart(2, '0')}`,
    name: null,
  }));
  await db.insertInto('operators').values(operators).execute();
}
