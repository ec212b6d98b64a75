import { isOfThisMachine } from './this-machine';

/** Whether what Twilio sends to `publicUrl` leaves this machine unencrypted. */
export function isPlainOnTheWay({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !isOfThisMachine(hostname);
}
