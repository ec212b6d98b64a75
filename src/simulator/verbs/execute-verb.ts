import { DocumentFailed, withoutSecrets } from '../document';
import type { TwimlElement } from '../twiml/read-document';
import { dial } from './dial';
import { enqueue } from './enqueue';
import { gather } from './gather';
import { pause, play, say } from './hear';
import { record } from './record';
import { redirect } from './redirect';
import { reject } from './reject';
import type { Next, VerbRun } from './verb-run';

/** As what a verb that cannot be carried out leads to the fallback URL. */
const FAILURES: Readonly<Record<string, number>> = { Gather: 13321, Redirect: 11100 };

/** Executes one verb; gives what follows, or undefined where the next verb, `following`, does. */
export async function executeVerb(
  run: VerbRun,
  verb: TwimlElement,
  following: TwimlElement | undefined,
): Promise<Next | undefined> {
  run.signal.throwIfAborted();
  const failure = verb.isRefused ? FAILURES[verb.name] : undefined;
  if (failure) throw new DocumentFailed(failure, withoutSecrets(run.documentUrl));
  switch (verb.name) {
    case 'Say':
      await say(run, verb);
      return undefined;
    case 'Play':
      await play(run, verb);
      return undefined;
    case 'Pause':
      await pause(run, verb);
      return undefined;
    case 'Gather':
      return gather(run, verb);
    case 'Redirect':
      return redirect(run, verb);
    case 'Enqueue':
      return enqueue(run, verb);
    case 'Leave':
      return { kind: 'leave' };
    case 'Dial':
      return dial(run, verb, following);
    case 'Record':
      return record(run, verb);
    case 'Reject':
      return reject(run, verb);
    case 'Hangup':
      // As a first verb, too, it answers: https://www.twilio.com/docs/voice/twiml/hangup
      run.call.answer();
      return { kind: 'hangup' };
    default:
      throw new Error(`${verb.name} is in the grammar, but not executed.`);
  }
}
