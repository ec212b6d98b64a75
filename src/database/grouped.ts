/** How things are done in groups. */
export interface GroupedOptions<T, R> {
  /**
   * Does it for `items`, all of which came before this; what came of each, in their order. `since` is
   * when the first of them came, as `performance.now()` has it.
   */
  work(items: readonly T[], since: number): Promise<readonly R[]>;
  /** How many groups are under way before others wait for one of them to end. */
  atOnce: number;
  /** How many there are in a group at most; without it, as many as there are. */
  most?: number;
  /** For how long they wait for a group to end; without it, for as long as it takes. */
  patienceMs?: number;
  /** Whether a group may have failed by one in it, or by its company: each is tried alone then. */
  isWorthAlone?(error: unknown): boolean;
}

interface Member<T, R> {
  item: T;
  cameAt: number;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/**
 * Has things done in groups that come while others are being done. What comes alone is done at once,
 * or, to the letter, as soon as everything that has arrived by now has been read.
 */
export function createGrouped<T, R>(options: GroupedOptions<T, R>): (item: T) => Promise<R> {
  const { work, atOnce, most = Number.POSITIVE_INFINITY, patienceMs } = options;
  const { isWorthAlone = () => false } = options;
  let waiting: Member<T, R>[] = [];
  let underWay = 0;
  let isBeginning = false;
  let patience: NodeJS.Timeout | undefined;

  function look(): void {
    if (isBeginning || waiting.length === 0) return;
    if (underWay < atOnce) {
      isBeginning = true;
      setImmediate(begin);
    } else if (patienceMs !== undefined && !patience) {
      patience = setTimeout(beginLate, patienceMs);
    }
  }

  function begin(): void {
    isBeginning = false;
    while (waiting.length > 0 && underWay < atOnce) void beginGroup();
    look();
  }

  /** The groups under way may hang; who waits for one has to be bounded in time by their own. */
  function beginLate(): void {
    patience = undefined;
    const late = performance.now() - (patienceMs ?? 0);
    while (waiting[0] && waiting[0].cameAt <= late) void beginGroup();
    look();
  }

  async function beginGroup(): Promise<void> {
    const group = waiting.slice(0, most);
    waiting = waiting.slice(most);
    underWay += 1;
    await doTogether(group);
    underWay -= 1;
    look();
  }

  async function doTogether(group: readonly Member<T, R>[]): Promise<void> {
    try {
      const since = group[0]?.cameAt ?? performance.now();
      const results = await work(
        group.map(({ item }) => item),
        since,
      );
      for (const [place, { resolve }] of group.entries()) resolve(results[place] as R);
    } catch (error) {
      if (group.length > 1 && isWorthAlone(error)) await doEachAlone(group);
      else for (const { reject } of group) reject(error);
    }
  }

  async function doEachAlone(group: readonly Member<T, R>[]): Promise<void> {
    await Promise.all(group.map((member) => doTogether([member])));
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, cameAt: performance.now(), resolve, reject });
      look();
    });
}
