import type { FixedPrompt, Step } from '../steps';
import { formatDuration } from './forms';
import type { DemoTexts } from './texts';

const duration = (seconds: number) =>
  formatDuration(seconds, { h: '時間', min: '分', s: '秒' }, '');
const operators = { first: '田中', second: '佐藤' };

/** A clause as it stands before another one, and as it ends a sentence. */
type Clause = readonly [continuing: string, closing: string];

const hears = (what: string): Clause => [`${what}を聞き`, `${what}を聞く`];
const isTold = (what: string): Clause => [`${what}と案内され`, `${what}と案内される`];

const HEARD: Readonly<Record<FixedPrompt, Clause>> = {
  menu: hears('メニュー'),
  menuAgain: ['選び直すよう案内され', '選び直すよう案内される'],
  noInput: isTold('「入力が確認できませんでした」'),
  connecting: ['待つよう案内され', '待つよう案内される'],
  information: hears('最新の製品情報'),
  waiting: ['そのまま待つよう案内され', 'そのまま待つよう案内される'],
  operatorComing: isTold('「おつなぎいたします」'),
  queueFull: isTold('「おつなぎできません」'),
  trouble: isTold('「不具合が発生しております」'),
  operatorOnQueue: isTold('「受付を開始しました」'),
  pin: ['暗証番号を尋ねられ', '暗証番号を尋ねられる'],
  pinAgain: ['暗証番号をもう一度尋ねられ', '暗証番号をもう一度尋ねられる'],
  pinRefused: isTold('「暗証番号が確認できませんでした」'),
  pinLocked: isTold('「受付を停止しております」'),
};

function clause(step: Step): Clause {
  switch (step.kind) {
    case 'hears':
      return HEARD[step.prompt];
    case 'hears-text':
      return hears(`「${step.text}」`);
    case 'presses':
      return [`${step.keys}を押し`, `${step.keys}を押す`];
    case 'presses-nothing':
      return ['何も押さず', '何も押さない'];
    case 'waits':
      return wait(step);
    case 'connected': {
      const name = operators[step.operator];
      const when = step.waitedSeconds === 0 ? 'すぐに' : `${duration(step.waitedSeconds)}待って`;
      return [`${when}${name}につながり`, `${when}${name}につながる`];
    }
    case 'talks':
      return [`${duration(step.seconds)}話し`, `${duration(step.seconds)}話す`];
    case 'hangs-up':
      return ['電話を切り', '電話を切る'];
    case 'hangs-up-in-mid-prompt':
      return ['その途中で電話を切り', 'その途中で電話を切る'];
    case 'gives-up': {
      const waited = `${duration(step.waitedSeconds)}待ったところであきらめて`;
      return [`${waited}電話を切り`, `${waited}電話を切る`];
    }
    case 'operator-hangs-up':
      return [`${operators[step.operator]}が電話を切り`, `${operators[step.operator]}が電話を切る`];
    case 'call-ends':
      return ['通話が終わり', '通話が終わる'];
  }
}

function wait({ places, hearsMusic }: Extract<Step, { kind: 'waits' }>): Clause {
  if (places.length === 0) return hears('音楽');
  const told = isTold(places.map((place) => `「${place}番目」`).join('、次に'));
  if (!hearsMusic) return told;
  const [continuing, closing] = hears('音楽');
  return [`${told[0]}、${continuing}`, `${told[0]}、${closing}`];
}

/** The demo in Japanese. */
export const ja: DemoTexts = {
  customers: {
    early: 'まだ誰もいない時間にかける',
    information: '新しい情報を知りたい',
    mistypes: '押し間違えて、また間違える',
    withheld: '番号を通知しない',
    talkative: '聞きたいことが多い',
    forwarded: '別の番号から転送される',
    givesUp: '待ちきれずにあきらめる',
    patient: '順番が進むのを待つ',
    leavesMenu: 'メニューの途中で切る',
    silent: '何も言わず、何も押さない',
    last: '最後に応対を受ける',
    late: '全員が帰ったあとにかける',
  },
  operators,

  title: '小さなコールセンターの、ある午前',
  intro:
    '本物のサーバーが、専用のデータベースで動いています。模擬の電話交換機がTwilioと同じようにHTTPで' +
    'サーバーを呼び出し、9時から12時までの時間を交換機の時計の上で進めます。それぞれの通話の下にあるのは、' +
    'その通話がデータベースに残した行です（表示していない列Timeは実際の時刻です）。',
  menuIsHeard: (menu) => `お客様が電話をかけると、こう聞こえます：「${menu}」`,
  customersTitle: 'お客様',
  operatorsTitle: 'オペレーター',
  summaryTitle: '数字で見る午前',
  yourTurnTitle: '今度はあなたの番です',

  tellCustomer(steps) {
    const clauses = steps.map(clause);
    const last = clauses.pop()?.[1] ?? '';
    return `${[...clauses.map(([continuing]) => continuing), last].join('、')}。`;
  },
  tellShift: ({ customers, talkSeconds }) =>
    `${customers}人に応対し、合わせて${duration(talkSeconds)}話す。`,

  figures: {
    customers: '電話をかけたお客様',
    answered: 'オペレーターが応対',
    abandoned: '待ちきれずに切断',
    informed: '製品情報のみ',
    leftMenu: 'メニューの途中で切断',
    averageWait: '平均の待ち時間',
    longestWait: '最長の待ち時間',
    busiest: '最も忙しかったオペレーター',
    rows: 'データベースの行',
    debuggerLog: 'デバッガーログ',
    webhooks: '応答したWebhook',
    duration: 'かかった実際の時間',
  },
  duration,
  realSeconds: (seconds) => `${seconds.toFixed(1)}秒`,
  busiest: ({ operator, customers, talkSeconds }) =>
    `${operators[operator]}：${customers}人、通話${duration(talkSeconds)}`,
  debuggerLogIsEmpty: '空（Twilioが指摘する誤りはありません）',

  starting: '専用のサーバーを起動しています…',
  progress: (time, calls) => `${time}  通話 ${calls}件`,
  portIsTaken: (port) =>
    `ポート${port}はほかのプログラムが使用中のため、空いているポートを使います。`,
  serverStays: 'サーバーは動き続けます。ブラウザーで使える電話機はこちらです：',
  credentials: (user, password) => `ユーザー名：${user}   パスワード：${password}`,
  toTry: ([operator]) => [
    '1台の電話機でお客様の番号を選んで発信し、1を押します。1番目に並び、音楽が流れます。',
    `別の電話機で${operator?.name}（${operator?.number}）を選んで発信すると、2台がつながります。`,
    'お客様が切ると、オペレーターは次のお客様を待ちます。オペレーターが切ると、両方の通話が終わります。',
    '電話機の横にはWebhookが並びます。何が尋ねられ、どのTwiMLが返されたかがわかります。',
  ],
  files: (database, log) =>
    `データベースは${database}、サーバーのログは${log}にあります。次にデモを実行すると、最初からやり直しになります。`,
  howToStop: 'Ctrl+Cでサーバーとこのデモが終わります。',
  stopped: '終了しました。',

  runsAlready: (folder, pid) =>
    `${folder}では別のデモがすでに動いています（プロセス${pid}）。先にそれを止めるか、別のフォルダーで実行してください。`,
  cannotWrite: (path, reason) => `${path}に書き込めません：${reason}`,
  serverDidNotStart: (reason) => `サーバーが起動しませんでした：${reason}`,
  serverEnded: (log) => `サーバーが予期せず終了しました。ログは${log}にあります。`,
};
