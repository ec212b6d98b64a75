import type { CallVisit } from './find-call-visits';
import type { StoryEvent } from './story-event';

/** What happened in a customer's visit to the queue. */
export function tellVisit(visit: CallVisit): StoryEvent[] {
  const { arrivedAt, queueSid, outcome } = visit;
  if (outcome === 'blocked') return [leaveUnanswered('blocked', visit)];
  return [{ kind: 'queued', at: arrivedAt, queueSid }, ...tellOutcome(visit)];
}

function tellOutcome(visit: CallVisit): StoryEvent[] {
  const { outcome, answeredAt, leftAt, waitSeconds, operator } = visit;
  switch (outcome) {
    case 'talking':
      return [{ kind: 'answered', at: answeredAt, waitSeconds, operator }];
    case 'answered':
      return [{ kind: 'answered', at: answeredAt, waitSeconds, operator }, endTalk(visit)];
    case 'connecting':
      return [{ kind: 'connecting', at: leftAt, waitSeconds, operator }];
    case 'abandoned':
      return [{ kind: 'abandoned', at: leftAt, waitSeconds, operator }];
    default:
      return [leaveUnanswered(outcome, visit)];
  }
}

function leaveUnanswered(
  kind: 'diverted' | 'blocked' | 'failed',
  { leftAt, waitSeconds, queueResult }: CallVisit,
): StoryEvent {
  return { kind, at: leftAt, waitSeconds, queueResult };
}

function endTalk({ leftAt, talkSeconds, queueResult, missing }: CallVisit): StoryEvent {
  return {
    kind: 'talk-ended',
    at: leftAt,
    talkSeconds,
    // `redirected-from` is how the original's narrow column keeps it.
    isTransfer: queueResult === 'redirected-from-bridged' || queueResult === 'redirected-from',
    isEstimate: missing === 'enqueue_data',
  };
}

/** What happened with a customer in the call of the operator who took them. */
export function tellTalk(visit: CallVisit & { caller: string | undefined }): StoryEvent[] {
  const { outcome, answeredAt, leftAt, callSid, caller, waitSeconds } = visit;
  if (outcome === 'answered' || outcome === 'talking') {
    const took: StoryEvent = { kind: 'took', at: answeredAt, callSid, caller, waitSeconds };
    return outcome === 'answered' ? [took, endTalk(visit)] : [took];
  }
  return [{ kind: 'missed', at: leftAt, callSid, caller, waitSeconds }];
}
