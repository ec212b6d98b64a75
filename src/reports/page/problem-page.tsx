import { renderDocument } from './document';
import { PageHeader } from './page-header';
import type { PageQuery } from './page-query';
import type { Words } from './words';

/** A page that says in a line or two why there is nothing to see, as HTML. */
export function renderProblemPage({
  words,
  query,
  root,
  path,
  lines,
}: {
  words: Words;
  query: PageQuery;
  root: string;
  path: string;
  lines: readonly string[];
}): string {
  const { texts, language } = words;
  const body = (
    <div id="app">
      <PageHeader words={words} title={texts.title} root={root} path={path} query={query} />
      <main>
        <div class="refusal" role="alert">
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        {root !== '' && (
          <a href={`${root}${query.lang ? `?lang=${query.lang}` : ''}`}>{texts.back}</a>
        )}
      </main>
    </div>
  );
  return renderDocument({ language, title: texts.title, root, body });
}
