import { type Connection, type ConnectionOptions, createConnection } from 'mysql2';
import { DatabaseTimeoutError, NodeNotReadyError } from '../errors';
import { isConnectionLost } from './database-errors';

/** A connection to one server, none of whose waits is longer than is said. */
export interface MysqlConnection {
  /** Resolves when it can be used; rejects where that takes longer than `timeoutMs`. */
  open(timeoutMs: number): Promise<void>;
  /** Whether its server took no writes when it was opened. */
  isReadOnly(): boolean;
  /** A statement; one that takes longer than `timeoutMs`, if given, ends the connection. */
  run(sql: string, parameters: readonly unknown[], timeoutMs?: number): Promise<unknown>;
  /** Whether it is over with it, for whatever reason. */
  isOver(): boolean;
  /** Takes leave of the server. */
  close(): void;
  /** Ends it at once; what it is at rejects with `reason`. */
  destroy(reason: unknown): void;
}

/**
 * How values go to a server: apart from a statement that it keeps, or, in each statement anew, as part
 * of its text. MariaDB 10.11 answers some statements wrongly from the second time on that it runs what
 * it keeps, where they read a view with a "not exists" in it; and it looks for values that it does not
 * know beforehand only after it has put a union together whole.
 */
export type StatementForm = 'prepared' | 'text';

/** What a `MysqlConnection` is made from. */
export interface MysqlConnectionOptions {
  server: ConnectionOptions;
  statements: StatementForm;
  /** For how long the server may have a statement wait for a lock; without it, as it likes. */
  lockWaitSeconds: number | undefined;
  /** Is told once, when it is over: of the reason, or of none where we closed it. */
  onOver: (reason: unknown) => void;
}

/** Begins to connect; nothing can be asked before `open` resolves. */
export function createMysqlConnection(options: MysqlConnectionOptions): MysqlConnection {
  const { lockWaitSeconds, statements } = options;
  const connection = createConnection(options.server);
  const pending = new Set<(reason: unknown) => void>();
  let over: { reason: unknown } | undefined;
  let readOnly = false;

  function end(reason: unknown): void {
    if (over) return;
    over = { reason };
    for (const reject of pending) reject(reason);
    options.onOver(reason);
  }

  function destroy(reason: unknown): void {
    end(reason);
    cutOff(connection);
  }

  /** Settles with `start`'s callback, or when the connection is over, or when time is up. */
  function settle<T>(timeoutMs: number | undefined, start: (callback: Callback<T>) => void) {
    return new Promise<T>((resolve, reject) => {
      if (over) return reject(over.reason);
      const finish = (give: () => void) => {
        clearTimeout(timer);
        pending.delete(onOver);
        give();
      };
      const onOver = (reason: unknown) => finish(() => reject(reason));
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => destroy(new DatabaseTimeoutError(timeoutMs)), timeoutMs);
      pending.add(onOver);
      try {
        start((error, result) => {
          if (error && isFatal(error)) destroy(error);
          finish(() => (error ? reject(error) : resolve(result)));
        });
      } catch (error) {
        finish(() => reject(error));
      }
    });
  }

  function run(sql: string, parameters: readonly unknown[], timeoutMs?: number): Promise<unknown> {
    return settle(timeoutMs, (callback) => {
      // The binary protocol keeps values apart from the SQL text, whatever the server's sql_mode;
      // not every statement can be prepared, and those without values need not be.
      if (parameters.length === 0) connection.query(sql, callback);
      else if (statements === 'text') connection.query(sql, parameters as never, callback);
      else connection.execute(sql, parameters as never, callback);
    });
  }

  /** What a SHOW statement shows, by name. */
  async function show(sql: string): Promise<Map<string, string>> {
    const rows = (await run(sql, [])) as { Variable_name: string; Value: string }[];
    return new Map(rows.map((row) => [row.Variable_name, row.Value]));
  }

  async function open(timeoutMs: number): Promise<void> {
    const timer = setTimeout(() => destroy(new DatabaseTimeoutError(timeoutMs)), timeoutMs);
    try {
      await settle<void>(undefined, (callback) =>
        connection.connect((error) => callback(error, undefined)),
      );
      await run(setUp({ lockWaitSeconds, statements }), []);
      const variables = await show(SHOW_VARIABLES);
      if (isInCluster(variables) && (await show(SHOW_READINESS)).get('wsrep_ready') === 'OFF') {
        throw new NodeNotReadyError();
      }
      readOnly = isOn(variables.get('read_only')) || isOn(variables.get('innodb_read_only'));
    } catch (error) {
      destroy(error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  // An error that no statement takes is told here; without a listener it would end the process.
  connection.on('error', destroy);
  return {
    open,
    run,
    destroy,
    isReadOnly: () => readOnly,
    isOver: () => over !== undefined,
    close() {
      if (over) return;
      end(undefined);
      takeLeave(connection);
    },
  };
}

type Callback<T> = (error: unknown, result: T) => void;

/** Whether no further statement can be sent after this. */
function isFatal(error: unknown): boolean {
  return isConnectionLost(error) || (Object(error) as { fatal?: unknown }).fatal === true;
}

/**
 * Has a row that is acknowledged be committed, whatever the server's own autocommit is. Has the
 * server give up a statement that waits for a lock when we do: a statement that we only stop
 * listening to keeps its thread at the server, and a long backup would use them all up.
 */
function setUp({
  lockWaitSeconds,
  statements,
}: Pick<MysqlConnectionOptions, 'lockWaitSeconds' | 'statements'>): string {
  const lockWaits =
    lockWaitSeconds === undefined
      ? ''
      : `, lock_wait_timeout = ${lockWaitSeconds}, innodb_lock_wait_timeout = ${lockWaitSeconds}`;
  return `set session autocommit = 1${lockWaits}${statements === 'text' ? WITH_BACKSLASHES : ''}`;
}

/** The driver writes `'` as `\'` into a statement's text, where else it would end the value. */
const WITH_BACKSLASHES = ", sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')";

/** A copy in a cloud may have innodb_read_only alone. A Galera node that is cut off answers SHOW. */
const SHOW_VARIABLES = `show global variables where Variable_name in
  ('read_only', 'innodb_read_only', 'wsrep_on', 'wsrep_provider')`;
const SHOW_READINESS = "show global status like 'wsrep_ready'";

/** MariaDB knows Galera's variables without Galera, too. */
function isInCluster(variables: ReadonlyMap<string, string>): boolean {
  return isOn(variables.get('wsrep_on')) && variables.get('wsrep_provider') !== 'none';
}

/** Newer servers have words other than ON for some ways of being on. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== 'OFF';
}

const LEAVE_MS = 200;

/** Says goodbye without waiting for the server to hang up, which a hung one never does. */
function takeLeave(connection: Connection): void {
  connection.end();
  const stream = streamOf(connection);
  const timer = setTimeout(() => stream?.destroy(), LEAVE_MS).unref();
  stream?.end(() => {
    clearTimeout(timer);
    stream.destroy();
  });
}

/** mysql2's own `destroy` waits for the server to hang up. */
function cutOff(connection: Connection): void {
  connection.destroy();
  streamOf(connection)?.destroy();
}

function streamOf(connection: Connection) {
  return (connection as { stream?: { destroy(): void; end(done: () => void): void } }).stream;
}
