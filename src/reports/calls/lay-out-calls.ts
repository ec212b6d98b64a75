import { padToWidth, textWidth } from '../../text-width';
import { formatDuration, NO_FIGURE } from '../show/format-figures';
import { showTime } from '../show/show-time';
import { layOutTable, type TextColumn } from '../show/text-table';
import type { CallLine } from './call-line';
import type { CallTexts } from './call-texts';

/** A column of a list of calls for a terminal. */
interface CallColumn {
  heading: (texts: CallTexts) => string;
  align: TextColumn['align'];
  /** What is usual: pages are laid out one by one, and are to look like one table. */
  width: number;
  read: (call: CallLine, options: CallsLayout) => string;
}

/** How a list of calls is laid out. */
export interface CallsLayout {
  texts: CallTexts;
  zone: string;
  /** How headings stand out. */
  emphasise: (text: string) => string;
}

/** Of a time, the letters of its day. */
const DAY = 'yyyy-MM-dd'.length;

const COLUMNS: readonly CallColumn[] = [
  {
    heading: ({ headings }) => headings.began,
    align: 'left',
    width: 19,
    read: ({ startedAt, loggedAt }, { zone }) => showTime(startedAt ?? loggedAt, zone),
  },
  {
    heading: ({ headings }) => headings.ended,
    align: 'left',
    width: 8,
    read: showEnd,
  },
  {
    heading: ({ headings }) => headings.number,
    align: 'left',
    width: 13,
    read: ({ from }) => from || NO_FIGURE,
  },
  {
    heading: ({ headings }) => headings.outcome,
    align: 'left',
    width: 12,
    read: ({ outcome }, { texts }) => texts.outcomes[outcome],
  },
  {
    heading: ({ headings }) => headings.waited,
    align: 'right',
    width: 8,
    read: ({ waitedSeconds }) => showLength(waitedSeconds),
  },
  {
    heading: ({ headings }) => headings.talk,
    align: 'right',
    width: 7,
    read: ({ talkSeconds }) => showLength(talkSeconds),
  },
  { heading: () => 'CallSid', align: 'left', width: 34, read: ({ callSid }) => callSid },
  {
    heading: ({ headings }) => headings.operators,
    align: 'left',
    width: 0,
    read: ({ operators }) => operators.join(', '),
  },
];

/** The lines of a page of calls, with headings where it is the first. */
export function layOutCalls(
  calls: readonly CallLine[],
  options: CallsLayout & { isFirst: boolean },
): string[] {
  const { texts, isFirst, emphasise } = options;
  const columns = COLUMNS.map(({ heading, align, width }) => ({
    align,
    heading: isFirst ? widen(heading(texts), { align, width }) : '',
  }));
  const rows = calls.map((call) =>
    COLUMNS.map((column) => widen(column.read(call, options), column)),
  );
  return layOutTable(columns, rows, { emphasise });
}

/** By which the list is in order; with its day only where that is not the day of the beginning. */
function showEnd({ startedAt, endedAt }: CallLine, { zone }: CallsLayout): string {
  if (!endedAt) return NO_FIGURE;
  const end = showTime(endedAt, zone);
  const isSameDay = startedAt && showTime(startedAt, zone).slice(0, DAY) === end.slice(0, DAY);
  return isSameDay ? end.slice(DAY + 1) : end;
}

function widen(text: string, { align, width }: { align: TextColumn['align']; width: number }) {
  if (align === 'left') return padToWidth(text, width);
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

function showLength(seconds: number | undefined): string {
  return seconds === undefined ? NO_FIGURE : formatDuration(seconds, 0);
}
