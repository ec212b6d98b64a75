import type { Operator, OperatorAccess } from './operators-table';
import { isE164 } from './phone-number';
import { isLocked } from './pin-tries';

/** An operator in a line for a person. */
export function describeOperator(operator: Operator & OperatorAccess, now: Date): string {
  const { telnum, name } = operator;
  return [telnum.padEnd(16), name ?? '', ...listRemarks(operator, now).map((text) => `(${text})`)]
    .join('  ')
    .trimEnd();
}

function listRemarks(operator: OperatorAccess, now: Date): string[] {
  const { telnum, pin_hash, pin_locked_until: until } = operator;
  const minute = until?.slice(0, 'YYYY-MM-DD HH:MM'.length);
  return [
    ...(isE164(telnum) ? [] : ['not in the form +815012345678: never recognised']),
    ...(pin_hash === null ? [] : ['PIN']),
    ...(isLocked(operator, now) ? [`locked until ${minute} UTC`] : []),
  ];
}
