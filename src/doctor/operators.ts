import type { Database } from '../database/tables';
import { listOperators } from '../operators/operators-table';
import { isE164 } from '../operators/phone-number';
import { type Finding, ok, warning } from './finding';

/** Whether there is anybody to answer. */
export async function* examineOperators(db: Database): AsyncGenerator<Finding> {
  const operators = await listOperators(db);
  const misspelled = operators.filter(({ telnum }) => !isE164(telnum)).length;
  if (operators.length === 0) {
    yield warning(
      'There are no operators: customers would wait for nobody.',
      'Add one with "npx minicc operators add NUMBER".',
    );
  } else if (misspelled === 0) {
    yield ok(
      `There ${operators.length === 1 ? 'is 1 operator' : `are ${operators.length} operators`}.`,
    );
  } else {
    yield warning(
      `${misspelled} of ${operators.length} operators' numbers are in a form that Twilio never sends.`,
      '"npx minicc operators list" marks them; add them again with "npx minicc operators add".',
    );
  }
}
