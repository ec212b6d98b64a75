import type { CallStory } from '../call-story';
import type { StoryEvent } from '../story-event';

/** An event of one kind. */
export type EventOf<Kind extends StoryEvent['kind']> = Extract<StoryEvent, { kind: Kind }>;

/** A call's story in one language. Names and numbers come as they are to be shown. */
export interface StoryTexts {
  title: Readonly<Record<CallStory['role'], string>>;
  /** Stands for the number of who withholds it. */
  withheld: string;
  /** Stands for an operator of whom neither name nor number is known. */
  someOperator: string;
  named: (name: string, number: string) => string;
  duration: (seconds: number) => string;
  began: (parties: { from: string; to: string | undefined }) => string;
  queued: string;
  connecting: (operator: string) => string;
  answered: (operator: string, wait: string | undefined) => string;
  abandoned: (wait: string | undefined) => string;
  abandonedAt: (operator: string, wait: string | undefined) => string;
  diverted: (wait: string | undefined, result: string | undefined) => string;
  blocked: string;
  failed: (result: string | undefined) => string;
  talkEnded: (talk: string | undefined) => string;
  transferred: (talk: string | undefined) => string;
  talkEndedWithCall: (talk: string | undefined) => string;
  onQueue: (operator: string) => string;
  took: (caller: string, wait: string | undefined) => string;
  missed: (caller: string) => string;
  ended: (duration: string | undefined) => string;
  /** How a call ended that was never connected; `status` is Twilio's word. */
  endedOtherwise: (status: string) => string;
  now: Readonly<Record<NonNullable<CallStory['now']>, string>>;
  menuOnly: string;
  noEndYet: string;
  /** What customers and time an operator's call had. */
  summary: (talks: number, values: { talk: string; onQueue: string; share: string }) => string;
  missing: (pieces: readonly string[]) => string;
}
