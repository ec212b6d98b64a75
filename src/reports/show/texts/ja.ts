import type { ReportTexts } from './texts';

const seconds = (number: number) => `${number}秒`;

const MISSING: Readonly<Record<string, string>> = {
  enqueue_data:
    '通話の終了が記録されていないため、電話が切れた時刻で代用しています。その記録もない場合は「未終了」に数えます',
  statuscallback_data:
    '電話の終了が記録されていません。接続の途中だった場合は「未終了」に数えています',
  queue_data: '応答が記録されていないため、応答者と通話時間がわかりません',
  QueueTime: '待ち時間がわかりません',
  QueueResult: '待ち列を離れた理由がわかりません',
  CallDuration: 'オペレーターの電話の長さがわからないため、受付時間に含まれていません',
};

/** What reports say in Japanese. */
export const ja: ReportTexts = {
  language: 'ja',
  figures: {
    calls: {
      name: '着信数',
      short: '着信',
      meaning: 'お客様からの着信。待ち始めた時刻、またはメニューで終わった時刻で数えます',
    },
    menuOnly: {
      name: 'メニューのみ',
      short: 'メニュー\nのみ',
      meaning: '待ち列に入らずに終わった着信',
    },
    offered: {
      name: '待ち列への入電数',
      short: '入電',
      meaning: '応答・放棄・他へ案内・満杯の合計',
    },
    answered: { name: '応答数', short: '応答', meaning: 'オペレーターと通話できた件数' },
    abandoned: {
      name: '放棄数',
      short: '放棄',
      meaning: '通話が始まる前にお客様が電話を切った件数',
    },
    diverted: {
      name: '他へ案内',
      short: '他へ\n案内',
      meaning: '通話せずに待ち列から別の案内へ移った件数',
    },
    blocked: { name: '満杯', short: '満杯', meaning: '待ち列が満杯で入れなかった件数' },
    failed: {
      name: 'エラー',
      short: 'エラー',
      meaning: 'エラーで終わった件数（入電数には含まない）',
    },
    open: {
      name: '未終了',
      short: '未終了',
      meaning: '接続中、通話中、または終了の記録がない件数（入電数には含まない）',
    },
    shortAbandoned: {
      name: '早期放棄数',
      short: '早期\n放棄',
      meaning: '放棄のうち、かけ間違いとみなすもの',
    },
    answeredWithin: {
      name: '時間内応答数',
      short: '時間内\n応答',
      meaning: '応答のうち、待ち時間が基準秒数以内のもの',
    },
    abandonedWithin: {
      name: '時間内放棄数',
      short: '時間内\n放棄',
      meaning: '放棄のうち、待ち時間が基準秒数以内のもの',
    },
    answerRate: { name: '応答率', short: '応答率\n%', meaning: '入電数に対する応答数の割合' },
    abandonmentRate: {
      name: '放棄率',
      short: '放棄率\n%',
      meaning: '横に示す計算式による放棄の割合',
    },
    blockedRate: { name: '満杯率', short: '満杯率\n%', meaning: '入電数に対する満杯の割合' },
    serviceLevel: {
      name: 'サービスレベル',
      short: 'SL\n%',
      meaning: '横に示す計算式によるサービスレベル',
    },
    averageSpeedOfAnswer: {
      name: '平均応答時間 (ASA)',
      short: '平均\n応答',
      meaning: '応答までの待ち時間の平均',
    },
    medianSpeedOfAnswer: {
      name: '応答時間の中央値',
      short: '応答\n中央値',
      meaning: '応答の半数はこの時間以内',
    },
    ninetiethSpeedOfAnswer: {
      name: '応答時間の90パーセンタイル',
      short: '応答\n90%',
      meaning: '応答の9割はこの時間以内',
    },
    longestSpeedOfAnswer: {
      name: '最長応答時間',
      short: '最長\n応答',
      meaning: '応答までの待ち時間の最大',
    },
    averageTimeToAbandon: {
      name: '平均放棄時間',
      short: '平均\n放棄',
      meaning: '放棄までの待ち時間の平均',
    },
    averageTimeToAbandonNotShort: {
      name: '平均放棄時間・早期放棄を除く',
      short: '早期\n除く',
      meaning: 'かけ間違いを除いた、放棄までの待ち時間の平均',
    },
    longestTimeToAbandon: {
      name: '最長放棄時間',
      short: '最長\n放棄',
      meaning: '放棄までの待ち時間の最大',
    },
    talkTotal: {
      name: '通話時間の合計',
      short: '通話\n合計',
      meaning: '冒頭の案内を含む、すべての通話時間の合計',
    },
    averageTalk: {
      name: '平均通話時間 (ATT)',
      short: '平均\n通話',
      meaning: '1件あたりの通話時間の平均',
    },
    longestTalk: { name: '最長通話時間', short: '最長\n通話', meaning: '通話時間の最大' },
    transfers: {
      name: '転送数',
      short: '転送',
      meaning: '応答のうち、通話から別の場所へ転送されたもの',
    },
    timeOnQueue: {
      name: '受付時間',
      short: '受付\n時間',
      meaning: '終了したオペレーターの受付のうち、この区間に入る時間',
    },
    timeInTalks: {
      name: '受付中の通話時間',
      short: 'うち\n通話',
      meaning: '受付時間のうち、お客様と通話していた時間',
    },
    occupancy: { name: '稼働率', short: '稼働率\n%', meaning: '受付時間に対する通話時間の割合' },
  },
  formulas: {
    SL1: {
      name: '時間内の応答と放棄',
      words: ({ thresholdSeconds: t }) =>
        `（${t}秒以内の応答 ＋ ${t}秒以内の放棄）÷（応答 ＋ 放棄）`,
    },
    SL2: { name: '応答のみ', words: ({ thresholdSeconds: t }) => `${t}秒以内の応答 ÷ 応答` },
    SL3: {
      name: '放棄は未達とする',
      words: ({ thresholdSeconds: t }) => `${t}秒以内の応答 ÷（応答 ＋ 放棄）`,
    },
    SL4: {
      name: '時間内の放棄を除く',
      words: ({ thresholdSeconds: t }) => `${t}秒以内の応答 ÷（応答 ＋ 放棄 − ${t}秒以内の放棄）`,
    },
    SL5: {
      name: '早期放棄は達成とする',
      words: ({ thresholdSeconds: t, shortAbandonSeconds: k }) =>
        `（${t}秒以内の応答 ＋ ${k}秒未満の放棄）÷（応答 ＋ 放棄）`,
    },
    SL6: {
      name: '全入電',
      words: ({ thresholdSeconds: t, shortAbandonSeconds: k }) =>
        `${t}秒以内の応答 ÷（入電 − ${k}秒未満の放棄）`,
    },
    AR1: { name: '単純', words: () => '放棄 ÷ 入電' },
    AR2: {
      name: '早期放棄を除く',
      words: ({ shortAbandonSeconds: k }) =>
        `（放棄 − ${k}秒未満の放棄）÷（入電 − ${k}秒未満の放棄）`,
    },
    AR3: {
      name: '応答と放棄のみ・早期放棄を除く',
      words: ({ shortAbandonSeconds: k }) =>
        `（放棄 − ${k}秒未満の放棄）÷（応答 ＋ 放棄 − ${k}秒未満の放棄）`,
    },
    AR4: { name: '待ち列に入れたもの', words: () => '放棄 ÷（入電 − 満杯）' },
  },
  divisions: {
    day: '日別',
    hour: '1時間ごと',
    'half-hour': '30分ごと',
    'quarter-hour': '15分ごと',
    'hour-of-day': '時間帯別',
    weekday: '曜日別',
    operator: 'オペレーター別',
    queue: '待ち列別',
  },
  keys: {
    day: '日',
    hour: '時刻',
    'half-hour': '時刻',
    'quarter-hour': '時刻',
    'hour-of-day': '時間帯',
    weekday: '曜日',
    operator: 'オペレーター',
    queue: '待ち列',
  },
  weekdays: ['月曜日', '火曜日', '水曜日', '木曜日', '金曜日', '土曜日', '日曜日'],
  name: '名前',
  from: '開始',
  to: '終了',
  zone: 'タイムゾーン',
  isFinal: '確定',
  yes: '確定',
  no: '未確定',
  total: '合計',
  notKnown: '不明',
  seconds,
  inSeconds: '（秒）',
  day: (date, weekday) => `${date}（${weekday}）`,
  days: (first, last, count) => `${first} ～ ${last}（${count}日間）`,
  times: (from, to) => `${from} ～ ${to}`,
  notFinalMark: '* 未確定：期間が終わっていないか、終了していない通話があります。',
  notFinal: (time) =>
    `未確定（${time} 現在）：期間が終わっていないか、終了していない通話があります。`,
  missingTitle: '一部の数値は推定です',
  missing: (piece, count) => `${count}件：${MISSING[piece] ?? `${piece}がありません`}。`,
  peakWaiting: '同時待ち数の最大',
  repeatCallers: '24時間以内の再入電',
  talkingNow: '現在通話中',
  outbound: '発信数',
  reachRate: '到達率',
  remarks: {
    menuOnly: (calls) => `うちメニューのみ ${calls}`,
    early: (visits, limit) => `うち早期放棄（${limit}秒未満） ${visits}`,
    wait: ({ median, ninetieth, longest }) =>
      `中央値 ${median}、9割が ${ninetieth} 以内、最長 ${longest}`,
    abandoned: ({ notShort, longest }) => `早期放棄を除くと ${notShort}、最長 ${longest}`,
    talk: ({ longest, total }) => `最長 ${longest}、合計 ${total}`,
    occupancy: ({ inTalks, onQueue }) => `受付 ${onQueue} のうち通話 ${inTalks}`,
    outbound: ({ reached, rate }) => `うち到達 ${reached}、到達率 ${rate}`,
  },
};
