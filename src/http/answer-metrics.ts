import type { RequestHandler } from 'express';

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/** Answers with what `readMetrics` gives in Prometheus' text format. */
export function answerMetrics(readMetrics: () => Promise<string>): RequestHandler {
  return async (_request, response) => {
    response
      .set('Content-Type', TEXT_FORMAT)
      .set('Cache-Control', 'no-store')
      .send(await readMetrics());
  };
}
