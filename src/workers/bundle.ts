/**
 * Hands on, together, what comes within one turn of the event loop: requests that are served at the
 * same moment cost one message. All of a bundle share what becomes of it.
 */
export function createBundle<T>(
  handOn: (bundle: readonly T[]) => Promise<void>,
): (one: T) => Promise<void> {
  let bundle: T[] = [];
  let handedOn: Promise<void> | undefined;

  async function begin(): Promise<void> {
    await new Promise(setImmediate);
    const complete = bundle;
    bundle = [];
    handedOn = undefined;
    return handOn(complete);
  }

  return (one) => {
    bundle.push(one);
    handedOn ??= begin();
    return handedOn;
  };
}
