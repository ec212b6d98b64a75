import type { Clock } from './clock';
import type { EventBody } from './events';
import { ExchangeError } from './exchange-error';
import { WaitingQueue } from './queue';
import type { Random } from './random';

/** https://www.twilio.com/docs/voice/twiml/enqueue: older pages have 100 */
const DEFAULT_QUEUE_SIZE = 1000;

/** What queues are made with. */
export interface QueueRegisterOptions {
  clock: Clock;
  random: Random;
  tell: (event: EventBody) => void;
  /** How many calls a queue takes that a document creates. */
  maxQueueSize: number | undefined;
}

/** The queues of an account: https://www.twilio.com/docs/voice/api/queue-resource */
export class QueueRegister {
  readonly #queues = new Map<string, WaitingQueue>();
  readonly #options: QueueRegisterOptions;

  constructor(options: QueueRegisterOptions) {
    this.#options = options;
  }

  /** Every queue, in the order in which they came into being. */
  list(): WaitingQueue[] {
    return [...this.#queues.values()];
  }

  find(name: string): WaitingQueue | undefined {
    return this.#queues.get(name);
  }

  /** Throws an `ExchangeError` where there is none. */
  get(sid: string): WaitingQueue {
    const queue = this.list().find((one) => one.sid === sid);
    if (queue) return queue;
    throw new ExchangeError(20404, 404, `There is no queue ${sid}.`);
  }

  /** The queue of that name, which comes into being where there is none. */
  open(name: string): WaitingQueue {
    return this.find(name) ?? this.#add(name, this.#options.maxQueueSize);
  }

  /** Throws an `ExchangeError` where the name is taken. */
  create(name: string, maxSize?: number): WaitingQueue {
    this.#requireUnused(name);
    return this.#add(name, maxSize);
  }

  /** Throws an `ExchangeError` where there is no such queue, or the name is taken. */
  update(sid: string, { name, maxSize }: { name?: string; maxSize?: number }): WaitingQueue {
    const queue = this.get(sid);
    if (name !== undefined && name !== queue.name) {
      this.#requireUnused(name);
      this.#queues.delete(queue.name);
      this.#queues.set(name, queue);
      queue.name = name;
    }
    if (maxSize !== undefined) queue.maxSize = maxSize;
    queue.updatedAt = this.#options.clock.now();
    return queue;
  }

  /** Throws an `ExchangeError` where there is no such queue, or somebody waits in it. */
  remove(sid: string): void {
    const queue = this.get(sid);
    // That it is refused is documented, its number nowhere: this one is a guess beside 22003.
    if (queue.size > 0) throw new ExchangeError(22002, 400, `The queue ${queue.name} is not empty`);
    this.#queues.delete(queue.name);
  }

  #add(name: string, maxSize = DEFAULT_QUEUE_SIZE): WaitingQueue {
    const { clock, random, tell } = this.#options;
    const queue = new WaitingQueue({ sid: random.sid('QU'), name, maxSize }, clock, tell);
    this.#queues.set(name, queue);
    return queue;
  }

  /** The number is in no list of Twilio's, but applications were seen to be given it. */
  #requireUnused(name: string): void {
    if (this.find(name)) {
      throw new ExchangeError(22003, 400, `A queue with the name ${name} already exists`);
    }
  }
}
