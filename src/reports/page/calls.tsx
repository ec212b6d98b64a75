import { isWithheld } from '../../twilio/caller-id';
import type { CallLine } from '../calls/call-line';
import { TableBox } from './chart';
import { Card } from './document';
import { linkTo, type PageQuery, pickFigureParameters } from './page-query';
import type { Words } from './words';

/** A page of calls, and how to get to the one after it. */
export interface ListedCalls {
  calls: readonly CallLine[];
  next: string | undefined;
}

/** The last calls, with a search by number. */
export function CallsCard({
  words,
  query,
  listed: { calls, next },
}: {
  words: Words;
  query: PageQuery;
  listed: ListedCalls;
}) {
  const { texts } = words;
  const { number, cursor } = query;
  const toCalls = (changes: PageQuery | { cursor: undefined; number?: undefined }) =>
    `${linkTo('./', query, changes)}#calls`;
  return (
    <Card id="calls" title={number ? texts.callsWith(number) : texts.calls}>
      <SearchForm words={words} query={query} />
      {number && (
        <p class="no-print">
          <a class="quiet" href={toCalls({ cursor: undefined, number: undefined })}>
            {texts.allCalls}
          </a>
        </p>
      )}
      {calls.length === 0 ? (
        <p>{number ? texts.noCallsWith : texts.noCalls}</p>
      ) : (
        <>
          <p class="hint">{texts.byEnd}</p>
          <CallsTable words={words} query={query} calls={calls} />
        </>
      )}
      <p class="pager no-print">
        {cursor && (
          <a class="quiet" href={toCalls({ cursor: undefined })}>
            {texts.newestCalls}
          </a>
        )}
        {next && (
          <a class="quiet" href={toCalls({ cursor: next })} rel="next">
            {texts.olderCalls}
          </a>
        )}
      </p>
    </Card>
  );
}

function SearchForm({ words: { texts }, query }: { words: Words; query: PageQuery }) {
  return (
    <search class="no-print">
      <form method="get" action="./#calls" class="fields">
        <label>
          {texts.searchLabel}
          <input
            type="search"
            name="number"
            value={query.number}
            placeholder={texts.searchHint}
            autocomplete="off"
          />
        </label>
        <button type="submit">{texts.search}</button>
        {pickFigureParameters(query).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {query.lang && <input type="hidden" name="lang" value={query.lang} />}
      </form>
    </search>
  );
}

function CallsTable({
  words,
  query,
  calls,
}: {
  words: Words;
  query: PageQuery;
  calls: readonly CallLine[];
}) {
  const { texts } = words;
  return (
    <TableBox label={texts.calls}>
      <table class="calls">
        <caption class="unseen">{texts.calls}</caption>
        <thead>
          <tr>
            {[texts.began, texts.caller, texts.outcome, texts.wait, texts.talk, texts.by].map(
              (heading) => (
                <th scope="col" key={heading}>
                  {heading}
                </th>
              ),
            )}
            <th scope="col">
              <span class="unseen">{texts.story}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <CallRow key={call.callSid} words={words} query={query} call={call} />
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function CallRow({ words, query, call }: { words: Words; query: PageQuery; call: CallLine }) {
  const { texts, formats } = words;
  const time = formats.dateAndTime(call.startedAt ?? call.loggedAt);
  const caller = describeCaller(call.from, words);
  const { lang, zone } = query;
  return (
    <tr>
      <td class="time">{time}</td>
      <th scope="row">{caller}</th>
      <td>
        <span class="badge" data-outcome={call.outcome}>
          {texts.outcomes[call.outcome]}
        </span>
      </td>
      <td data-label={texts.wait}>{formats.length(call.waitedSeconds)}</td>
      <td data-label={texts.talk}>{formats.length(call.talkSeconds)}</td>
      <td data-label={texts.by}>{formats.list(call.operators)}</td>
      <td>
        <a
          class="story-link"
          href={linkTo(`calls/${encodeURIComponent(call.callSid)}`, {}, { lang, zone })}
          aria-label={texts.storyOf(caller, time)}
        >
          {texts.story}
        </a>
      </td>
    </tr>
  );
}

/** A customer as the page names them. */
export function describeCaller(from: string | undefined, { texts }: Words): string {
  return from === undefined || isWithheld(from) ? texts.withheld : from;
}
