import type { AbandonmentRateName, ServiceLevelName } from '../standard';

/**
 * The formulas in symbols: `A` answered, `B` abandoned, `D` diverted, `X` blocked, `O` offered, their
 * sum, `AT` and `BT` answered and abandoned within the threshold, `BS` short abandons.
 */
export const FORMULAS: Readonly<Record<ServiceLevelName | AbandonmentRateName, string>> = {
  SL1: '(AT + BT) / (A + B)',
  SL2: 'AT / A',
  SL3: 'AT / (A + B)',
  SL4: 'AT / (A + B − BT)',
  SL5: '(AT + BS) / (A + B)',
  SL6: 'AT / (O − BS)',
  AR1: 'B / O',
  AR2: '(B − BS) / (O − BS)',
  AR3: '(B − BS) / (A + B − BS)',
  AR4: 'B / (O − X)',
};
