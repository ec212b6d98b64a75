import type { ReportLanguage } from '../show/texts/texts';
import type { CallLine } from './call-line';

/** What a list of calls says, in one language. */
export interface CallTexts {
  headings: Readonly<
    Record<'began' | 'number' | 'outcome' | 'waited' | 'talk' | 'operators', string>
  >;
  outcomes: Readonly<Record<CallLine['outcome'], string>>;
  noCalls: string;
}

const en: CallTexts = {
  headings: {
    began: 'Began',
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
  },
  noCalls: 'There are no such calls.',
};

const ja: CallTexts = {
  headings: {
    began: '開始',
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
  },
  noCalls: '該当する電話はありません。',
};

/** What a list of calls says in a language. */
export function getCallTexts(language: ReportLanguage): CallTexts {
  return { en, ja }[language];
}
