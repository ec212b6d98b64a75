import { isIP } from 'node:net';
import type { Request } from 'express';

/**
 * The IP address that a request came from: the one that a trusted proxy names, else the other end
 * of the connection; `unknown` where the connection has ended already.
 */
export function clientAddressOf(request: Request): string {
  const named = normalize(request.ip);
  // A proxy may forward what its own client made up, of any length.
  return isIP(named) ? named : normalize(request.socket.remoteAddress) || 'unknown';
}

/** Without an IPv6 zone, and an IPv4 address always in its own form. */
function normalize(address = ''): string {
  return address.replace(/%.*$/s, '').replace(/^::ffff:(?=\d+\.)/i, '');
}
