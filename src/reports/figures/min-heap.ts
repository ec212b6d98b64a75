/** Numbers, of which the smallest is at hand. */
export class MinHeap {
  readonly #values: number[] = [];

  get size(): number {
    return this.#values.length;
  }

  /** The smallest; undefined of none. */
  get first(): number | undefined {
    return this.#values[0];
  }

  add(value: number): void {
    const values = this.#values;
    let index = values.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = values[parent] as number;
      if (above <= value) break;
      values[index] = above;
      index = parent;
    }
    values[index] = value;
  }

  /** Takes the smallest away. */
  removeFirst(): void {
    const values = this.#values;
    const last = values.pop();
    if (last === undefined || values.length === 0) return;
    let index = 0;
    for (let child = 1; child < values.length; child = 2 * index + 1) {
      if ((values[child + 1] ?? Number.POSITIVE_INFINITY) < (values[child] as number)) child += 1;
      if ((values[child] as number) >= last) break;
      values[index] = values[child] as number;
      index = child;
    }
    values[index] = last;
  }
}
