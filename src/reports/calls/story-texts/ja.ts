import type { StoryTexts } from './story-texts';

const waited = (wait: string | undefined) => (wait === undefined ? '' : `${wait}待って`);

/** Calls' stories in Japanese. */
export const ja: StoryTexts = {
  title: {
    customer: 'お客様の通話',
    operator: 'オペレーターの通話',
    outbound: 'この番号からの発信',
  },
  withheld: '番号非通知',
  someOperator: 'オペレーター',
  named: (name, number) => `${name}（${number}）`,
  duration(seconds) {
    const parts = [
      [Math.floor(seconds / 3600), '時間'],
      [Math.floor(seconds / 60) % 60, '分'],
      [seconds % 60, '秒'],
    ] as const;
    const told = parts.filter(([number]) => number > 0).map(([number, unit]) => `${number}${unit}`);
    return told.length === 0 ? '0秒' : told.join('');
  },
  began: ({ from, to }) => `${from}から${to === undefined ? '' : `${to}へ`}の電話が始まりました。`,
  queued: '待ち列に入りました。',
  connecting: (operator) => `${operator}におつなぎするところです。`,
  answered: (operator, wait) =>
    `${wait === undefined ? '' : `${wait}の待ち時間のあと、`}${operator}が応答しました。`,
  abandoned: (wait) => `お客様が${waited(wait)}電話を切りました（放棄）。`,
  abandonedAt: (operator, wait) =>
    `${operator}におつなぎする直前に、お客様が${waited(wait)}電話を切りました（放棄）。`,
  diverted: (wait, result) =>
    `応答のないまま、${wait === undefined ? '' : `${wait}後に`}待ち列から別の案内へ移りました${result ? `（${result}）` : ''}。`,
  blocked: '待ち列が満杯のため、入れませんでした。',
  failed: (result) => `エラーのため待ち列から外れました${result ? `（${result}）` : ''}。`,
  talkEnded: (talk) => `通話が終わりました${talk === undefined ? '' : `（${talk}）`}。`,
  transferred: (talk) =>
    `${talk === undefined ? '' : `${talk}の通話のあと、`}オペレーターが転送しました。`,
  talkEndedWithCall: (talk) =>
    `遅くとも電話の終了までに、通話が終わりました${talk === undefined ? '' : `（最長で${talk}）`}。`,
  onQueue: (operator) => `${operator}が受付を始めました。`,
  took: (caller, wait) =>
    `${caller}のお客様${wait === undefined ? '' : `（待ち時間${wait}）`}に応答しました。`,
  missed: (caller) => `${caller}のお客様につながりかけましたが、通話になりませんでした。`,
  ended: (duration) =>
    `電話が終わりました${duration === undefined ? '' : `（全体で${duration}）`}。`,
  endedOtherwise: (status) => `電話が終わりました（${status}）。`,
  now: {
    waiting: 'お客様は現在お待ちです。',
    talking: '現在通話中です。',
    ready: 'オペレーターは現在お客様を待っています。',
  },
  menuOnly: '待ち列に入らずに、メニューで終わった電話です。',
  noEndYet: 'この電話がどう終わったかは、記録にありません。',
  summary: (talks, { talk, onQueue, share }) =>
    `応対${talks}件、受付${onQueue}のうち通話${talk}（${share} %）。`,
  missing: (pieces) =>
    `記録の一部が欠けているため、わからないことや推定が含まれています：${pieces.join('、')}。`,
};
