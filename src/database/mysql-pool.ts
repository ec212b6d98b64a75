import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { DatabaseClosedError, DatabaseDownError, DatabaseTimeoutError } from '../errors';
import type { MysqlConnection } from './mysql-connection';
import { createMysqlHost, type MysqlHost } from './mysql-host';
import type { HostChange, HostState, WatchablePool } from './pool-use';
import type { TimeBounds } from './time-bounds';

/** Connections to several servers that hold the same database. */
export type SharedPool = MysqlPool & WatchablePool;

/** What a `SharedPool` is made from. */
export interface SharedPoolOptions {
  hosts: readonly {
    name: string;
    connect(onOver: (reason: unknown) => void): MysqlConnection;
  }[];
  /** How many connections there may be to each host. */
  limit: number;
  bounds: TimeBounds;
}

/** A connection, or a place for one that has to be opened. */
interface Place {
  host: MysqlHost;
  connection: MysqlConnection;
}

/** A server may well need this long to let us in. */
const FAIR_MS = 100;

interface Waiter {
  give(place: Place): void;
  refuse(error: unknown): void;
}

/**
 * Hands out connections to the writable hosts in turn, or to read-only ones where there are no
 * others, or none at all, at once, while all are known to be down. Where a host does not let us in,
 * the next one is asked in the time that is left.
 */
export function createSharedPool({ hosts: list, limit, bounds }: SharedPoolOptions): SharedPool {
  const fairMs = Math.min(FAIR_MS, bounds.connectMs / 4);
  const hosts = list.map((host) => createMysqlHost({ ...host, limit, fairMs, onChange }));
  const waiters: Waiter[] = [];
  const told = new Map<MysqlHost, HostState>();
  let onState: ((change: HostChange) => void) | undefined;
  let turn = 0;
  let onEmpty: (() => void) | undefined;
  let isClosed = false;

  function onChange(): void {
    serve();
    tellStates();
  }

  /** A host that was only late with one answer, or ended a connection, is no news. */
  function tellStates(): void {
    for (const host of hosts) {
      const state = host.state();
      const isDoubtful = state === 'down' && !host.isSurelyDown();
      if (isDoubtful || state === (told.get(host) ?? 'writable')) continue;
      told.set(host, state);
      onState?.({ host: host.name, state, reason: host.fault() });
    }
  }

  /** Gives those who wait what there is, in the order in which they came. */
  function serve(): void {
    while (waiters.length > 0) {
      const place = findPlace();
      if (place) waiters.shift()?.give(place);
      else if (hosts.every((host) => host.state() === 'down' && !host.isInDoubt())) refuseAll();
      else break;
    }
    if (onEmpty && hosts.every((host) => host.count().open === 0)) onEmpty();
  }

  function refuseAll(): void {
    const fault = hosts.map((host) => host.fault()).find((found) => found !== undefined);
    for (const waiter of waiters.splice(0)) waiter.refuse(new DatabaseDownError(fault));
  }

  function findPlace(): Place | undefined {
    const writable = hosts.filter((host) => host.state() === 'writable');
    const best = writable.length > 0 ? writable : hosts;
    for (let step = 0; step < best.length; step += 1) {
      const host = best[(turn + step) % best.length];
      if (!host?.hasRoom()) continue;
      turn += step + 1;
      return { host, connection: host.take() };
    }
    return undefined;
  }

  function waitForPlace(timeoutMs: number): Promise<Place> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        if (waiters.includes(waiter)) waiters.splice(waiters.indexOf(waiter), 1);
      };
      const waiter: Waiter = {
        give(place) {
          leave();
          resolve(place);
        },
        refuse(error) {
          leave();
          reject(error);
        },
      };
      const late = () => waiter.refuse(new DatabaseTimeoutError(timeoutMs));
      const timer = setTimeout(late, timeoutMs);
      waiters.push(waiter);
      serve();
    });
  }

  async function acquire(): Promise<Place> {
    const end = performance.now() + bounds.connectMs;
    for (let fault: unknown; ; ) {
      if (isClosed) throw new DatabaseClosedError();
      const leftMs = end - performance.now();
      if (fault !== undefined && leftMs <= 0) throw fault;
      const free = waiters.length === 0 ? findPlace() : undefined;
      const place =
        free ??
        (await waitForPlace(leftMs).catch((error) => {
          // What happened to this very call says more.
          throw isClosed || fault === undefined ? error : fault;
        }));
      try {
        await place.host.open(place.connection, shareOf(end - performance.now(), place.host));
        if (!isPassedOver(place.host)) return place;
        place.host.giveBack(place.connection);
      } catch (error) {
        fault = error;
      }
    }
  }

  /** Where there is another host to turn to, time has to be left for it. */
  function shareOf(leftMs: number, host: MysqlHost): number {
    const isAlone = hosts.every((other) => other === host || other.state() === 'down');
    return Math.max(isAlone ? leftMs : leftMs / 2, 1);
  }

  /** Whether a host was found read-only while it was let in to, and there is a better one. */
  function isPassedOver(host: MysqlHost): boolean {
    return host.state() === 'read-only' && hosts.some((other) => other.state() === 'writable');
  }

  return {
    getConnection(callback) {
      const askedAt = performance.now();
      acquire().then(
        ({ host, connection }) =>
          callback(undefined, lend(host, connection, bounds.queryMs, askedAt)),
        (error) => callback(error, undefined as never),
      );
    },
    end(callback) {
      isClosed = true;
      for (const waiter of waiters.splice(0)) waiter.refuse(new DatabaseClosedError());
      for (const host of hosts) host.close();
      onEmpty = () => {
        onEmpty = undefined;
        callback(undefined);
      };
      serve();
    },
    onState(listener) {
      onState = listener;
    },
    listUse: () =>
      hosts.map((host, place) => {
        const { open, idle } = host.count();
        const waiting = place === 0 ? waiters.length : 0;
        return { host: host.name, state: host.state(), limit, open, inUse: open - idle, waiting };
      }),
  };
}

/** What a statement is left with at least, when the wait for a connection took most of its time. */
const LEAST_MS = 100;

/**
 * A connection until it is released. Its statements are given up after `queryMs`, the first of them
 * counted from `askedAt`, when the connection was asked for: to a caller it is all one wait.
 */
function lend(
  host: MysqlHost,
  connection: MysqlConnection,
  queryMs: number | undefined,
  askedAt: number,
): MysqlPoolConnection {
  let waitedMs = performance.now() - askedAt;
  let isReleased = false;
  function query(sql: string, parameters: readonly unknown[], callback?: Callback): void {
    if (!callback) throw new Error('streaming is not bounded in time');
    const boundMs = queryMs === undefined ? undefined : Math.max(queryMs - waitedMs, LEAST_MS);
    waitedMs = 0;
    connection.run(sql, parameters, boundMs).then(
      (result) => callback(undefined, result),
      (error) => {
        host.learn(error);
        callback(error, undefined);
      },
    );
  }
  return {
    query: query as unknown as MysqlPoolConnection['query'],
    release() {
      if (!isReleased) host.giveBack(connection);
      isReleased = true;
    },
  };
}

type Callback = (error: unknown, result: unknown) => void;
