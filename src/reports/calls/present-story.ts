import { toIso } from '../show/iso-time';
import type { CallStory } from './call-story';
import type { StoryEvent } from './story-event';
import { tellStory } from './tell-story';

/** A call's story as JSON; null where something is not known. Times are ISO 8601, with an offset. */
export interface StoryJson {
  callSid: string;
  role: CallStory['role'];
  from: string | null;
  to: string | null;
  name: string | null;
  startedAt: string | null;
  endedAt: string | null;
  durationSeconds: number | null;
  isOver: boolean;
  now: NonNullable<CallStory['now']> | null;
  path: NonNullable<CallStory['path']> | null;
  outcome: NonNullable<CallStory['outcome']> | null;
  waitedSeconds: number | null;
  talkSeconds: number | null;
  talks: number;
  events: { kind: StoryEvent['kind']; at: string | null; text: string }[];
  notes: readonly string[];
  missing: readonly string[];
}

/** A story as JSON, with times as clocks of `zone` show them, and each event in words, too. */
export function presentStory(
  story: CallStory,
  { language, zone }: { language: string; zone: string },
): StoryJson {
  const showTime = (time: Date | undefined) => (time ? toIso(time, zone) : null);
  const { lines, notes } = tellStory(story, { language, zone });
  return {
    callSid: story.callSid,
    role: story.role,
    from: story.from ?? null,
    to: story.to ?? null,
    name: story.name ?? null,
    startedAt: showTime(story.startedAt),
    endedAt: showTime(story.endedAt),
    durationSeconds: story.durationSeconds ?? null,
    isOver: story.isOver,
    now: story.now ?? null,
    path: story.path ?? null,
    outcome: story.outcome ?? null,
    waitedSeconds: story.waitedSeconds ?? null,
    talkSeconds: story.talkSeconds ?? null,
    talks: story.talks,
    events: story.events.map(({ kind, at }, index) => ({
      kind,
      at: showTime(at),
      text: lines[index]?.text ?? '',
    })),
    notes,
    missing: story.missing,
  };
}
