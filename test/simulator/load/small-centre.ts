import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small TwiML application: a menu, a queue, and operators who are known by their numbers. */
export interface SmallCentre {
  readonly voiceUrl: string;
  /** The paths that were asked for, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** How the application behaves. */
export interface SmallCentreOptions {
  operators: readonly string[];
  announcement?: string;
  wrapUpSeconds?: number;
  /** What it answers in place of a document, by path. */
  broken?: Record<string, { status: number; body: string }>;
}

/** Starts the application on a port of its own. */
export async function startSmallCentre({
  operators,
  announcement = 'One moment please',
  wrapUpSeconds = 5,
  broken = {},
}: SmallCentreOptions): Promise<SmallCentre> {
  const wrapUp = wrapUpSeconds > 0 ? `<Pause length="${wrapUpSeconds}"/>` : '';
  const documents: Record<string, (parameters: URLSearchParams) => string> = {
    '/voice': (parameters) =>
      operators.includes(parameters.get('From') ?? '')
        ? '<Redirect>/operator</Redirect>'
        : '<Gather action="/menu" numDigits="1" timeout="10"><Say>Press 1 please</Say></Gather>',
    '/menu': (parameters) =>
      parameters.get('Digits') === '1'
        ? '<Enqueue waitUrl="/wait" action="/left">support</Enqueue>'
        : '<Say>That was wrong</Say>',
    '/wait': () => '<Pause length="600"/>',
    '/left': () => '',
    '/announce': () => (announcement === '' ? '' : `<Say>${announcement}</Say>`),
    '/operator': () =>
      '<Dial timeout="600"><Queue url="/announce">support</Queue></Dial>' +
      `${wrapUp}<Redirect>/operator</Redirect>`,
    '/status': () => '',
  };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push(pathname);
      const fault = broken[pathname];
      const document = documents[pathname]?.(new URLSearchParams(body)) ?? '';
      response.statusCode = fault?.status ?? 200;
      response.setHeader('Content-Type', 'text/xml');
      response.end(fault?.body ?? `<Response>${document}</Response>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    voiceUrl: `http://127.0.0.1:${port}/voice`,
    requests,
    close: () => closeServer(server),
  };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}
