import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** One call's request after another, each on a connection of its own, as Twilio makes them. */
export interface Callers {
  /** Lets the last one be answered and gives what they all met. */
  end(): Promise<CallerAnswer[]>;
}

/** What a caller got; the status 0 where there was no answer. */
export interface CallerAnswer {
  status: number;
  text: string;
  tookMs: number;
}

/** How a request is made. */
export interface CallerRequest {
  url: string;
  authorization: string;
  form: string;
}

/** On a thread of its own, so that it measures the server and not a busy test. */
const CALLING = `
const { request } = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const { parentPort, workerData } = require('node:worker_threads');
const { url, authorization, form } = workerData;
const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
let isOver = false;
parentPort.once('message', () => { isOver = true; });
function call() {
  const start = performance.now();
  return new Promise((resolve) => {
    const end = (status, text) => resolve({ status, text, tookMs: performance.now() - start });
    request(url, { method: 'POST', headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => { text += part; });
      response.on('end', () => end(response.statusCode, text)).on('error', () => end(0, ''));
    }).on('error', (error) => end(0, error.message)).end(form);
  });
}
(async () => {
  const answers = [];
  while (!isOver || answers.length < 5) {
    answers.push(await call());
    await sleep(10);
  }
  parentPort.postMessage(answers);
})();
`;

/** Lets callers ask, until they are told to end; at least five of them. */
export function startCallers(request: CallerRequest): Callers {
  const worker = new Worker(CALLING, { eval: true, workerData: request });
  const answers = once(worker, 'message');
  return {
    async end() {
      worker.postMessage('end');
      const [all] = (await answers) as [CallerAnswer[]];
      await worker.terminate();
      return all;
    },
  };
}
