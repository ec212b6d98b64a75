import { padToWidth, textWidth } from '../../text-width';

/** A column of a table for a terminal. */
export interface TextColumn {
  /** In one line or more; where all are empty, there are none. */
  heading: string;
  /** Where its text stands; numbers go to the right. */
  align: 'left' | 'right';
}

/** How a table is put together. */
export interface TextTableOptions {
  gap?: number;
  /** How headings stand out. */
  emphasise?: (text: string) => string;
}

/**
 * The lines of a table whose columns are as wide as what stands in them, Japanese included. Headings
 * of fewer lines stand at the bottom; no line ends in spaces.
 */
export function layOutTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  { gap = 2, emphasise = (text) => text }: TextTableOptions = {},
): string[] {
  const headings = columns.map(({ heading }) => (heading === '' ? [] : heading.split('\n')));
  const height = Math.max(0, ...headings.map((lines) => lines.length));
  const head = Array.from({ length: height }, (_, line) =>
    headings.map((lines) => lines[line - height + lines.length] ?? ''),
  );
  const widths = columns.map((_, index) => widest([...head, ...rows], index));
  const layOut = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => alignTo(cells[index] ?? '', widths[index] ?? 0, align))
      .join(' '.repeat(gap))
      .trimEnd();
  return [...head.map((cells) => emphasise(layOut(cells))), ...rows.map(layOut)];
}

function widest(rows: readonly (readonly string[])[], index: number): number {
  return rows.reduce((width, cells) => Math.max(width, textWidth(cells[index] ?? '')), 0);
}

function alignTo(text: string, width: number, align: TextColumn['align']): string {
  if (align === 'left') return padToWidth(text, width);
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}
