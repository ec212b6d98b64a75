import type { Request, Response } from 'express';
import { type CallStory, findCallStory } from '../calls/call-story';
import { type ToldStory, tellStory } from '../calls/tell-story';
import type { ReportsOptions } from '../http/reports-options';
import { toIso } from '../show/iso-time';
import { describeCaller } from './calls';
import { Card, renderDocument } from './document';
import { PageHeader } from './page-header';
import { linkTo } from './page-query';
import { renderProblemPage } from './problem-page';
import { type Reader, readReader } from './reader';
import type { Words } from './words';

/** Answers with the story of a call, told in order of time. */
export async function answerStory(request: Request, response: Response, options: ReportsOptions) {
  const callSid = String(request.params.callSid);
  const reader = readReader(request, options);
  const { words, fault } = reader;
  response.type('html');
  if (fault !== undefined) {
    response.status(400).send(renderProblem(reader, callSid, fault));
    return;
  }
  const story = await findCallStory(options.db, callSid, options.now());
  if (story) response.send(renderStoryPage(reader, story));
  else response.status(404).send(renderProblem(reader, callSid, words.texts.noSuchCall));
}

function renderProblem({ words, query }: Reader, callSid: string, line: string): string {
  const path = encodeURIComponent(callSid);
  return renderProblemPage({ words, query, root: '../', path, lines: [line] });
}

function renderStoryPage({ words, query }: Reader, story: CallStory): string {
  const { texts, language, zone } = words;
  const told = tellStory(story, { language, zone });
  const title = `${told.title} · ${describeCaller(story.from, words)}`;
  const body = (
    <div id="app">
      <PageHeader
        words={words}
        title={title}
        root="../"
        path={encodeURIComponent(story.callSid)}
        query={query}
      />
      <main>
        <p class="back no-print">
          <a class="quiet" href={linkTo('../', {}, { lang: query.lang, zone: query.zone })}>
            ← {texts.back}
          </a>
        </p>
        <Card id="facts" title={texts.storyTitle}>
          <Facts words={words} story={story} />
        </Card>
        <Card id="story" title={texts.story}>
          <Events words={words} told={told} />
        </Card>
      </main>
    </div>
  );
  return renderDocument({ language, title, root: '../', body });
}

function Facts({ words, story }: { words: Words; story: CallStory }) {
  const { texts, formats } = words;
  const { startedAt, endedAt, outcome, waitedSeconds, talkSeconds, durationSeconds } = story;
  const facts: [string, string][] = [
    [texts.began, startedAt ? formats.longDateAndTime(startedAt) : formats.length(undefined)],
    [texts.ended, endedAt ? formats.longDateAndTime(endedAt) : formats.length(undefined)],
    [texts.length, formats.length(durationSeconds)],
    ...(outcome ? [[texts.outcome, texts.outcomes[outcome]] as [string, string]] : []),
    ...(outcome ? [[texts.wait, formats.length(waitedSeconds)] as [string, string]] : []),
    [texts.talk, formats.length(talkSeconds)],
    ['CallSid', story.callSid],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Events({ words, told }: { words: Words; told: ToldStory }) {
  const { texts, formats, zone } = words;
  return (
    <>
      <ol class="story">
        {told.lines.map(({ at, text }, index) => (
          <li key={`${index} ${text}`}>
            {at ? (
              <time dateTime={toIso(at, zone)}>{formats.exactTime(at)}</time>
            ) : (
              <span>{formats.length(undefined)}</span>
            )}
            <p>{text}</p>
          </li>
        ))}
      </ol>
      {told.notes.map((note) => (
        <p class="note" key={note}>
          {note}
        </p>
      ))}
      <p class="hint">{texts.timesIn(zone)}</p>
    </>
  );
}
