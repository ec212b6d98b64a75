import { describeError, UnansweredError } from '../errors';

/** What one process may ask another: by name, what it says and what it gets. All of it is JSON. */
export type Questions = Record<string, { says: unknown; gets: unknown }>;

/** Asks the process at the other end. Rejects where it fails at it, is gone, or is late. */
export type Ask<Q extends Questions> = <K extends keyof Q & string>(
  question: K,
  says: Q[K]['says'],
  timeoutMs?: number,
) => Promise<Q[K]['gets']>;

/** How each question is answered. */
export type Answers<Q extends Questions> = {
  readonly [K in keyof Q]: (says: Q[K]['says']) => Q[K]['gets'] | Promise<Q[K]['gets']>;
};

/** One end of Node's channel between a primary and a worker: `process`, or a `Worker`. */
export interface ChannelEnd {
  send(message: object, onSent: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

type Message =
  | { asks: string; id: number; says: unknown }
  | { answers: number; gets: unknown }
  | { answers: number; fault: string };

interface Waiter {
  question: string;
  resolve(gets: unknown): void;
  reject(error: unknown): void;
}

/** Answers what the other end asks, and gives what asks it. */
export function connect<Asked extends Questions, Answered extends Questions>(
  end: ChannelEnd,
  answers: Answers<Answered>,
): Ask<Asked> {
  const waiters = new Map<number, Waiter>();
  let lastId = 0;
  let isGone = false;

  function send(message: Message, onLost: () => void): void {
    // Where the channel is closed, Node tells the callback, or throws.
    try {
      end.send(message, (error) => error && onLost());
    } catch {
      onLost();
    }
  }

  async function answer({ asks, id, says }: Extract<Message, { asks: string }>): Promise<void> {
    const reply = (result: { gets: unknown } | { fault: string }) =>
      send({ answers: id, ...result }, () => {});
    try {
      reply({ gets: await answers[asks as keyof Answered](says as never) });
    } catch (error) {
      reply({ fault: describeError(error) });
    }
  }

  end.on('message', (received) => {
    const message = received as Message;
    if ('asks' in message) {
      void answer(message);
      return;
    }
    const waiter = waiters.get(message.answers);
    if ('fault' in message) waiter?.reject(new Error(message.fault));
    else waiter?.resolve(message.gets);
  });
  end.on('disconnect', () => {
    isGone = true;
    for (const { question, reject } of waiters.values()) reject(new UnansweredError(question));
  });

  return (question, says, timeoutMs) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      const giveUp = () => waiters.get(id)?.reject(new UnansweredError(question));
      const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs).unref();
      const settle = <T>(how: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          waiters.delete(id);
          how(value);
        };
      };
      waiters.set(id, { question, resolve: settle<never>(resolve), reject: settle(reject) });
      if (isGone) giveUp();
      else send({ asks: question, id, says }, giveUp);
    });
}
