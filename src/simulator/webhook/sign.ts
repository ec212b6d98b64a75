import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { type Address, type Field, publicForm } from './address';

/**
 * What Twilio sends as `X-Twilio-Signature`: over the address without credentials and fragment,
 * for `https` also without its port, and over the fields of a POST's body, none for a GET
 * (https://www.twilio.com/docs/usage/security, as Twilio's voice products do it).
 */
export function signRequest(authToken: string, address: Address, body: readonly Field[]): string {
  const signed = address.protocol === 'https:' ? { ...address, port: '' } : address;
  return getExpectedTwilioSignature(authToken, publicForm(signed), groupByName(body));
}

/** As the package wants a form: a name that comes more than once holds all its values. */
function groupByName(fields: readonly Field[]): Record<string, string | string[]> {
  // Without a prototype, a parameter called __proto__ is a name like any other.
  const grouped: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of fields) {
    const earlier = grouped[name];
    grouped[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return grouped;
}
