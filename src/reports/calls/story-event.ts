import type { VisitOperator } from './find-call-visits';

/** A moment in a call's story; `at` is undefined where it is not known when. Lengths are seconds. */
export type StoryEvent =
  | { kind: 'began'; at: Date | undefined; from: string | undefined; to: string | undefined }
  | { kind: 'queued'; at: Date | undefined; queueSid: string | undefined }
  /** An operator is about to be connected. */
  | {
      kind: 'connecting' | 'answered';
      at: Date | undefined;
      waitSeconds: number | undefined;
      operator: VisitOperator | undefined;
    }
  /** The customer hung up: while waiting, or where there is an operator, as that one was connected. */
  | {
      kind: 'abandoned';
      at: Date | undefined;
      waitSeconds: number | undefined;
      operator: VisitOperator | undefined;
    }
  /** The customer left the queue without an answer; `queueResult` is Twilio's word for how. */
  | {
      kind: 'diverted' | 'blocked' | 'failed';
      at: Date | undefined;
      waitSeconds: number | undefined;
      queueResult: string | undefined;
    }
  | {
      kind: 'talk-ended';
      at: Date | undefined;
      talkSeconds: number | undefined;
      /** Moved on by the operator, out of the talk. */
      isTransfer: boolean;
      /** The end of the call is taken for that of the talk. */
      isEstimate: boolean;
    }
  /** An operator's: on the queue from here on. */
  | { kind: 'on-queue'; at: Date | undefined }
  /** An operator's: a customer was connected, or hung up as they were. */
  | {
      kind: 'took' | 'missed';
      at: Date | undefined;
      callSid: string;
      caller: string | undefined;
      waitSeconds: number | undefined;
    }
  | {
      kind: 'ended';
      at: Date | undefined;
      durationSeconds: number | undefined;
      /** In Twilio's words, as `completed`. */
      callStatus: string | undefined;
    };
