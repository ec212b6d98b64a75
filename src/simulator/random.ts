import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';

/** Chance, the same every time for the same seed. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** So many lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** A Twilio identifier: the two letters of its kind and 32 hexadecimal digits. */
  sid(kind: string): string;
  /** A UUID of version 4. */
  uuid(): string;
}

/** Chance that follows from `seed` alone. */
export function createRandom(seed: number): Random {
  const generator = mersenne(seed);
  const next = () => uniformFloat64(generator);
  const hex = (digits: number) => {
    let text = '';
    while (text.length < digits) text += Math.floor(next() * 16).toString(16);
    return text;
  };
  return {
    next,
    hex,
    sid: (kind) => `${kind}${hex(32)}`,
    uuid: () =>
      `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[Math.floor(next() * 4)]}${hex(3)}-${hex(12)}`,
  };
}
