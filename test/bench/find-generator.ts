import { UserError } from '../../src/errors';
import { findExecutable } from '../support/executable';
import type { GeneratorName } from './bench-options';
import { createAutocannon } from './load/autocannon';
import type { Generator } from './load/generator';
import { createWrk } from './load/wrk';

/** What is taken where nothing is asked for: wrk, which leaves more of the machine to the servers. */
export function findDefaultGenerator(): GeneratorName {
  return findExecutable('wrk') === undefined ? 'autocannon' : 'wrk';
}

/** The program of that name. Throws a `UserError` where it is not installed. */
export function getGenerator(name: GeneratorName): Generator {
  if (name === 'autocannon') return createAutocannon();
  const program = findExecutable('wrk');
  if (program === undefined) {
    throw new UserError('wrk is not installed; install it or take --generator autocannon');
  }
  return createWrk(program);
}
