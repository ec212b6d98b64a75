import { readFileSync } from 'node:fs';

/** What is wrong with a value, to be read after it (`is empty`), or nothing when it is right. */
export type ValueCheck = (value: string) => string | undefined;

const MAX_QUOTED = 60;

let declarations: string | undefined;

// Read when a value is first looked at, so that nobody pays for it who only starts the program.
function readDeclarations(): string {
  declarations ??= readFileSync(
    require.resolve('twilio/lib/twiml/VoiceResponse').replace(/\.js$/, '.d.ts'),
    'utf8',
  );
  return declarations;
}

/**
 * The values of a string union in the installed twilio package, such as `SayLanguage`.
 * Throws when the package declares no such union.
 */
export function getUnion(name: string): string[] {
  const body = new RegExp(`^\\s*type ${name} = ([^;]+);`, 'm').exec(readDeclarations())?.[1];
  if (body === undefined) throw new Error(`twilio declares no union ${name}`);
  return [...body.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
}

/**
 * The attribute names that the installed twilio package declares for a verb, sorted; empty for a
 * verb without any.
 */
export function findAttributeNames(verb: string): string[] {
  const start = new RegExp(`interface ${verb}Attributes \\{([^}]*)\\}`);
  const body = start.exec(readDeclarations())?.[1] ?? '';
  return [...body.matchAll(/^\s*(\w+)\?:/gm)].map((match) => match[1] ?? '').sort();
}

/** A value as a fault names it: in quotes, on one line, cut when it is long. */
export function quote(value: string): string {
  const characters = [...value];
  const isLong = characters.length > MAX_QUOTED;
  return JSON.stringify(isLong ? `${characters.slice(0, MAX_QUOTED).join('')}…` : value);
}

/** Passes any text of the given number of characters (code points, not UTF-16 units). */
export function characters(min: number, max = Number.POSITIVE_INFINITY): ValueCheck {
  return (value) => {
    const length = [...value].length;
    if (length === 0 && min > 0) return 'is empty';
    if (length < min) return `is shorter than ${min} characters`;
    return length > max ? `is longer than ${max} characters` : undefined;
  };
}

/** Passes decimal whole numbers in a range, both ends included. */
export function integer(min: number, max = Number.POSITIVE_INFINITY): ValueCheck {
  const range = max === Number.POSITIVE_INFINITY ? `of at least ${min}` : `from ${min} to ${max}`;
  return (value) => {
    const isInRange = /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
    return isInRange ? undefined : `is not a whole number ${range}`;
  };
}

/** Passes the listed words only, in the case they are listed. */
export function oneOf(...words: string[]): ValueCheck {
  return (value) => (words.includes(value) ? undefined : `is not one of ${words.join(', ')}`);
}

/** Passes the values of a string union in the installed twilio package, in their exact case. */
export function inUnion(name: string): ValueCheck {
  let values: ReadonlySet<string> | undefined;
  return (value) => {
    values ??= new Set(getUnion(name));
    return values.has(value) ? undefined : `is not in twilio's list ${name}`;
  };
}

/** Passes one or more words separated by single spaces, each of which the check passes. */
export function wordsOf(check: ValueCheck): ValueCheck {
  return (value) => {
    const complaint = value.split(' ').map(check).find(Boolean);
    return complaint === undefined ? undefined : `has a word that ${complaint}`;
  };
}

/** Passes one special word besides what the check passes. */
export function wordOr(word: string, check: ValueCheck): ValueCheck {
  return (value) => {
    const complaint = value === word ? undefined : check(value);
    return complaint === undefined ? undefined : `${complaint} or ${quote(word)}`;
  };
}

/** Passes what the pattern matches. */
export function matching(pattern: RegExp, complaint: string): ValueCheck {
  return (value) => (pattern.test(value) ? undefined : complaint);
}

/** Passes Twilio's identifiers of one kind, such as `CA` followed by 32 hexadecimal digits. */
export function sid(prefix: string): ValueCheck {
  return matching(new RegExp(`^${prefix}[0-9a-f]{32}$`), `is not a SID beginning with ${prefix}`);
}

/** Passes `true` and `false`. */
export const boolean: ValueCheck = oneOf('true', 'false');

/** Passes the two methods by which Twilio makes requests. */
export const httpMethod: ValueCheck = oneOf('GET', 'POST');

/**
 * Passes a relative, path-absolute or absolute http(s) URL. `//host/path` is refused: it comes of
 * joining two slashes, and names a host that nobody meant.
 */
export const url: ValueCheck = (value) => {
  if (value === '') return 'is empty';
  if (/[\s\p{Cc}]/u.test(value)) return 'holds whitespace or a control character';
  if (value.startsWith('//')) return 'takes a part of its path for a host';
  if (!URL.canParse(value, 'https://example.com/x')) return 'is not a URL';
  const { protocol } = new URL(value, 'https://example.com/x');
  return /^https?:$/.test(protocol) ? undefined : 'is not an http or https URL';
};

/** Passes a URL, or nothing at all. */
export const urlOrEmpty: ValueCheck = (value) => (value === '' ? undefined : url(value));

/** Passes one key of a telephone, or nothing at all (no key ends the input). */
export const singleKey: ValueCheck = matching(/^[0-9*#]?$/, 'is not a single key');

/** Passes a set of keys of a telephone, each named once; it may be empty. */
export const keySet: ValueCheck = (value) => {
  if (!/^[0-9*#]*$/.test(value)) return 'holds what is not a key';
  return new Set(value).size === value.length ? undefined : 'names a key twice';
};

/** Passes keys to be sent, where `w` waits half a second and `W` a second. */
export const keysToSend: ValueCheck = matching(/^[0-9*#wW]+$/, 'holds what is not a key, w or W');

/** Passes a telephone number as people or E.164 write it. */
export const phoneNumber: ValueCheck = matching(
  /^\+?[ ().-]*\d[\d ().-]*$/,
  'is not a telephone number',
);

/** Passes the text of a JSON object. */
export const jsonObject: ValueCheck = (value) => {
  try {
    const parsed: unknown = JSON.parse(value);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? undefined : 'is not a JSON object';
  } catch {
    return 'is not JSON';
  }
};
