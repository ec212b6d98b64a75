/** Something that happens once, and what it brings. */
export interface Gate<T> {
  open(value: T): void;
  /** It will not happen. */
  shut(error: unknown): void;
  passed: Promise<T>;
}

/** A gate that nobody has opened yet. */
export function createGate<T>(): Gate<T> {
  let open: (value: T) => void = () => {};
  let shut: (error: unknown) => void = () => {};
  const passed = new Promise<T>((resolve, reject) => {
    [open, shut] = [resolve, reject];
  });
  // Nobody may be waiting yet.
  passed.catch(() => {});
  return { open, shut, passed };
}
