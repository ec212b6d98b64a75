import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js';
import { UserError } from '../errors';

export type { CountryCode };

/** Whether `text` is a country whose numbers can be read, as `JP`. */
export function isCountry(text: string): text is CountryCode {
  return isSupportedCountry(text);
}

/**
 * The number that a person wrote, in E.164; one without a country code is of `country`. Throws a
 * `UserError` where it is no phone number.
 */
export function parsePhoneNumber(text: string, country: CountryCode): string {
  const number = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
  if (!number?.isValid() || number.ext !== undefined || !isE164(number.number)) {
    throw new UserError(
      `"${text}" is not a phone number (write it with its country code, as +815012345678, or as it is dialled in ${country})`,
    );
  }
  return number.number;
}

/** Whether `text` is in E.164, the only form in which a phone's caller ID arrives. */
export function isE164(text: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(text);
}
