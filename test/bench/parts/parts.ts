import type { Part } from '../part';
import { operators } from './operators';
import { rows } from './rows';
import { soak } from './soak';
import { start } from './start';
import { throughput } from './throughput';

/** Every part, in the order in which they run. */
export const PARTS: readonly Part[] = [throughput, start, operators, rows, soak];
