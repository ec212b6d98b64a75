import type { BoardMessage } from '../board';

/** What comes in from the server. */
export interface Incoming {
  onBoard(message: BoardMessage): void;
  /** The stream is cut; another one is being tried for. */
  onCut(): void;
}

const RETRY_MS = 5000;
/** Boards come every two seconds. A network may go without a word. */
const SILENCE_MS = 15_000;

/** Follows the boards for as long as the page is open. */
export function followBoards(incoming: Incoming): void {
  const source = new EventSource('events');
  let silence: ReturnType<typeof setTimeout> | undefined;

  function beginAnew(afterMs: number): void {
    clearTimeout(silence);
    source.close();
    incoming.onCut();
    setTimeout(() => followBoards(incoming), afterMs);
  }

  function listen(): void {
    clearTimeout(silence);
    silence = setTimeout(() => beginAnew(0), SILENCE_MS);
  }

  listen();
  source.addEventListener('message', ({ data }) => {
    listen();
    incoming.onBoard(JSON.parse(data) as BoardMessage);
  });
  source.addEventListener('error', () => {
    incoming.onCut();
    // The browser tries again by itself, except after an answer that is no stream.
    if (source.readyState === EventSource.CLOSED) beginAnew(RETRY_MS);
  });
}
