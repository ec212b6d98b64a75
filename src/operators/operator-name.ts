import { UserError } from '../errors';

/** The longest name that the table holds, in characters: sql/mysql/0002_operators.sql. */
const MAX_NAME = 255;

/** A name as it is stored; a blank one is none. Throws a `UserError` where it is too long. */
export function parseOperatorName(text: string): string | null {
  const name = text.trim();
  if ([...name].length > MAX_NAME) {
    throw new UserError(`the name is longer than ${MAX_NAME} characters`);
  }
  return name === '' ? null : name;
}
