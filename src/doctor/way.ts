import { lookup } from 'node:dns/promises';
import { isOfThisMachine } from '../twilio/this-machine';
import type { Reply } from './ask';
import { type Finding, ok, warning } from './finding';
import { isPrivate } from './private-address';

/** What can be told of the way to an address, by what came back from there. */
export async function* examineWay(url: URL, replies: readonly Reply[]): AsyncGenerator<Finding> {
  yield* examineSpeed(replies);
  yield* examineCertificate(replies);
  yield* examineAddress(url);
}

const SLOW_MS = 2000;

function* examineSpeed(replies: readonly Reply[]): Generator<Finding> {
  if (replies.length === 0) return;
  const slowestMs = Math.max(...replies.map(({ tookMs }) => tookMs));
  const found = `The slowest answer took ${(slowestMs / 1000).toFixed(1)} s.`;
  if (slowestMs <= SLOW_MS) yield ok(found);
  else {
    yield warning(
      found,
      'Callers hear silence for so long: see what holds minicc, its database or the proxy up.',
    );
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;
const FEW_DAYS = 14;

function* examineCertificate(replies: readonly Reply[]): Generator<Finding> {
  const end = replies.find(({ certificateEndsAt }) => certificateEndsAt)?.certificateEndsAt;
  if (end === undefined) return;
  const days = Math.floor((end.getTime() - Date.now()) / DAY_MS);
  const found = `The certificate is good for ${days} more day${days === 1 ? '' : 's'}.`;
  if (days >= FEW_DAYS) yield ok(found);
  else yield warning(found, 'Renew it, and see why it was not renewed by itself.');
}

/** The name may lead elsewhere out there; but if it has one address for all, it must be public. */
async function* examineAddress({ hostname }: URL): AsyncGenerator<Finding> {
  if (isOfThisMachine(hostname)) return;
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => []);
  if (addresses.length === 0 || !addresses.every(({ address }) => isPrivate(address))) return;
  yield warning(
    `From here, ${hostname} is ${addresses[0]?.address}, which the internet cannot reach.`,
    'Where the internet finds it under the same address, Twilio does not reach it: ask a machine outside.',
  );
}
