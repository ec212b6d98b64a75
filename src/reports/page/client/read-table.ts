/** A column of a table that is drawn. */
export interface Series {
  /** Names its colour, too: `--bar-answered`. */
  key: string;
  label: string;
  values: number[];
}

/** What a table says, to be drawn: a bar for each row, with a part for each series. */
export interface TableData {
  labels: string[];
  series: Series[];
  /** The row before whose bar the line of the service level stands, and what it says. */
  line: { row: number; label: string } | undefined;
}

/**
 * Reads the table behind a chart: what is drawn is what stands there. `isTrimmed` leaves out the rows
 * at both ends that have nothing to draw, as the hours of the night.
 */
export function readTable(table: HTMLTableElement, isTrimmed: boolean): TableData {
  const all = [...table.tBodies].flatMap((body) => [...body.rows]);
  const rows = isTrimmed ? trim(all) : all;
  const heads = [...(table.tHead?.querySelectorAll<HTMLElement>('th[data-series]') ?? [])];
  const row = rows.findIndex(({ dataset }) => dataset.line !== undefined);
  return {
    labels: rows.map(({ dataset }) => dataset.label ?? ''),
    series: heads.map((head) => {
      const key = head.dataset.series ?? '';
      return { key, label: head.textContent ?? '', values: rows.map((own) => readValue(own, key)) };
    }),
    line: row < 0 ? undefined : { row, label: rows[row]?.dataset.line ?? '' },
  };
}

function readValue(row: HTMLTableRowElement, key: string): number {
  const cell = row.querySelector<HTMLElement>(`[data-of="${key}"]`);
  return Number(cell?.dataset.value ?? 0);
}

function trim(rows: readonly HTMLTableRowElement[]): readonly HTMLTableRowElement[] {
  const isDrawn = (row: HTMLTableRowElement) =>
    [...row.querySelectorAll<HTMLElement>('[data-of]')].some(
      ({ dataset }) => dataset.value !== '0',
    );
  const first = rows.findIndex(isDrawn);
  return first < 0 ? rows : rows.slice(first, rows.findLastIndex(isDrawn) + 1);
}
