import type { OpenHandset, PageSetup } from '../protocol';

/** The exchange refused a command, or could not be reached; the message is for the reader. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code = 'refused';
  /** Undefined where nobody answered. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** What the page is told when it opens. */
export function fetchSetup(): Promise<PageSetup> {
  return send('setup.json') as Promise<PageSetup>;
}

/** Opens a handset with this number. */
export function openHandset(number: string): Promise<OpenHandset> {
  return post('handsets', { number }) as Promise<OpenHandset>;
}

/** Does something with a handset; what comes back depends on the command. */
export function command(id: string, name: string, body: object = {}): Promise<unknown> {
  return post(`handsets/${id}/${name}`, body);
}

function post(path: string, body: object): Promise<unknown> {
  return send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function send(path: string, init?: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new RefusedError('The exchange does not answer.');
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const isTold = typeof answer === 'object' && answer !== null && 'error' in answer;
  throw new RefusedError(
    isTold ? String(answer.error) : `The exchange answers ${response.status}.`,
    response.status,
  );
}
