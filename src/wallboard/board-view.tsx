import type { ComponentChildren } from 'preact';
import type { Board, BoardMessage, OperatorNow, Today } from './board';
import { formatAge, formatLength, formatShare, formatTime } from './format-board';
import type { PageSetup } from './page-setup';
import { LOST_AFTER_MS } from './tell-now';
import { getWallboardTexts } from './texts/get-texts';
import type { WallboardTexts } from './texts/texts';

/** Whether new boards come in. `still`: without script, nothing does. */
export type Connection = 'live' | 'lost' | 'still';

/** What the page shows. */
export interface BoardViewProps {
  setup: PageSetup;
  message: BoardMessage;
  /** Now, by the clock of the server; milliseconds since 1970. */
  at: number;
  connection: Connection;
}

interface Reading {
  board: Board;
  at: number;
  setup: PageSetup;
  texts: WallboardTexts;
}

/** Boards come every two seconds; one that is older is late. */
const STALE_MS = 7000;
const TODAY_STALE_MS = 60_000;
const LOST_MINUTES = LOST_AFTER_MS / 60_000;

/** The whole wallboard, the same on the server and in the browser. */
export function BoardView({ setup, message: { board }, at, connection }: BoardViewProps) {
  const texts = getWallboardTexts(setup.language);
  const ageMs = board ? at - board.madeAt : 0;
  const isStale = connection !== 'live' || ageMs > STALE_MS;
  return (
    <div class={`wallboard ${isStale && connection !== 'still' ? 'stale' : ''}`}>
      <header>
        <h1>{texts.title}</h1>
        <p class="state">{board && describeState({ board, at, setup, texts }, connection)}</p>
        <p class="clock">{formatTime(at, setup.locale, setup.zone)}</p>
      </header>
      {board ? (
        <Tiles board={board} at={isStale ? board.madeAt : at} setup={setup} texts={texts} />
      ) : null}
      {board ? null : <main class="none">{texts.noFigures}</main>}
    </div>
  );
}

function describeState({ board, at, setup, texts }: Reading, connection: Connection) {
  const ageMs = at - board.madeAt;
  const age = formatAge(ageMs, setup.locale);
  if (connection === 'still') return texts.asOf(formatTime(board.madeAt, setup.locale, setup.zone));
  if (connection === 'lost') return `${texts.connectionLost} · ${texts.stale(age)}`;
  return ageMs > STALE_MS ? texts.stale(age) : texts.live;
}

function Tiles(reading: Reading) {
  return (
    <main>
      <WaitingTile {...reading} />
      <LongestTile {...reading} />
      <OperatorsTile {...reading} />
      <TodayTile {...reading} />
      <Notes {...reading} />
    </main>
  );
}

function WaitingTile({ board: { waiting }, texts }: Reading) {
  return (
    <section class={`waiting ${waiting.count > 0 ? 'some' : ''}`}>
      <h2>{texts.waiting}</h2>
      <Huge text={String(waiting.count)} />
      <p class="aside">
        {waiting.source === 'twilio' ? texts.byTwilio : null}
        {waiting.ours === undefined ? null : (
          <strong class="differs">{texts.byOwnEvents(waiting.ours)}</strong>
        )}
      </p>
      <p class="unseen" role="status">
        {texts.announce(waiting.count)}
      </p>
    </section>
  );
}

function LongestTile({ board: { waiting }, at, setup: { thresholdSeconds }, texts }: Reading) {
  const { longestSince } = waiting;
  const waitMs = longestSince === undefined ? undefined : Math.max(0, at - longestSince);
  // Whole seconds, as Twilio counts and as reports compare them.
  const isLate = waitMs !== undefined && Math.floor(waitMs / 1000) > thresholdSeconds;
  return (
    <section class={`longest ${isLate ? 'late' : ''}`}>
      <h2>{texts.longestWait}</h2>
      <Huge text={waitMs === undefined ? '—' : formatLength(waitMs)} />
      <p class="aside">
        {waitMs === undefined ? texts.nobodyWaits : null}
        {isLate ? texts.late(thresholdSeconds) : null}
      </p>
    </section>
  );
}

/** As large as there is room for so many letters. */
function Huge({ text }: { text: string }) {
  return (
    <p class={text.length > 5 ? 'huge longer' : text.length > 4 ? 'huge long' : 'huge'}>{text}</p>
  );
}

function OperatorsTile({ board: { operators }, at, texts }: Reading) {
  const ready = operators.filter(({ state }) => state === 'ready');
  return (
    <section class="operators">
      <h2>{texts.operators}</h2>
      <div class="pair">
        <Count of={ready.length} name={texts.ready} />
        <Count of={operators.length - ready.length} name={texts.inCalls} />
      </div>
      {operators.length === 0 ? <p class="aside">{texts.noOperators}</p> : null}
      <ul>
        {operators.map((operator) => (
          <Operator key={operator.callSid} operator={operator} at={at} texts={texts} />
        ))}
      </ul>
    </section>
  );
}

function Count({
  of,
  name,
  children,
}: {
  of: string | number;
  name: string;
  children?: ComponentChildren;
}) {
  return (
    <p class="count">
      <span class="name">{name}</span>
      <span class="big">{of}</span>
      {children}
    </p>
  );
}

interface OperatorProps {
  operator: OperatorNow;
  at: number;
  texts: WallboardTexts;
}

function Operator({ operator: { name, state, talkingSince }, at, texts }: OperatorProps) {
  return (
    <li class={state}>
      <span class="who">{name}</span>
      <span class="what">
        {state === 'ready' ? texts.ready : texts.inCall}
        {talkingSince === undefined ? null : ` ${formatLength(at - talkingSince)}`}
      </span>
    </li>
  );
}

function TodayTile({ board: { today }, at, setup: { locale }, texts }: Reading) {
  return (
    <section class="today">
      <h2>{texts.today}</h2>
      <div class="row">
        <Count of={today?.offered ?? '—'} name={texts.offered} />
        <Count of={today?.answered ?? '—'} name={texts.answered} />
        <Count of={today?.abandoned ?? '—'} name={texts.abandoned} />
        <ServiceLevel today={today} locale={locale} texts={texts} />
      </div>
      {today && at - today.madeAt > TODAY_STALE_MS ? (
        <p class="aside differs">{texts.stale(formatAge(at - today.madeAt, locale))}</p>
      ) : null}
    </section>
  );
}

interface ServiceLevelProps {
  today: Today | undefined;
  locale: string;
  texts: WallboardTexts;
}

/** Never without the formula and the threshold that it is by. */
function ServiceLevel({ today, locale, texts }: ServiceLevelProps) {
  return (
    <Count of={formatShare(today?.serviceLevel, locale)} name={texts.serviceLevel}>
      {today ? (
        <span class="by">{texts.standard(today.formula, today.thresholdSeconds)}</span>
      ) : null}
    </Count>
  );
}

function Notes({ board: { lost, twilio }, at, setup: { locale }, texts }: Reading) {
  const notes = [
    ...(lost > 0 ? [texts.lost(lost, LOST_MINUTES)] : []),
    ...(twilio && !twilio.isFresh
      ? [
          twilio.readAt === undefined
            ? texts.twilioSilent
            : texts.twilioStale(formatAge(at - twilio.readAt, locale)),
        ]
      : []),
  ];
  return notes.length === 0 ? null : (
    <footer>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </footer>
  );
}
