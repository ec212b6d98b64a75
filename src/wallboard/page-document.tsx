import { renderToString } from 'preact-render-to-string';
import type { BoardMessage } from './board';
import { BoardView } from './board-view';
import type { PageSetup } from './page-setup';
import { getWallboardTexts } from './texts/get-texts';

/** Without script the page is made anew so often. */
const REFRESH_SECONDS = 10;

/** The page as it is now, useful before its program runs. Addresses are relative to its folder. */
export function renderWallboard(setup: PageSetup, message: BoardMessage): string {
  const page = (
    <html lang={setup.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${getWallboardTexts(setup.language).title} · minicc`}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href="assets/wallboard.css" />
        <script type="module" src="assets/wallboard.js" />
        <noscript>
          <meta http-equiv="refresh" content={String(REFRESH_SECONDS)} />
        </noscript>
      </head>
      <body>
        <div id="board">
          <BoardView setup={setup} message={message} at={message.now} connection="still" />
        </div>
        <script
          type="application/json"
          id="start"
          dangerouslySetInnerHTML={{ __html: writeData({ setup, message }) }}
        />
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}

/** JSON that no HTML parser takes for anything else. */
function writeData(data: object): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#0b6e75"/>' +
      '<path fill="#fff" d="M5 13h3v6H5zm5.5-8h3v14h-3zM16 9h3v10h-3z"/></svg>',
  );
