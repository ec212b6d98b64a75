import type { ReportLanguage } from '../show/texts/texts';
import type { CallLine, CallOutcome } from './call-line';

/** What a list of calls says, in one language. */
export interface CallTexts {
  headings: Readonly<
    Record<'began' | 'ended' | 'number' | 'outcome' | 'waited' | 'talk' | 'operators', string>
  >;
  outcomes: Readonly<Record<CallOutcome, string>>;
  paths: Readonly<Record<CallLine['path'], string>>;
  noCalls: string;
}

const en: CallTexts = {
  headings: {
    began: 'Began',
    ended: 'Ended',
    number: 'Number',
    outcome: 'Outcome',
    waited: 'Waited',
    talk: 'Talk',
    operators: 'Operators',
  },
  outcomes: {
    answered: 'answered',
    abandoned: 'abandoned',
    diverted: 'diverted',
    blocked: 'queue full',
    failed: 'failed',
    connecting: 'connecting',
    talking: 'talking now',
    menu: 'menu only',
    'end-not-known': 'end not known',
  },
  paths: {
    menu: 'menu',
    'menu > queue': 'menu > queue',
    'menu > queue > operator': 'menu > queue > operator',
  },
  noCalls: 'There are no such calls.',
};

const ja: CallTexts = {
  headings: {
    began: '開始',
    ended: '終了',
    number: '発信者番号',
    outcome: '結果',
    waited: '待ち時間',
    talk: '通話',
    operators: 'オペレーター',
  },
  outcomes: {
    answered: '応答',
    abandoned: '放棄',
    diverted: '他へ案内',
    blocked: '満杯',
    failed: 'エラー',
    connecting: '接続中',
    talking: '通話中',
    menu: 'メニューのみ',
    'end-not-known': '終了不明',
  },
  paths: {
    menu: 'メニュー',
    'menu > queue': 'メニュー > 待ち列',
    'menu > queue > operator': 'メニュー > 待ち列 > オペレーター',
  },
  noCalls: '該当する電話はありません。',
};

/** What a list of calls says in a language. */
export function getCallTexts(language: ReportLanguage): CallTexts {
  return { en, ja }[language];
}
