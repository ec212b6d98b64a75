import { ExchangeError } from '../exchange-error';
import { type Fields, parseInteger } from './parameters';

/** https://www.twilio.com/docs/api/errors/20007 */
const LARGEST_PAGE = 1000;

/** Things of one kind, of which a page is asked for. */
export interface Listing<T> {
  /** What the list is called in the answer: `queues`. */
  key: string;
  /** The address of the list, without parameters. */
  uri: string;
  /** All of them, in order. */
  items: readonly T[];
  sidOf: (item: T) => string;
  /** One of them, as it is answered. */
  represent: (item: T) => object;
}

/**
 * One page of a list, with the fields that lead to the others. A page begins behind the one that
 * `PageToken` names, so that what came or went meanwhile is neither left out nor listed twice; once
 * that one is gone itself, at `Page` times `PageSize`.
 * https://www.twilio.com/docs/usage/twilios-response (paging)
 */
export function answerPage<T>(fields: Fields, listing: Listing<T>): object {
  const { items, key, represent, sidOf } = listing;
  const size = parseInteger(fields, 'PageSize', { from: 1, to: Number.MAX_SAFE_INTEGER }) ?? 50;
  if (size > LARGEST_PAGE) {
    throw new ExchangeError(20007, 400, `PageSize ${size} is larger than ${LARGEST_PAGE}`);
  }
  const page = parseInteger(fields, 'Page', { from: 0, to: 1e6 }) ?? 0;
  const before = items.findIndex((item) => `PA${sidOf(item)}` === fields.PageToken);
  const start = before === -1 ? page * size : before + 1;
  const shown = items.slice(start, start + size);
  const last = shown.at(-1);
  const hasNext = last !== undefined && start + size < items.length;
  const uriOf = (number: number, token?: string) =>
    `${listing.uri}?${filtersOf(fields)}PageSize=${size}&Page=${number}${token === undefined ? '' : `&PageToken=${token}`}`;
  return {
    [key]: shown.map(represent),
    page,
    page_size: size,
    start: page * size,
    end: Math.max(0, page * size + shown.length - 1),
    uri: uriOf(page, fields.PageToken),
    first_page_uri: uriOf(0),
    next_page_uri: hasNext ? uriOf(page + 1, `PA${sidOf(last)}`) : null,
    previous_page_uri: page === 0 ? null : uriOf(page - 1),
  };
}

/** What the list was filtered by, to be kept from page to page. */
function filtersOf(fields: Fields): string {
  return Object.entries(fields)
    .filter(([name]) => !name.startsWith('Page'))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}&`)
    .join('');
}
