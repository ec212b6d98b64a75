import { UserError } from './errors';

/** The text of a file that a person wrote. Throws a `UserError` where it is not in UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError('the file is not UTF-8 text (save it as UTF-8)');
  }
}
