import {
  describeFigure,
  describeFigureShortly,
  FIGURE_COLUMNS,
} from '../../src/reports/show/columns';
import { en } from '../../src/reports/show/texts/en';
import { getReportTexts } from '../../src/reports/show/texts/get-report-texts';
import { ja } from '../../src/reports/show/texts/ja';
import { ABANDONMENT_RATES, SERVICE_LEVELS } from '../../src/reports/standard';
import { buildFigures, buildReport } from './support/build-report';

const { standard } = buildReport();

describe('FIGURE_COLUMNS', () => {
  it('has every figure once', () => {
    const keys = FIGURE_COLUMNS.map(({ key }) => key);
    expect([...keys].sort()).toEqual(Object.keys(buildFigures()).sort());
  });
});

describe.each([en, ja])('The texts in $language', (texts) => {
  it('have another name for every figure', () => {
    for (const describeBy of [describeFigure, describeFigureShortly]) {
      const names = FIGURE_COLUMNS.map(({ key }) => describeBy(key, texts, standard));
      expect(new Set(names).size).toBe(FIGURE_COLUMNS.length);
    }
  });

  it('tell every formula with its own seconds', () => {
    const [short, long] = [20, 30].map((thresholdSeconds) =>
      SERVICE_LEVELS.map((name) => texts.formulas[name].words({ ...standard, thresholdSeconds })),
    );
    expect(short?.every((words, index) => words !== long?.[index])).toBe(true);
    const rates = ABANDONMENT_RATES.map((name) => texts.formulas[name].words(standard));
    expect(new Set([...(short ?? []), ...rates]).size).toBe(10);
  });

  it('name the seven weekdays', () => {
    expect(new Set(texts.weekdays).size).toBe(7);
  });
});

describe('describeFigure', () => {
  it('has beside a figure by what it was measured', () => {
    const keys = ['serviceLevel', 'abandonmentRate', 'answeredWithin', 'offered'] as const;
    expect(keys.map((key) => describeFigure(key, en, standard))).toEqual([
      'Service level (SL6, 20 s)',
      'Abandonment rate (AR2, 5 s)',
      'Answered in time (20 s)',
      'Offered',
    ]);
    expect(describeFigure('serviceLevel', ja, standard)).toBe('サービスレベル (SL6, 20秒)');
  });
});

describe('getReportTexts', () => {
  it.each([
    ['ja', ja],
    ['ja-JP', ja],
    ['en-GB', en],
    ['ru-RU', en],
  ])('for %s', (language, texts) => {
    expect(getReportTexts(language)).toBe(texts);
  });
});
