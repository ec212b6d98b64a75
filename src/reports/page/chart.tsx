import type { ComponentChildren } from 'preact';
import type { Words } from './words';

/** A chart, drawn by a script from the table behind it; without one, the table stands there. */
export function ChartOf({
  words: { texts },
  id,
  label,
  isTrimmed = false,
  children,
}: {
  words: Words;
  id: string;
  /** What the chart shows, for those who do not see it. */
  label: string;
  /** Whether what is empty at both ends is left out, which a table shows. */
  isTrimmed?: boolean;
  /** The table. */
  children: ComponentChildren;
}) {
  const behind = `${id}-table`;
  return (
    <>
      <figure data-chart={behind} data-trim={isTrimmed ? '' : undefined} hidden>
        <canvas role="img" aria-label={label} />
      </figure>
      <details class="more" id={behind} open>
        <summary>{texts.asTable}</summary>
        {children}
      </details>
    </>
  );
}

/** A table that scrolls in its own box where it is too wide, also by keyboard. */
export function TableBox({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section class="table-box" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
