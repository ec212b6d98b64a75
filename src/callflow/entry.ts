import type { CallRequest } from '../twilio/call-request';
import type { TwimlDocument } from '../twilio/twiml';
import type { CallFlow } from './call-flow';
import { enqueue } from './enqueue';

/** Who calls; `unknown` while the operators' table cannot be asked and nothing is remembered. */
export type Caller = 'operator' | 'customer' | 'unknown';

const KEY_TIMEOUT_SECONDS = 10;

/** A call comes in: operators go to their queue, customers hear the menu. */
export function greet(caller: Caller, flow: CallFlow): TwimlDocument {
  switch (caller) {
    case 'operator':
      return [{ verb: 'Redirect', url: flow.urls.operatorQueue }];
    case 'unknown':
      return [flow.speak('trouble')];
    case 'customer':
      return menu('menu', 0, flow);
  }
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
