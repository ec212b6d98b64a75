import { randomUUID } from 'node:crypto';
import type { Exchange, Handset } from '../exchange-types';
import type { OpenHandset } from './protocol';

/** The handsets that people hold in their browsers. */
export interface HandsetRegistry {
  /** Opens a handset with this number; one that the exchange has already keeps its id. */
  open(number: string): OpenHandset;
  find(id: string): Handset | undefined;
  list(): OpenHandset[];
}

/** Pages open new handsets for a withheld number each time, and never say that they let go of one. */
const KEPT_HANDSETS = 200;

/**
 * A registry of the handsets of an exchange. It forgets those that nobody has opened or used for the
 * longest time and that are not on a call; a page opens such a handset anew.
 */
export function createHandsetRegistry(exchange: Exchange): HandsetRegistry {
  const byId = new Map<string, Handset>();
  // The exchange knows which numbers are withheld: for those it gives a new handset each time.
  const ids = new Map<Handset, string>();
  // A map is in the order in which its entries were added: the latest used is the last.
  const touch = (id: string, handset: Handset) => {
    byId.delete(id);
    byId.set(id, handset);
  };
  const forget = () => {
    for (const [id, handset] of byId) {
      if (byId.size <= KEPT_HANDSETS) return;
      if (isOnCall(handset)) continue;
      byId.delete(id);
      ids.delete(handset);
    }
  };
  return {
    open(number) {
      const handset = exchange.handset(number);
      const id = ids.get(handset) ?? randomUUID();
      ids.set(handset, id);
      touch(id, handset);
      forget();
      return describe(id, handset);
    },
    find(id) {
      const handset = byId.get(id);
      if (handset) touch(id, handset);
      return handset;
    },
    list: () => [...byId].map(([id, handset]) => describe(id, handset)),
  };
}

/** Whether a handset is on a call, be it one that only rings. */
export function isOnCall({ call }: Handset): boolean {
  return call !== undefined && call.endedAt === undefined;
}

function describe(id: string, handset: Handset): OpenHandset {
  return { id, number: handset.number, call: handset.call?.sid };
}
