import type { Report } from '../report';
import { getColumn, type Unit } from '../show/columns';
import { Card } from './document';
import { GLANCE_FIGURES, type GlanceFigure, pickGlance, type Usual } from './usual';
import type { Words } from './words';

/** The figures at a glance, each against what is usual. */
export function GlanceCard({
  words,
  report,
  usual,
}: {
  words: Words;
  report: Report;
  usual: Usual | undefined;
}) {
  const { texts, formats, reportTexts } = words;
  const { total } = report;
  const count = formats.count;
  const glance = pickGlance(total);
  return (
    <Card id="glance" title={texts.glance} className="glance">
      <dl class="tiles">
        {GLANCE_FIGURES.map((name) => (
          <div class={`tile tile-${name} ${glance[name] ? 'some' : 'none'}`} key={name}>
            <dt>
              {texts.glanceFigures[name]}
              <Measure words={words} report={report} name={name} />
            </dt>
            <dd>
              <strong data-figure={name}>{formats.figure(glance[name], unitOf(name))}</strong>
              <Against words={words} name={name} value={glance[name]} usual={usual} />
            </dd>
          </div>
        ))}
        {isNowIn(report) && (
          <div class="tile tile-now">
            <dt>{reportTexts.talkingNow}</dt>
            <dd>
              <strong data-figure="talkingNow">{count(report.talkingNow)}</strong>
              <a class="no-print" href="../wallboard">
                {texts.seeWallboard}
              </a>
            </dd>
          </div>
        )}
      </dl>
      <p class="sum">
        {texts.sum({
          offered: count(total.offered),
          answered: count(total.answered),
          abandoned: count(total.abandoned),
          diverted: count(total.diverted),
          blocked: count(total.blocked),
        })}
        {(['failed', 'open', 'calls', 'menuOnly'] as const).map((name) => (
          <span key={name}>
            {' · '}
            {reportTexts.figures[name].name} {count(total[name])}
          </span>
        ))}
      </p>
      {usual && (
        <p class="hint">
          {texts.tellUsual({
            days: usual.days,
            weekday: reportTexts.weekdays[usual.weekday - 1] ?? '',
            upTo: usual.upTo && formats.time(usual.upTo),
          })}
        </p>
      )}
      <Formulas words={words} report={report} />
    </Card>
  );
}

/** What a figure is measured by, where that is a matter of choice. */
function Measure({
  words: { texts },
  report,
  name,
}: {
  words: Words;
  report: Report;
  name: GlanceFigure;
}) {
  const { serviceLevel, thresholdSeconds, abandonmentRate, shortAbandonSeconds } = report.standard;
  const measures: Partial<Record<GlanceFigure, string>> = {
    serviceLevel: texts.byMeasure(serviceLevel, thresholdSeconds),
    abandonmentRate: texts.byMeasure(abandonmentRate, shortAbandonSeconds),
  };
  const measure = measures[name];
  return measure === undefined ? null : <span class="measure">{measure}</span>;
}

function Against({
  words: { texts, formats },
  name,
  value,
  usual,
}: {
  words: Words;
  name: GlanceFigure;
  value: number | undefined;
  usual: Usual | undefined;
}) {
  if (!usual) return null;
  const unit = unitOf(name);
  const common = usual.figures[name];
  const shown = unit === 'count' ? formats.mean(common) : formats.figure(common, unit);
  const say = value === undefined || common === undefined ? texts.usually : compare();
  return <small data-usual={name}>{say(shown)}</small>;

  function compare() {
    // What looks alike is alike.
    const own = unit === 'count' ? formats.mean(value) : formats.figure(value, unit);
    if (own === shown) return texts.asUsual;
    return Number(value) > Number(common) ? texts.aboveUsual : texts.belowUsual;
  }
}

function Formulas({
  words: { reportTexts },
  report: { standard },
}: {
  words: Words;
  report: Report;
}) {
  return (
    <p class="hint">
      {([standard.serviceLevel, standard.abandonmentRate] as const).map((formula) => (
        <span class="formula" key={formula}>
          {formula} = {reportTexts.formulas[formula].words(standard)}
        </span>
      ))}
    </p>
  );
}

function unitOf(name: GlanceFigure): Unit {
  return name === 'longestWait' ? 'seconds' : getColumn(name).unit;
}

function isNowIn({ period: { from, to }, madeAt }: Report): boolean {
  return from <= madeAt && madeAt < to;
}
