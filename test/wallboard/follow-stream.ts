import { request } from 'node:http';
import type { BoardMessage } from '../../src/wallboard/board';

/** An open stream of boards. */
export interface FollowedStream {
  status: number | undefined;
  contentType: string | undefined;
  /** The boards so far. */
  messages: BoardMessage[];
  /** Whether the server has ended it. */
  hasEnded(): boolean;
  close(): void;
}

/** Follows the boards at `url`, as a browser does. */
export function followStream(url: string, auth: string): Promise<FollowedStream> {
  return new Promise((resolve, reject) => {
    const messages: BoardMessage[] = [];
    let hasEnded = false;
    let text = '';
    const sent = request(url, { auth, agent: false }, (response) => {
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const [, data] = /^data: (.*)$/m.exec(event) ?? [];
          if (data) messages.push(JSON.parse(data));
        }
      });
      response.on('end', () => {
        hasEnded = true;
      });
      response.on('error', () => undefined);
      resolve({
        status: response.statusCode,
        contentType: response.headers['content-type'],
        messages,
        hasEnded: () => hasEnded,
        close: () => sent.destroy(),
      });
    });
    sent.on('error', reject).end();
  });
}
