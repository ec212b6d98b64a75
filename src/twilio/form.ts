import { RequestError } from '../errors';

/** Parameter names and values in the order they came; a name may come more than once. */
export type FormFields = readonly (readonly [name: string, value: string])[];

/**
 * Reads `a=1&b=2` as `application/x-www-form-urlencoded` in UTF-8, changing nothing. Throws a
 * `RequestError` where a percent escape is broken or the bytes are not UTF-8, instead of guessing:
 * a value that is not what was sent would be a wrong row.
 */
export function parseForm(text: string): FormFields {
  const fields: (readonly [string, string])[] = [];
  for (const field of text.split('&')) {
    if (field === '') continue;
    const equals = field.indexOf('=');
    fields.push(
      equals < 0
        ? [decode(field), '']
        : [decode(field.slice(0, equals)), decode(field.slice(equals + 1))],
    );
  }
  return fields;
}

/** Reads a form from the bytes of a body; see `parseForm`. */
export function parseFormBody(body: Uint8Array): FormFields {
  try {
    return parseForm(UTF_8.decode(body));
  } catch (error) {
    throw error instanceof RequestError ? error : malformed();
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed();
  }
}

function malformed(): RequestError {
  return new RequestError(400, 'The parameters are not form-urlencoded UTF-8.');
}
