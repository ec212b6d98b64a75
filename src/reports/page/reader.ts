import type { Request } from 'express';
import { RequestError } from '../../errors';
import { readQuery } from '../http/query';
import { findZone } from '../zone';
import { findPageLanguage, PAGE_LANGUAGES, type PageLanguage } from './page-language';
import { PAGE_PARAMETERS, type PageQuery } from './page-query';
import { createWords, type Words } from './words';

/** What a reader asked for, and the words to answer in. */
export interface Reader {
  query: PageQuery;
  words: Words;
  /** What is wrong with the parameters as such, in a line. */
  fault: string | undefined;
}

/** Whom a page is for where its reader does not say. */
export interface ReaderDefaults {
  language: string;
  defaults: { zone: string };
}

/** Reads what a request asks for; what is wrong with it is for a page to say. */
export function readReader(request: Request, { language, defaults }: ReaderDefaults): Reader {
  const { query, fault } = readPageQuery(request);
  const own = query.lang === undefined ? undefined : findPageLanguage(query.lang);
  const zone = (query.zone && findZone(query.zone)) || defaults.zone;
  const words = createWords(own ?? findAccepted(request, language), language, zone);
  const isUnknown = query.lang !== undefined && own === undefined;
  const names = PAGE_LANGUAGES.join(' or ');
  return { query, words, fault: isUnknown ? `lang must be ${names}` : fault };
}

function readPageQuery(request: Request): { query: PageQuery; fault: string | undefined } {
  try {
    return { query: readQuery(request, PAGE_PARAMETERS), fault: undefined };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { searchParams } = new URL(request.originalUrl, 'http://localhost');
    const known = PAGE_PARAMETERS.flatMap((name) => {
      const value = searchParams.get(name);
      return value ? [[name, value]] : [];
    });
    return { query: Object.fromEntries(known), fault: error.message };
  }
}

/** The language that the browser asks for, else the owner's, else the first of ours. */
function findAccepted(request: Request, ownersTag: string): PageLanguage {
  const owners = findPageLanguage(ownersTag) ?? PAGE_LANGUAGES[0];
  if (request.get('Accept-Language') === undefined) return owners;
  const inOrder = [owners, ...PAGE_LANGUAGES.filter((language) => language !== owners)];
  const accepted = request.acceptsLanguages(inOrder);
  return (accepted && findPageLanguage(accepted)) || owners;
}
