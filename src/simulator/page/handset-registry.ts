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

/** A registry of the handsets of an exchange. */
export function createHandsetRegistry(exchange: Exchange): HandsetRegistry {
  const byId = new Map<string, Handset>();
  // The exchange knows which numbers are withheld: for those it gives a new handset each time.
  const ids = new Map<Handset, string>();
  return {
    open(number) {
      const handset = exchange.handset(number);
      const id = ids.get(handset) ?? randomUUID();
      ids.set(handset, id);
      byId.set(id, handset);
      return describe(id, handset);
    },
    find: (id) => byId.get(id),
    list: () => [...byId].map(([id, handset]) => describe(id, handset)),
  };
}

function describe(id: string, handset: Handset): OpenHandset {
  return { id, number: handset.number, call: handset.call?.sid };
}
