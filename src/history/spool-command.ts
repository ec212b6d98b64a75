import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { copyPath, type LocalStore, openLocalStore } from '../database/local-store';
import type { Database } from '../database/tables';
import { describeError, UserError } from '../errors';
import { type Drained, drainBatch } from './drain';
import { noMeter } from './history-meter';
import { createSpool, type Spool } from './spool';
import type { SetAsideRow, SpoolState } from './spool-rows';

/** Where a spool is, and what its files' faults are told to. */
export interface SpoolPlace {
  path: string;
  log: Logger;
}

/** What `minicc spool status` tells. */
export interface SpoolReport extends SpoolState {
  /** Those set aside, the latest first, at most ten. */
  refused: SetAsideRow[];
}

/** Looks into a spool; makes none where there is none. */
export function reportSpool(place: SpoolPlace): Promise<SpoolReport> {
  const none: SpoolReport = { rows: 0, oldestSeconds: undefined, setAside: 0, refused: [] };
  return withSpool(place, none, async (spool) => ({
    ...(await spool.readState()),
    refused: await spool.listSetAside(10),
  }));
}

/** How a spool is drained by hand. */
export interface DrainByHand {
  db: Database;
  /** Tries those again, too, that the database refused. */
  withSetAside: boolean;
  onProgress(soFar: Drained): void;
}

/** Moves every row of a spool into the database; gives how many it took, and refused. */
export function drainSpool(
  place: SpoolPlace,
  { db, withSetAside, onProgress }: DrainByHand,
): Promise<Drained> {
  const total: Drained = { drained: 0, setAside: 0 };
  return withSpool(place, total, async (spool) => {
    if (withSetAside) await spool.takeBack();
    for (;;) {
      const batch = await drainBatch({ spool, db, log: place.log, meter: noMeter });
      if (batch.drained + batch.setAside === 0) return total;
      total.drained += batch.drained;
      total.setAside += batch.setAside;
      onProgress(total);
    }
  });
}

async function withSpool<T>(
  { path, log }: SpoolPlace,
  none: T,
  work: (spool: Spool) => Promise<T>,
): Promise<T> {
  if (!existsSync(path) && !existsSync(copyPath(path))) return none;
  const store = openLocalStore(path, log);
  const explain = (error: unknown) => {
    throw new UserError(`SPOOL_PATH ${path} cannot be used: ${describeError(error)}`);
  };
  const explained: LocalStore = {
    ...store,
    read: (ask) => store.read(ask).catch(explain),
    write: (change) => store.write(change).catch(explain),
  };
  try {
    return await work(createSpool(explained));
  } finally {
    await store.close();
  }
}

/** The report in lines for a person. */
export function describeSpool({ rows, oldestSeconds, setAside, refused }: SpoolReport): string[] {
  const waiting =
    rows === 0
      ? 'No row waits for the database.'
      : `${count(rows)} for the database, the oldest for ${describeAge(oldestSeconds ?? 0)}.`;
  if (setAside === 0) return [waiting];
  return [
    waiting,
    `${setAside} refused by the database and set aside${setAside > refused.length ? '; the latest' : ''}:`,
    ...refused.map(
      ({ setAsideAt, table, callSid, reason }) =>
        `  ${setAsideAt}  ${table}  ${callSid}  ${reason}`,
    ),
    'When what is wrong has been put right: minicc spool drain --set-aside',
  ];
}

function count(rows: number): string {
  return rows === 1 ? '1 row waits' : `${rows} rows wait`;
}

function describeAge(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 3600)} hours`;
}
