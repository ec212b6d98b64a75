import type { CallStatus } from '../events';
import type { FaultRule } from '../faults';

/** A telephone conversation to be acted out, with what has to come of it. */
export interface Script {
  fileName: string;
  /** In the order in which they are named; no two share a name, or a number that is not withheld. */
  phones: readonly PhoneDeclaration[];
  statements: readonly Statement[];
}

/** A telephone of a script: `number` is E.164, `client:NAME`, or a word for a withheld one. */
export interface PhoneDeclaration {
  name: string;
  number: string;
}

/** A line of a script. `line` counts from 1, `text` is as it was written, without a comment. */
export type Statement = { line: number; text: string } & Step;

/** Something that is heard: a text that is said or is in a recording's address, or any such sound. */
export type Heard = { text: string } | { sound: 'play' | 'ringing' | 'beep' };

/** What a telephone does by itself when it rings. */
export type Habit = 'wait' | 'reject' | 'busy' | { answerAfterSeconds: number };

/** What a line says. `who` is a phone's name. */
export type Step =
  | { kind: 'calls'; who: string; forwardedFrom?: string; callerName?: string }
  | { kind: 'presses'; who: string; keys: string }
  | { kind: 'speaks'; who: string; seconds: number }
  | { kind: 'answers'; who: string }
  | { kind: 'rejects'; who: string }
  | { kind: 'hangs-up'; who: string }
  | { kind: 'habit'; who: string; habit: Habit }
  | { kind: 'hears'; who: string; heard: Heard; withinSeconds: number }
  | { kind: 'does-not-hear'; who: string; heard: Heard; forSeconds: number }
  | { kind: 'hears-nothing'; who: string; forSeconds: number }
  | { kind: 'in-line'; who: string; position: number; withinSeconds: number }
  | { kind: 'is-called'; who: string; withinSeconds: number }
  | { kind: 'talks-to'; who: string; to: string; withinSeconds: number }
  | { kind: 'parts-from'; who: string; from: string; withinSeconds: number }
  | { kind: 'call-ends'; who: string; status?: CallStatus; withinSeconds: number }
  | { kind: 'wait'; seconds: number }
  | { kind: 'error'; code: number; withinSeconds: number }
  | { kind: 'no-errors' }
  | { kind: 'fault'; rule: FaultRule }
  | { kind: 'no-faults' };
