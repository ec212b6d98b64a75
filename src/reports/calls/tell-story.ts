import { isWithheld } from '../../twilio/caller-id';
import { formatFigure } from '../show/format-figures';
import { showTime } from '../show/show-time';
import type { CallStory } from './call-story';
import type { VisitOperator } from './find-call-visits';
import type { StoryEvent } from './story-event';
import { en } from './story-texts/en';
import { ja } from './story-texts/ja';
import type { EventOf, StoryTexts } from './story-texts/story-texts';

/** A call's story in words. */
export interface ToldStory {
  /** Whose call it is. */
  title: string;
  /** What happened, in order. */
  lines: readonly ToldEvent[];
  /** What holds for the whole call: what is going on, sums, what is not known. */
  notes: readonly string[];
}

/** An event in words. */
export interface ToldEvent {
  at: Date | undefined;
  /** As clocks of the zone show it; empty where it is not known. */
  time: string;
  text: string;
}

/** Tells a story in the language of a tag such as `ja-JP`, English where theirs is not among ours. */
export function tellStory(
  story: CallStory,
  { language, zone }: { language: string; zone: string },
): ToldStory {
  const texts = language.toLowerCase().split('-')[0] === 'ja' ? ja : en;
  return {
    title: texts.title[story.role],
    lines: story.events.map((event) => ({
      at: event.at,
      time: event.at ? showTime(event.at, zone) : '',
      text: tellEvent(event, story, texts),
    })),
    notes: listNotes(story, texts),
  };
}

function tellEvent(event: StoryEvent, story: CallStory, texts: StoryTexts): string {
  const duration = (seconds: number | undefined) =>
    seconds === undefined ? undefined : texts.duration(Math.round(seconds));
  switch (event.kind) {
    case 'began':
      return texts.began({ from: nameCaller(event.from, texts), to: event.to });
    case 'queued':
      return texts.queued;
    case 'connecting':
      return texts.connecting(nameOperator(event.operator, texts));
    case 'answered':
      return texts.answered(nameOperator(event.operator, texts), duration(event.waitSeconds));
    case 'abandoned':
      return event.operator
        ? texts.abandonedAt(nameOperator(event.operator, texts), duration(event.waitSeconds))
        : texts.abandoned(duration(event.waitSeconds));
    case 'diverted':
      return texts.diverted(duration(event.waitSeconds), event.queueResult);
    case 'blocked':
      return texts.blocked;
    case 'failed':
      return texts.failed(event.queueResult);
    case 'talk-ended':
      return tellTalkEnd(event, duration(event.talkSeconds), texts);
    case 'on-queue':
      return texts.onQueue(nameWith(story.name, story.from, texts) || texts.someOperator);
    case 'took':
      return texts.took(nameCaller(event.caller, texts), duration(event.waitSeconds));
    case 'missed':
      return texts.missed(nameCaller(event.caller, texts));
    case 'ended':
      return isUsual(event.callStatus)
        ? texts.ended(duration(event.durationSeconds))
        : texts.endedOtherwise(event.callStatus ?? '');
  }
}

function tellTalkEnd(
  { isTransfer, isEstimate }: EventOf<'talk-ended'>,
  talk: string | undefined,
  texts: StoryTexts,
): string {
  if (isEstimate) return texts.talkEndedWithCall(talk);
  return isTransfer ? texts.transferred(talk) : texts.talkEnded(talk);
}

function isUsual(callStatus: string | undefined): boolean {
  return callStatus === undefined || callStatus === '' || callStatus === 'completed';
}

function nameCaller(number: string | undefined, { withheld }: StoryTexts): string {
  return number === undefined || isWithheld(number) ? withheld : number;
}

function nameOperator(operator: VisitOperator | undefined, texts: StoryTexts): string {
  return nameWith(operator?.name, operator?.number, texts) || texts.someOperator;
}

function nameWith(name: string | undefined, number: string | undefined, texts: StoryTexts): string {
  return name && number ? texts.named(name, number) : (name ?? number ?? '');
}

function listNotes(story: CallStory, texts: StoryTexts): string[] {
  const { role, now, isOver, outcome, missing } = story;
  return [
    ...(now ? [texts.now[now]] : []),
    ...(isOver || now ? [] : [texts.noEndYet]),
    ...(role === 'customer' && isOver && outcome === 'menu' ? [texts.menuOnly] : []),
    ...summariseOperator(story, texts),
    ...(missing.length > 0 ? [texts.missing(missing)] : []),
  ];
}

function summariseOperator(story: CallStory, texts: StoryTexts): string[] {
  const { role, talks, talkSeconds = 0, durationSeconds } = story;
  if (role !== 'operator' || !durationSeconds) return [];
  const isKnown = talks === 0 || story.talkSeconds !== undefined;
  if (!isKnown) return [];
  const values = {
    talk: texts.duration(Math.round(talkSeconds)),
    onQueue: texts.duration(durationSeconds),
    share: formatFigure(talkSeconds / durationSeconds, 'percent'),
  };
  return [texts.summary(talks, values)];
}
