/** One element of a TwiML document; its text stands in `children` as strings, never two together. */
export interface TwimlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (TwimlElement | string)[];
  /** Where the element begins in its document, from 1. */
  line: number;
  /** Twilio cannot carry it out: it ends at once and in failure, as its action is told. */
  isRefused?: true;
}

/** An element's own text, without that of the elements in it and without whitespace around it. */
export function textOf(element: TwimlElement): string {
  return element.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim();
}

/** The elements directly in an element, in their order. */
export function elementsOf(element: TwimlElement): TwimlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** The value of an attribute; undefined where it is absent, an empty string where it is empty. */
export function attribute(element: TwimlElement, name: string): string | undefined {
  return Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined;
}

/** The whole number in an attribute, or `fallback` where it is absent or no whole number. */
export function integerAttribute<Fallback>(
  element: TwimlElement,
  name: string,
  fallback: Fallback,
): number | Fallback {
  const value = attribute(element, name);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : fallback;
}

/** Whether an attribute is `true`, or `fallback` where it is absent or neither true nor false. */
export function booleanAttribute(element: TwimlElement, name: string, fallback: boolean): boolean {
  const value = attribute(element, name);
  return value === 'true' || value === 'false' ? value === 'true' : fallback;
}
