import type { ComponentChildren } from 'preact';
import { linkTo, type PageQuery } from './page-query';
import type { Words } from './words';

/** The top of a page: its name, what it is of, and the ways out of it. */
export function PageHeader({
  words: { texts, language },
  title,
  root,
  path,
  query,
  children,
}: {
  words: Words;
  title: string;
  root: string;
  /** The page's own address, as it stands in links to it. */
  path: string;
  query: PageQuery;
  children?: ComponentChildren;
}) {
  const other = language === 'ja' ? 'en' : 'ja';
  return (
    <header class="top">
      <div>
        <h1>{title}</h1>
        {children}
      </div>
      <nav class="tools" aria-label="minicc">
        <a class="quiet" href={`${root}../wallboard${query.lang ? `?lang=${query.lang}` : ''}`}>
          {texts.wallboard}
        </a>
        <a class="quiet" href={linkTo(path, query, { lang: other })} hreflang={other} lang={other}>
          {texts.otherLanguage}
        </a>
      </nav>
    </header>
  );
}
