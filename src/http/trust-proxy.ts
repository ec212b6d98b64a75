import { isIP } from 'node:net';

/**
 * Which proxies are believed about who is calling, as Express's `trust proxy` takes it: how many
 * stand in front, their addresses or networks, or none. https://expressjs.com/en/guide/behind-proxies.html
 */
export type TrustProxy = number | readonly string[] | false;

/** The names that Express has for networks. */
const NAMED_NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Reads how many proxies there are, or a list of them; undefined where it is nothing of the kind. */
export function parseTrustProxy(text: string): number | string[] | undefined {
  if (/^[1-9]$/.test(text)) return Number(text);
  const networks = text.split(',').map((network) => network.trim());
  return networks.every(isNetwork) ? networks : undefined;
}

/** Whether Express takes it; it takes no prefix of 0, which would trust everybody. */
function isNetwork(text: string): boolean {
  if (NAMED_NETWORKS.has(text)) return true;
  const [, address = '', prefix] = /^([^/%]*)(?:\/([1-9]\d{0,2}))?$/.exec(text) ?? [];
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  return version !== 0 && (prefix === undefined || Number(prefix) <= longest);
}
