import { BlockList, isIP } from 'node:net';
import { isOfThisMachine } from '../twilio/this-machine';

/** Networks that the internet does not carry: RFC 1918, 6598, 3927, 4193, 4291. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('100.64.0.0', 10, 'ipv4');
PRIVATE.addSubnet('169.254.0.0', 16, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fe80::', 10, 'ipv6');

/** Whether only machines nearby can reach an address. */
export function isPrivate(address: string): boolean {
  return isOfThisMachine(address) || PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
