import type { WallboardTexts } from './texts';

/** What the wallboard says in Japanese. */
export const ja: WallboardTexts = {
  title: 'ウォールボード',
  waiting: 'お待ちの方',
  longestWait: '最長待ち時間',
  nobodyWaits: 'お待ちの方はいません',
  late: (threshold) => `${threshold} 秒を超えています`,
  operators: 'オペレーター',
  ready: '待機中',
  inCalls: '通話中',
  inCall: '通話中',
  noOperators: '受付中のオペレーターはいません。',
  today: '本日',
  offered: '入電',
  answered: '応答',
  abandoned: '放棄',
  serviceLevel: 'サービスレベル',
  standard: (formula, threshold) => `${formula}・${threshold}秒`,
  byTwilio: 'Twilio のキューによる',
  byOwnEvents: (count) => `minicc の記録では ${count}`,
  twilioSilent: 'Twilio のキューからまだ返事がありません。minicc の記録で数えています。',
  twilioStale: (age) =>
    `Twilio のキューの最後の返事は ${age} 前です。minicc の記録で数えています。`,
  lost: (count, minutes) =>
    `${minutes} 分以上連絡のない通話が ${count} 件あります（数に含みません）。終了の通知が失われた可能性があります。`,
  live: 'ライブ',
  asOf: (time) => `${time} 現在`,
  stale: (age) => `${age} 前の数字です`,
  connectionLost: '接続が切れました。再接続しています',
  noFigures: 'データベースを読み出せません。',
  announce: (waiting) => (waiting === 0 ? 'お待ちの方はいません' : `${waiting} 人お待ちです`),
};
