import { render } from 'preact';
import type { BoardMessage } from '../board';
import { BoardView, type Connection } from '../board-view';
import type { PageSetup } from '../page-setup';
import { followBoards } from './follow-boards';

const TICK_MS = 250;

/** What the page is made with: src/wallboard/page-document.tsx. */
interface Start {
  setup: PageSetup;
  message: BoardMessage;
}

const root = document.querySelector('#board');
const { setup, message: first } = JSON.parse(
  document.querySelector('#start')?.textContent ?? '',
) as Start;

let message = first;
let connection: Connection = 'live';
/** This machine's clock may be wrong; it still tells how much time has passed. */
let receivedAt = performance.now();

function show(): void {
  if (root === null) return;
  const at = message.now + performance.now() - receivedAt;
  render(<BoardView setup={setup} message={message} at={at} connection={connection} />, root);
}

followBoards({
  onBoard(next) {
    message = next;
    receivedAt = performance.now();
    connection = 'live';
    show();
  },
  onCut() {
    connection = 'lost';
    show();
  },
});
setInterval(show, TICK_MS);
