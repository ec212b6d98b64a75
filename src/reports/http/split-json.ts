/** So deep are the lists of a report: the groups of its divisions. */
const DEPTH = 4;

/**
 * The JSON of `value`, in parts, so that a long list in it is never one long piece of work; whatever can
 * be iterated is a list, taken from as it is sent.
 */
export function* splitJson(value: unknown, depth: number = DEPTH): Generator<string> {
  const isWhole = typeof value !== 'object' || value === null || 'toJSON' in value;
  if (isWhole || depth === 0) yield JSON.stringify(value);
  else if (Symbol.iterator in value) yield* splitList(value as Iterable<unknown>, depth);
  else yield* splitObject(value, depth);
}

function* splitList(list: Iterable<unknown>, depth: number): Generator<string> {
  let before = '[';
  for (const entry of list) {
    yield before;
    yield* splitJson(entry ?? null, depth - 1);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

function* splitObject(value: object, depth: number): Generator<string> {
  let before = '{';
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* splitJson(entry, depth - 1);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}
