import { createHash } from 'node:crypto';

const SEAL_BYTES = 32;

/** What V8 made of a program, sealed: V8 falls over what is damaged, and runs what is of another. */
export function seal(program: Buffer, compiled: Buffer): Buffer {
  return Buffer.concat([computeSeal(program, compiled), compiled]);
}

/** What was sealed; undefined where it, or the program, is not what it was then. */
export function unseal(program: Buffer, sealed: Buffer): Buffer | undefined {
  const compiled = sealed.subarray(SEAL_BYTES);
  const isWhole = computeSeal(program, compiled).equals(sealed.subarray(0, SEAL_BYTES));
  return isWhole ? compiled : undefined;
}

function computeSeal(program: Buffer, compiled: Buffer): Buffer {
  return createHash('sha256').update(program).update(compiled).digest();
}
