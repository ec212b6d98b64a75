/** How the page looks now, to draw alike. */
export interface Look {
  ink: string;
  quietInk: string;
  edge: string;
  card: string;
  fontFamily: string;
  /** Whether nothing should move. */
  isStill: boolean;
  /** The colour of a series of bars. */
  colourOf(series: string): string;
}

/** Reads how the page looks now from its style sheet. */
export function readLook(): Look {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    quietInk: read('--quiet-ink'),
    edge: read('--edge'),
    card: read('--card'),
    fontFamily: getComputedStyle(document.body).fontFamily,
    isStill: matchMedia('(prefers-reduced-motion: reduce)').matches,
    colourOf: (series) => read(`--bar-${series}`),
  };
}

/** Calls `onChange` whenever the page begins to look otherwise: light or dark, on screen or on paper. */
export function watchLook(onChange: () => void): void {
  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(query).addEventListener('change', onChange);
  }
  const { dataset } = document.documentElement;
  // Before a page is printed, its styles are not yet those of paper.
  addEventListener('beforeprint', () => {
    dataset.printing = '';
    onChange();
  });
  addEventListener('afterprint', () => {
    delete dataset.printing;
    onChange();
  });
}
