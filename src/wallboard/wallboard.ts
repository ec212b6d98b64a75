import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Database } from '../database/tables';
import { loadOnFirstUse } from '../http/load-on-first-use';
import type { WebhookRoute } from '../http/webhook-route';
import type { Period } from '../reports/period';
import type { Report } from '../reports/report';
import type { CallRequest } from '../twilio/call-request';
import { createBoardStream } from './board-stream';
import { createBoardWatch } from './board-watch';
import { hearWebhook } from './hear-webhook';
import { createLiveCallsWriter } from './live-calls-writer';
import { type BoardSources, readBoard } from './read-board';
import { createRefreshed } from './refreshed';
import { createTwilioQueue, type TwilioQueueOptions } from './twilio-queue';

/** What goes on right now, for a screen on the wall. */
export interface Wallboard {
  page: RequestHandler;
  /** A webhook was answered. Costs nothing and never throws. */
  hear(route: WebhookRoute, request: CallRequest): void;
  /** Ends the streams that are open. */
  closeStreams(): void;
  /** Writes what was heard last, while the database is still there. Never throws. */
  close(): Promise<void>;
}

/** What a wallboard is made of. */
export interface WallboardOptions {
  /** Connections that no call waits for, to read by. */
  db: Database;
  /** The same, to write `live_calls` by. */
  liveDb: Database;
  /** Figures of a period. */
  readReport: (period: Period, now: Date) => Promise<Report>;
  /** Whose queue is asked for at Twilio, where there is an account. */
  queue: Omit<TwilioQueueOptions, 'now'> | undefined;
  /** The owner's, as `ja-JP`. */
  language: string;
  zone: string;
  thresholdSeconds: number;
  now: () => Date;
  log: Logger;
}

const TODAY_EVERY_MS = 5000;
/** A day of very many calls must not keep the database busy. */
const TODAY_EASE = 5;
const QUEUE_EVERY_MS = 5000;
/** Whoever opens the page waits for the day's figures so long. */
const FIRST_MS = 1500;

/** Opens the wallboard. Nothing is read unless somebody watches. */
export function openWallboard(options: WallboardOptions): Wallboard {
  const { db, liveDb, log } = options;
  const now = () => options.now().getTime();
  const findSources = createSources(options);
  const read = async () => readBoard(db, await findSources());
  const watch = createBoardWatch({ read, now, log });
  const writer = createLiveCallsWriter({
    ...{ db: liveDb, log },
    now: options.now,
    onWritten: watch.nudge,
  });
  const stream = createBoardStream(watch);
  return {
    page: loadOnFirstUse(async () => {
      const { createWallboardRouter } = await import('./router.js');
      return createWallboardRouter({ ...options, watch, stream });
    }),
    hear: (route, request) => writer.hear(hearWebhook(route, request)),
    closeStreams() {
      stream.close();
      watch.close();
    },
    close: () => writer.stop(),
  };
}

/** What is known beside the tables, each refreshed in its own time. */
function createSources(options: WallboardOptions): () => Promise<BoardSources> {
  const { readReport, queue, zone, now, log } = options;
  const today = createRefreshed({
    async read() {
      const { findToday, summarise } = await import('./read-today.js');
      return summarise(await readReport(findToday(now(), zone), now()));
    },
    everyMs: TODAY_EVERY_MS,
    easeFactor: TODAY_EASE,
    onFault: (err) => log.warn({ err }, 'the figures of today cannot be read for the wallboard'),
  });
  const reading =
    queue &&
    createRefreshed({
      read: createTwilioQueue({ ...queue, now: () => now().getTime() }),
      everyMs: QUEUE_EVERY_MS,
      onFault: (err) => log.warn({ err }, 'Twilio’s queue cannot be read for the wallboard'),
    });
  return async () => {
    const [todayRead, queueRead] = await Promise.all([
      today.first(FIRST_MS),
      reading ? reading.first(FIRST_MS) : ('none' as const),
    ]);
    return { now: now().getTime(), today: todayRead, queue: queueRead };
  };
}
