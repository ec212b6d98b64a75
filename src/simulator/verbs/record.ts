import { type Parameters, rfc2822 } from '../call-parameters';
import { webhookFor } from '../document';
import { CallEnded, untilAborted } from '../interruption';
import { attribute, booleanAttribute, integerAttribute } from '../twiml/element';
import type { TwimlElement } from '../twiml/read-document';
import { resolveUrl } from '../webhook/resolve-url';
import { hear } from './hear';
import { limitTime, methodOf, type Next, requestAction, TimedOut, type VerbRun } from './verb-run';

const BEEP_MS = 500;

/**
 * Records what the caller says. Sound is not modelled: a recording is as long as the handset spoke
 * or was silent, and an address where nothing is to be had. One that holds nothing but silence leads
 * to the next verb. https://www.twilio.com/docs/voice/twiml/record
 */
export async function record(run: VerbRun, verb: TwimlElement): Promise<Next | undefined> {
  const { call, switchboard } = run;
  call.answer();
  if (booleanAttribute(verb, 'playBeep', true)) await hear(run, { kind: 'beep' }, BEEP_MS);
  const start = switchboard.clock.now();
  const recording = { sid: switchboard.random.sid('RE'), start };
  reportRecording(run, verb, recording, 'in-progress');
  const finish = (digits: string) => {
    const seconds = lengthOf(run, verb, start);
    if (seconds === undefined) {
      reportRecording(run, verb, recording, 'absent');
      return undefined;
    }
    switchboard.tell({ type: 'recorded', call: call.sid, recording: recording.sid, seconds });
    const request = requestAction(run, verb, {
      purpose: 'record-action',
      fallback: run.documentUrl,
      parameters: [
        ...nameRecording(switchboard.accountSid, recording.sid),
        ['RecordingDuration', String(seconds)],
        ['Digits', digits],
      ],
    });
    reportRecording(run, verb, recording, 'completed', [['RecordingDuration', String(seconds)]]);
    return request;
  };
  try {
    const request = finish(await recordUntil(run, verb, start));
    return request && { kind: 'document', request };
  } catch (interruption) {
    const request = interruption instanceof CallEnded ? finish('hangup') : undefined;
    if (request) void switchboard.callBack(call, webhookFor(run, request));
    throw interruption;
  }
}

/** The key that ended the recording; empty where silence or its greatest length did. */
async function recordUntil(run: VerbRun, verb: TwimlElement, start: number): Promise<string> {
  const finishOnKey = attribute(verb, 'finishOnKey') ?? '1234567890*#';
  const silenceMs = 1000 * integerAttribute(verb, 'timeout', 5);
  const limit = limitTime(run, 1000 * integerAttribute(verb, 'maxLength', 3600));
  let stop = () => {};
  const pressed = new Promise<string>((resolve) => {
    stop = run.call.onKey((key) => {
      if (finishOnKey.includes(key)) resolve(key);
    });
  });
  const fallSilent = async () => {
    const { clock } = run.switchboard;
    // Whoever speaks meanwhile puts it off.
    const leftMs = () => Math.max(start, run.call.speaksUntil) + silenceMs - clock.now();
    while (leftMs() > 0) await clock.sleep(leftMs(), limit.signal);
    return '';
  };
  try {
    return await untilAborted(Promise.race([pressed, fallSilent()]), limit.signal);
  } catch (error) {
    if (error instanceof TimedOut) return '';
    throw error;
  } finally {
    stop();
    limit.stop();
  }
}

/** How long the recording is that began at `start` and ends now, in whole seconds; none of silence. */
function lengthOf(
  { call, switchboard }: VerbRun,
  verb: TwimlElement,
  start: number,
): number | undefined {
  const now = switchboard.clock.now();
  const voice = call.voiceBetween(start, now);
  if (voice === undefined) return undefined;
  const isTrimmed = attribute(verb, 'trim') !== 'do-not-trim';
  return Math.round((isTrimmed ? voice.end - voice.start : now - start) / 1000);
}

function nameRecording(accountSid: string, sid: string): Parameters {
  const url = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;
  return [
    ['RecordingUrl', url],
    ['RecordingSid', sid],
  ];
}

/** https://www.twilio.com/docs/voice/api/recording (recordingStatusCallback) */
function reportRecording(
  run: VerbRun,
  verb: TwimlElement,
  { sid, start }: { sid: string; start: number },
  status: 'in-progress' | 'completed' | 'absent',
  parameters: Parameters = [],
): void {
  const { call, switchboard } = run;
  const reference = attribute(verb, 'recordingStatusCallback');
  const events = (attribute(verb, 'recordingStatusCallbackEvent') ?? 'completed').split(' ');
  if (reference === undefined || !events.includes(status)) return;
  void switchboard.callBack(call, {
    purpose: 'recording-status-callback',
    url: resolveUrl(reference, run.documentUrl),
    method: methodOf(verb, 'recordingStatusCallbackMethod'),
    session: call.callbackSession,
    parameters: [
      ['AccountSid', switchboard.accountSid],
      ['CallSid', call.sid],
      ...nameRecording(switchboard.accountSid, sid),
      ['RecordingStatus', status],
      ...parameters,
      ['RecordingChannels', '1'],
      ['RecordingStartTime', rfc2822(start)],
      ['RecordingSource', 'RecordVerb'],
    ],
  });
}
