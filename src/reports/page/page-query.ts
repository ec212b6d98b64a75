/** The parameters of the page, in the order in which its own addresses have them. */
export const PAGE_PARAMETERS = [
  'from',
  'last',
  'to',
  'zone',
  'formula',
  'threshold',
  'abandonment',
  'short',
  'number',
  'cursor',
  'lang',
] as const;

/** What the page is asked for, as it was typed. */
export type PageQuery = Partial<Record<(typeof PAGE_PARAMETERS)[number], string>>;

/** What makes a question of figures; the rest is of the list of calls, and of the page. */
const OF_FIGURES = [
  ...['from', 'last', 'to', 'zone', 'formula', 'threshold', 'abandonment', 'short'],
] as readonly (keyof PageQuery)[];

/** The address of the same page with some parameters changed, or left out where undefined. */
export function linkTo(
  path: string,
  query: PageQuery,
  changes: { [Name in keyof PageQuery]?: string | undefined } = {},
): string {
  const merged = { ...query, ...changes };
  const pairs = PAGE_PARAMETERS.flatMap((name): [string, string][] =>
    merged[name] ? [[name, merged[name]]] : [],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}

/** The parameters that figures depend on, which a search for calls is to keep. */
export function pickFigureParameters(query: PageQuery): [keyof PageQuery, string][] {
  return OF_FIGURES.flatMap((name): [keyof PageQuery, string][] =>
    query[name] ? [[name, query[name]]] : [],
  );
}
