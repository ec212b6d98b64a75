import { DateTime } from 'luxon';
import type { Question } from '../question';
import { ABANDONMENT_RATES, SERVICE_LEVELS, type Standard } from '../standard';
import { linkTo, type PageQuery } from './page-query';
import { PRESETS, type Preset } from './presets';
import type { Words } from './words';

const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');

const DAY = /^\d{4}-\d\d-\d\d$/;

/** The pickers of period, zone and measures: a form that needs no script. */
export function PeriodForm({
  words,
  query,
  question,
  defaults,
}: {
  words: Words;
  query: PageQuery;
  /** Undefined where what was typed is not understood. */
  question: Question | undefined;
  defaults: { zone: string; standard: Standard };
}) {
  const { texts } = words;
  const days = question ? daysOf(question) : { from: query.from, last: query.last };
  return (
    <search class="card pickers no-print">
      <h2 class="unseen">{texts.choosePeriod}</h2>
      <Presets words={words} query={query} />
      <form method="get" action="./">
        <div class="fields">
          <DayField name="from" label={texts.firstDay} value={days.from} />
          <DayField name="last" label={texts.lastDay} value={days.last} />
          <ZoneField words={words} value={query.zone ?? defaults.zone} ownersZone={defaults.zone} />
          <button type="submit" class="go">
            {texts.show}
          </button>
        </div>
        <Measures words={words} query={query} standard={question?.standard ?? defaults.standard} />
        {query.number && <input type="hidden" name="number" value={query.number} />}
        {query.lang && <input type="hidden" name="lang" value={query.lang} />}
      </form>
    </search>
  );
}

function Presets({ words: { texts }, query }: { words: Words; query: PageQuery }) {
  const isNone = query.from === undefined && query.last === undefined && query.to === undefined;
  const isCurrent = (preset: Preset) =>
    isNone ? preset === 'today' : query.from === preset && !query.last && !query.to;
  const change = { last: undefined, to: undefined, cursor: undefined, number: undefined };
  return (
    <ul class="presets">
      {PRESETS.map((preset) => (
        <li key={preset}>
          <a
            class="quiet"
            href={linkTo('./', query, { ...change, from: preset })}
            aria-current={isCurrent(preset) ? 'true' : undefined}
          >
            {texts.presets[preset]}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A day to pick; what was typed and is no day stays as it was typed. */
function DayField({
  name,
  label,
  value = '',
}: {
  name: string;
  label: string;
  value?: string | undefined;
}) {
  const id = `day-${name}`;
  const isDay = value === '' || DAY.test(value);
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {isDay ? (
        <input type="date" id={id} name={name} value={value} />
      ) : (
        <input type="text" id={id} name={name} value={value} />
      )}
    </div>
  );
}

function ZoneField({
  words: { texts },
  value,
  ownersZone,
}: {
  words: Words;
  value: string;
  ownersZone: string;
}) {
  const zones = [...new Set([...ZONES, 'UTC', ownersZone, value])];
  return (
    <label>
      {texts.zone}
      <select name="zone">
        {zones.map((zone) => (
          <option key={zone} value={zone} selected={zone === value}>
            {zone}
          </option>
        ))}
      </select>
    </label>
  );
}

function Measures({
  words: { texts, reportTexts },
  query,
  standard,
}: {
  words: Words;
  query: PageQuery;
  standard: Standard;
}) {
  const { formula, threshold, abandonment, short } = query;
  const name = (formulaName: keyof typeof reportTexts.formulas) =>
    `${formulaName} · ${reportTexts.formulas[formulaName].name}`;
  return (
    <details class="more" open={Boolean(formula ?? threshold ?? abandonment ?? short)}>
      <summary>{texts.measures}</summary>
      <div class="fields">
        <label>
          {texts.formula}
          <select name="formula">
            {SERVICE_LEVELS.map((own) => (
              <option key={own} value={own} selected={own === (formula ?? standard.serviceLevel)}>
                {name(own)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.threshold}
          <input
            name="threshold"
            inputMode="numeric"
            value={threshold ?? standard.thresholdSeconds}
          />
        </label>
        <label>
          {texts.abandonment}
          <select name="abandonment">
            {ABANDONMENT_RATES.map((own) => (
              <option
                key={own}
                value={own}
                selected={own === (abandonment ?? standard.abandonmentRate)}
              >
                {name(own)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.short}
          <input name="short" inputMode="numeric" value={short ?? standard.shortAbandonSeconds} />
        </label>
      </div>
    </details>
  );
}

function daysOf({ period: { from, to, zone } }: Question): { from: string; last: string } {
  const dayOf = (time: number) => DateTime.fromMillis(time, { zone }).toFormat('yyyy-MM-dd');
  return { from: dayOf(from.getTime()), last: dayOf(to.getTime() - 1) };
}
