import { DatabaseClosedError, DatabaseTimeoutError } from '../errors';
import { isOverloaded, isReadOnly } from './database-errors';
import type { MysqlConnection } from './mysql-connection';
import { createLooking, FIRST_PAUSE_MS, LAST_PAUSE_MS, LOOK_MS } from './mysql-looking';
import type { HostState } from './pool-use';

/** A server, our connections to it, and what is known of it. */
export interface MysqlHost {
  readonly name: string;
  /** `writable` until it is found to be something else. */
  state(): HostState;
  /** What it was found down by; undefined while it is not. */
  fault(): unknown;
  /** Whether it was found down only now, by what may turn out to be no fault of the server. */
  isInDoubt(): boolean;
  /** Whether it let nobody in since it was found down. */
  isSurelyDown(): boolean;
  /** Whether `take` may be called. */
  hasRoom(): boolean;
  /** An idle connection, or else a new one, which is to be opened by `open`. */
  take(): MysqlConnection;
  /** Makes sure that a connection is open. Rejects where that takes longer than `timeoutMs`. */
  open(connection: MysqlConnection, timeoutMs: number): Promise<void>;
  /** Takes a connection back. */
  giveBack(connection: MysqlConnection): void;
  /** Draws its conclusion from what a statement failed with. */
  learn(error: unknown): void;
  /** How many connections there are, and how many of them are idle. */
  count(): { open: number; idle: number };
  /** Ends all connections but those in use, which end when they are given back, and all looking. */
  close(): void;
}

/** What a `MysqlHost` is made from. */
export interface MysqlHostOptions {
  name: string;
  /** How many connections there may be. */
  limit: number;
  connect(onOver: (reason: unknown) => void): MysqlConnection;
  /** Not to be let in within less than this says nothing of a server. */
  fairMs: number;
  /** Is told whenever something in the host may have changed. */
  onChange(): void;
}

/** Within this time a server that was late with one answer shows whether it gives others. */
const DOUBT_MS = 40;

/** A server that let nobody in because it was full is asked again after this time. */
const FULL_MS = 1000;

/**
 * A server that is looked at while it is down or read-only, by a connection made for that, so that
 * nobody else has to wait in order to learn that it still is.
 */
export function createMysqlHost(options: MysqlHostOptions): MysqlHost {
  const { name, onChange } = options;
  /** Every one that is not over: being opened, idle, in use, or looking. */
  const all = new Set<MysqlConnection>();
  /** Those of `all` that the server has let in. */
  const opened = new Set<MysqlConnection>();
  /** Those of `opened` that nobody uses. */
  const idle: MysqlConnection[] = [];
  /** Those of `opened` from after the server was last found down: older ones may be dead without a sign. */
  let trusted = new WeakSet<MysqlConnection>();
  let state: HostState = 'writable';
  let fault: unknown;
  let doubtEndsAt = 0;
  let isSurelyDown = false;
  let limit = options.limit;
  let isClosed = false;
  const looking = createLooking({ connect, onLetIn: admitLook, onFailure: noteFailure });

  function connect(): MysqlConnection {
    const connection = options.connect((reason) => {
      const isTrusted = opened.delete(connection) && trusted.has(connection);
      all.delete(connection);
      if (idle.includes(connection)) idle.splice(idle.indexOf(connection), 1);
      if (isTrusted && reason !== undefined) {
        markDown(reason, reason instanceof DatabaseTimeoutError ? DOUBT_MS : LOOK_MS);
      }
      onChange();
    });
    all.add(connection);
    return connection;
  }

  async function open(connection: MysqlConnection, timeoutMs: number): Promise<void> {
    if (opened.has(connection)) return;
    try {
      await connection.open(timeoutMs);
    } catch (error) {
      const isFair = timeoutMs >= options.fairMs || !(error instanceof DatabaseTimeoutError);
      if (isFair) noteFailure(error);
      throw error;
    }
    admit(connection);
  }

  function admit(connection: MysqlConnection): void {
    opened.add(connection);
    trusted.add(connection);
    markUp(connection.isReadOnly() ? 'read-only' : 'writable');
  }

  function giveBack(connection: MysqlConnection): void {
    if (connection.isOver()) return;
    if (isClosed || !trusted.has(connection)) connection.close();
    else idle.push(connection);
    onChange();
  }

  /** Nobody was let in. */
  function noteFailure(error: unknown): void {
    // A server that is full goes on serving those who are in, or get in before.
    if (isOverloaded(error) && all.size > 0) holdBack();
    else {
      markDown(error, 0);
      fault = error;
      doubtEndsAt = 0;
      isSurelyDown = true;
    }
    onChange();
  }

  function holdBack(): void {
    limit = all.size;
    const tryAgain = () => {
      limit = options.limit;
      onChange();
    };
    setTimeout(tryAgain, FULL_MS).unref();
  }

  function markUp(found: 'writable' | 'read-only'): void {
    state = found;
    fault = undefined;
    doubtEndsAt = 0;
    if (found === 'writable') looking.stop();
    else startLooking(LAST_PAUSE_MS);
    onChange();
  }

  function markDown(reason: unknown, doubtMs: number): void {
    if (isClosed || state === 'down') return;
    state = 'down';
    isSurelyDown = false;
    fault = reason;
    doubtEndsAt = performance.now() + doubtMs;
    trusted = new WeakSet();
    looking.stop();
    startLooking(0);
    for (const connection of [...idle]) connection.destroy(reason);
    if (doubtMs > 0) setTimeout(onChange, doubtMs + 1).unref();
  }

  function startLooking(pauseMs: number): void {
    if (!isClosed) looking.start(pauseMs);
  }

  /** One of those that look is as good as any other where there is none. */
  function admitLook(connection: MysqlConnection): void {
    admit(connection);
    if (idle.length === 0) giveBack(connection);
    else connection.close();
  }

  return {
    name,
    open,
    giveBack,
    state: () => state,
    fault: () => fault,
    isInDoubt: () => state === 'down' && performance.now() < doubtEndsAt,
    isSurelyDown: () => state === 'down' && isSurelyDown,
    hasRoom: () => state !== 'down' && (idle.length > 0 || all.size < limit),
    take: () => idle.pop() ?? connect(),
    learn(error) {
      if (!isReadOnly(error) || state !== 'writable') return;
      state = 'read-only';
      startLooking(FIRST_PAUSE_MS);
      onChange();
    },
    count: () => ({ open: all.size, idle: idle.length }),
    close() {
      isClosed = true;
      looking.stop();
      for (const connection of [...idle]) connection.close();
      for (const connection of [...all]) {
        if (!opened.has(connection)) connection.destroy(new DatabaseClosedError());
      }
    },
  };
}
