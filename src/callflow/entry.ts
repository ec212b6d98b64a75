import type { CallRequest } from '../twilio/call-request';
import type { Gather, TwimlDocument } from '../twilio/twiml';
import type { CallFlow } from './call-flow';
import { enqueue } from './enqueue';

/**
 * Who calls; `unknown` while the operators' table cannot be asked and nothing is remembered. An
 * operator with a PIN is none before it was asked for.
 */
export type Caller = 'operator' | 'pin-needed' | 'pin-locked' | 'customer' | 'unknown';

const KEY_TIMEOUT_SECONDS = 10;

/** How many wrong PINs end a call. */
const PIN_TRIES = 3;
/** The most that a PIN has: src/operators/pin.ts. */
const MAX_PIN_DIGITS = 12;

/** A call comes in: operators go to their queue, customers hear the menu. */
export function greet(caller: Caller, flow: CallFlow): TwimlDocument {
  switch (caller) {
    case 'operator':
      return [{ verb: 'Redirect', url: flow.urls.operatorQueue }];
    case 'pin-needed':
      return askForPin('pin', 0, flow);
    case 'pin-locked':
      return [flow.speak('pinLocked')];
    case 'unknown':
      return [flow.speak('trouble')];
    case 'customer':
      return menu('menu', 0, flow);
  }
}

/** A caller gave a PIN. Whoever is no operator with a PIN any more goes where such callers go. */
export function answerPin(
  caller: Exclude<Caller, 'pin-needed'> | 'pin-wrong',
  wrongPins: number,
  flow: CallFlow,
): TwimlDocument {
  if (caller !== 'pin-wrong') return greet(caller, flow);
  const given = wrongPins + 1;
  return given < PIN_TRIES ? askForPin('pinAgain', given, flow) : [flow.speak('pinRefused')];
}

/** Asks once more after silence, which is no wrong PIN; then the call ends, as every document does. */
function askForPin(prompt: 'pin' | 'pinAgain', wrongPins: number, flow: CallFlow): TwimlDocument {
  const ask = (prompt: 'pin' | 'pinAgain'): Gather => ({
    verb: 'Gather',
    action: flow.urls.pin(wrongPins),
    timeoutSeconds: KEY_TIMEOUT_SECONDS,
    maxKeys: MAX_PIN_DIGITS,
    prompt: flow.speak(prompt),
  });
  return [ask(prompt), ask('pin')];
}

/**
 * A customer pressed a key, or keys, in the menu. Not `#` alone: to Twilio it ends the input, so it
 * counts as silence. https://www.twilio.com/docs/voice/twiml/gather (finishOnKey)
 */
export function chooseFromMenu(
  { digits, wrongKeys }: Pick<CallRequest, 'digits' | 'wrongKeys'>,
  flow: CallFlow,
): TwimlDocument {
  if (digits === '1') return [flow.speak('connecting'), enqueue(flow)];
  if (digits === '2') return [{ verb: 'Redirect', url: flow.urls.information }];
  const pressed = wrongKeys + 1;
  return pressed < flow.menuTries ? menu('menuAgain', pressed, flow) : withoutInput(flow);
}

/** Silence, too, leads to an operator: after the menu comes the queue. */
function menu(prompt: 'menu' | 'menuAgain', wrongKeys: number, flow: CallFlow): TwimlDocument {
  return [
    {
      verb: 'Gather',
      action: flow.urls.index(wrongKeys),
      timeoutSeconds: KEY_TIMEOUT_SECONDS,
      prompt: flow.speak(prompt),
    },
    ...withoutInput(flow),
  ];
}

function withoutInput(flow: CallFlow): TwimlDocument {
  return [flow.speak('noInput'), enqueue(flow)];
}
