import type { Cell } from '../show/csv';
import { toIso, toSheetTime } from '../show/iso-time';
import type { ReportLanguage } from '../show/texts/texts';
import type { CallLine } from './call-line';
import { getCallTexts } from './call-texts';

/** A customer's call as JSON; null where something is not known. Times are ISO 8601, with an offset. */
export interface CallJson {
  callSid: string;
  from: string | null;
  to: string | null;
  startedAt: string | null;
  endedAt: string | null;
  durationSeconds: number | null;
  loggedAt: string;
  path: CallLine['path'];
  outcome: CallLine['outcome'];
  visits: number;
  waitedSeconds: number | null;
  talkSeconds: number | null;
  operators: readonly string[];
  missing: readonly string[];
}

/** A call as JSON, with times as clocks of `zone` show them. */
export function presentCall(call: CallLine, zone: string): CallJson {
  const showTime = (time: Date | undefined) => (time ? toIso(time, zone) : null);
  return {
    callSid: call.callSid,
    from: call.from ?? null,
    to: call.to ?? null,
    startedAt: showTime(call.startedAt),
    endedAt: showTime(call.endedAt),
    durationSeconds: call.durationSeconds ?? null,
    loggedAt: toIso(call.loggedAt, zone),
    path: call.path,
    outcome: call.outcome,
    visits: call.visits,
    waitedSeconds: call.waitedSeconds ?? null,
    talkSeconds: call.talkSeconds ?? null,
    operators: call.operators,
    missing: call.missing,
  };
}

/** A column of a list of calls in a spreadsheet. */
interface CallColumn {
  heading: Readonly<Record<ReportLanguage, string>>;
  read(call: CallLine, options: CallCells): Cell;
}

/** How a call's cells are written. */
export interface CallCells {
  zone: string;
  language: ReportLanguage;
}

/** A column of its own tells the zone. */
function showSheetTime(time: Date | undefined, { zone }: CallCells): Cell {
  return time && toSheetTime(time, zone);
}

const COLUMNS: readonly CallColumn[] = [
  { heading: { en: 'CallSid', ja: 'CallSid' }, read: (call) => call.callSid },
  {
    heading: { en: 'Began', ja: '着信時刻' },
    read: (call, options) => showSheetTime(call.startedAt, options),
  },
  {
    heading: { en: 'Ended', ja: '終了時刻' },
    read: (call, options) => showSheetTime(call.endedAt, options),
  },
  { heading: { en: 'Time zone', ja: 'タイムゾーン' }, read: (_call, { zone }) => zone },
  { heading: { en: 'Number', ja: '発信者番号' }, read: (call) => call.from },
  { heading: { en: 'Called number', ja: '着信番号' }, read: (call) => call.to },
  { heading: { en: 'Length (s)', ja: '通話全体（秒）' }, read: (call) => call.durationSeconds },
  {
    heading: { en: 'Path', ja: '経路' },
    read: ({ path }, { language }) => getCallTexts(language).paths[path],
  },
  {
    heading: { en: 'Outcome', ja: '結果' },
    read: ({ outcome }, { language }) => getCallTexts(language).outcomes[outcome],
  },
  { heading: { en: 'Visits to the queue', ja: '待ち列に入った回数' }, read: (call) => call.visits },
  { heading: { en: 'Waited (s)', ja: '待ち時間（秒）' }, read: (call) => call.waitedSeconds },
  { heading: { en: 'Talk (s)', ja: '通話時間（秒）' }, read: (call) => call.talkSeconds },
  { heading: { en: 'Operators', ja: 'オペレーター' }, read: (call) => call.operators.join(', ') },
  { heading: { en: 'Missing', ja: '不足データ' }, read: (call) => call.missing.join(', ') },
];

/** The headings of a list of calls in a spreadsheet. */
export function headCalls(language: ReportLanguage): string[] {
  return COLUMNS.map(({ heading }) => heading[language]);
}

/** A call's cells in a spreadsheet, with times as clocks of the zone show them. */
export function layOutCall(call: CallLine, options: CallCells): Cell[] {
  return COLUMNS.map(({ read }) => read(call, options));
}
