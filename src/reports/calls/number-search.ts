import { getCountryCallingCode } from 'libphonenumber-js';
import { type CountryCode, parsePhoneNumber } from '../../operators/phone-number';
import { QuestionFault } from '../question-fault';

/** The telephone numbers that somebody looks for. */
export interface NumberSearch {
  /** Texts for `LIKE`, one of which the number is like. */
  patterns: readonly string[];
}

const LEAST_DIGITS = 3;

/**
 * What somebody typed to look for a number: a whole one, in E.164 or as it is dialled in `country`,
 * or some digits of it, three at least. Throws a `QuestionFault` where it is neither.
 */
export function parseNumberSearch(text: string, country: CountryCode): NumberSearch {
  const typed = text.normalize('NFKC').trim();
  const digits = typed.replace(/[^\d]/g, '');
  if (!/^\+?[\d\s()./\u2010-\u2015\u2212-]+$/.test(typed) || digits.length < LEAST_DIGITS) {
    throw new QuestionFault(
      `{number} must be a telephone number, or at least ${LEAST_DIGITS} digits of one`,
    );
  }
  const whole = findWholeNumber(typed, country);
  if (whole !== undefined) return { patterns: [whole] };
  return { patterns: typed.startsWith('+') ? [`+${digits}%`] : listPatterns(digits, country) };
}

function findWholeNumber(text: string, country: CountryCode): string | undefined {
  try {
    return parsePhoneNumber(text, country);
  } catch {
    return undefined;
  }
}

/** As numbers are dialled in most countries, they begin with a 0 that is not part of their E.164. */
function listPatterns(digits: string, country: CountryCode): string[] {
  const anywhere = `%${digits}%`;
  if (!digits.startsWith('0')) return [anywhere];
  return [anywhere, `+${getCountryCallingCode(country)}${digits.slice(1)}%`];
}
