import { getCallTexts } from '../../calls/call-texts';
import type { PageTexts, UsualWords } from './texts';

const REFUSALS: Readonly<Record<string, string>> = {
  from: '開始日を正しく入力してください（1970年以降）。',
  last: '終了日は、開始日以降の正しい日付にしてください。',
  to: '期間の終わりは、開始より後で10年以内にしてください。',
  zone: 'タイムゾーンは、Asia/Tokyo や UTC のような IANA の名前で指定してください。',
  formula: 'サービスレベルの計算式は、SL1～SL6から選んでください。',
  threshold: '基準秒数は、1～3600の整数にしてください。',
  abandonment: '放棄率の計算式は、AR1～AR4から選んでください。',
  short: '早期放棄とみなす長さは、0～3600の整数（秒）にしてください。',
  number: '電話番号の全部、または3桁以上の一部を入力してください。',
  cursor: '一覧の続きが見つかりません。最新の通話から開き直してください。',
};

/** The pages in Japanese. */
export const ja: PageTexts = {
  title: 'レポート',
  otherLanguage: 'English',
  wallboard: 'ウォールボード',
  asOf: (time) => `${time} 現在`,
  notFinal: '未確定：期間がまだ終わっていないか、終わっていない通話があります。',

  choosePeriod: '期間',
  presets: {
    today: '今日',
    yesterday: '昨日',
    'this-week': '今週',
    'last-week': '先週',
    'this-month': '今月',
    'last-month': '先月',
  },
  firstDay: '開始日',
  lastDay: '終了日',
  zone: 'タイムゾーン',
  show: '表示',
  measures: '集計の基準',
  formula: 'サービスレベルの計算式',
  threshold: '基準秒数',
  abandonment: '放棄率の計算式',
  short: '早期放棄とみなす長さ（秒未満）',

  glance: '概況',
  glanceFigures: {
    offered: '入電',
    answered: '応答',
    abandoned: '放棄',
    abandonmentRate: '放棄率',
    serviceLevel: 'サービスレベル',
    averageSpeedOfAnswer: '平均応答時間（ASA）',
    longestWait: '最長待ち時間',
  },
  byMeasure: (formula, seconds) => `${formula}・${seconds}秒`,
  seeWallboard: 'ウォールボードを見る',
  usually: (usual) => `同曜日平均 ${usual}`,
  aboveUsual: (usual) => `▲ 同曜日平均 ${usual} より上`,
  belowUsual: (usual) => `▼ 同曜日平均 ${usual} より下`,
  asUsual: (usual) => `同曜日平均 ${usual} と同じ`,
  tellUsual: ({ days, weekday, upTo }: UsualWords) => {
    const four = `直近4回の${weekday}`;
    const until = upTo === undefined ? '' : `（各日${upTo}まで）`;
    if (days === 0) return `${four}${until}に着信がないため、同曜日平均はまだありません。`;
    const which = days === 4 ? four : `${four}のうち着信のあった${days}日`;
    return `同曜日平均は、${which}${until}の平均です。`;
  },
  sum: ({ offered, answered, abandoned, diverted, blocked }) =>
    `入電 ${offered} ＝ 応答 ${answered} ＋ 放棄 ${abandoned} ＋ 他へ案内 ${diverted} ＋ 満杯 ${blocked}`,

  intervals: {
    hour: '時間帯別の入電',
    day: '日別の入電',
    weekday: '曜日別の入電',
  },
  isNotFinal: '未確定',
  whatNotFinalMeans: '該当する通話がすべて終わるまでは「未確定」です。',
  countedByArrival: 'お客様が待ち始めた時刻で数えます。',
  asTable: '表で見る',

  waits: '待ち時間の分布',
  waited: '待ち時間',
  waitFromTo: (from, to) => `${from}〜${to}`,
  waitOver: (limit) => `${limit}超`,
  thresholdLine: (seconds) => `${seconds}秒`,
  describeLine: (seconds) => `線の左側は、サービスレベルの基準である${seconds}秒以内の待ちです。`,
  waitsAreOf: '応答と放棄が対象です。',

  operators: 'オペレーター',
  notKnownYet: '未判明',
  number: '電話番号',
  noOperators: '応答したオペレーターも、終了したオペレーターの通話もありません。',
  whatOnQueueMeans:
    '受付時間は、終了したオペレーターの通話だけを集計します。接続中の人の分は終了時に判明し、それまでは「—」です。',

  everyFigure: 'すべての数値',
  figure: '項目',
  value: '値',

  calls: '最近の通話',
  byEnd: '終了の新しい順です。通話中のものは応答時刻で並びます。',
  callsWith: (number) => `「${number}」を含む番号の通話（全期間）`,
  searchLabel: '電話番号で検索',
  searchHint: '番号の全部、または3桁以上の一部',
  search: '検索',
  allCalls: '期間内のすべての通話',
  noCalls: '通話はありません。',
  noCallsWith: 'この番号の通話はありません。',
  began: '開始',
  caller: '発信者',
  withheld: '非通知',
  outcome: '結果',
  outcomes: getCallTexts('ja').outcomes,
  wait: '待ち時間',
  talk: '通話時間',
  by: '担当',
  story: '経過',
  storyOf: (caller, time) => `${time} ${caller} の通話の経過`,
  olderCalls: 'より前の通話',
  newestCalls: '最新の通話',

  figuresCsv: '数値をCSVで保存',
  callsCsv: '通話をCSVで保存',

  storyTitle: '通話の経過',
  ended: '終了',
  length: '長さ',
  back: 'レポート',
  noSuchCall: 'この通話の記録はありません。',
  timesIn: (zone) => `時刻は${zone}のものです。`,

  noDatabase: 'ただいまデータベースを読み取れません。',
  noDatabaseAdvice:
    '電話の受付は続いており、記録は失われません。しばらくしてから再読み込みしてください。',
  tooBusy: 'レポートの作成が混み合っています。しばらくしてから再読み込みしてください。',
  notUnderstood: '内容を確認してください',
  refuse: (fault) => REFUSALS[/^(\w+) must /.exec(fault)?.[1] ?? ''] ?? fault,
};
