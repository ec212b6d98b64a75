import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { PageLanguage } from './page-language';

/** What every page has. */
export interface DocumentOptions {
  language: PageLanguage;
  title: string;
  /** The way from the page's address to that of the reports: ``, or `../`. Addresses are relative. */
  root: string;
  body: VNode;
}

/** A whole page as HTML. */
export function renderDocument({ language, title, root, body }: DocumentOptions): string {
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · minicc`}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href={`${root}assets/reports.css`} />
        <script type="module" src={`${root}assets/reports.js`} />
      </head>
      <body>{body}</body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}

/** A part of a page in a box of its own, under a heading. */
export function Card({
  id,
  title,
  className = '',
  children,
}: {
  id: string;
  title: string;
  className?: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`card ${className}`} id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#0b6e75"/>' +
      '<path stroke="#fff" stroke-width="3" d="M7 18v-6m5 6V6m5 12v-9"/></svg>',
  );
