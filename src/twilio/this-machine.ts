import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether a host, by name or address, is the machine that asks for it. */
export function isOfThisMachine(hostname: string): boolean {
  // RFC 6761 keeps the name and all below it for that.
  if (/(^|\.)localhost\.?$/i.test(hostname)) return true;
  // An IPv6 address stands in brackets in a URL, and nowhere else.
  const address = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  return family !== 0 && LOOPBACK.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
