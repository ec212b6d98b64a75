import { setTimeout as sleep } from 'node:timers/promises';

/** Requests that waited for the start go first. */
const PAUSE_MS = 1000;

/**
 * Loads what a start leaves out, bit by bit, so that whoever opens a page first does not hold up a
 * caller meanwhile. Whatever is wrong with a part is for the request that needs it to find.
 */
export async function loadPages(stopping: AbortSignal): Promise<void> {
  const parts = [
    () => import('luxon'),
    () => import('preact-render-to-string'),
    () => import('../reports/figures/create-report.js'),
    () => import('../reports/page/report-page.js'),
    () => import('../reports/http/router.js'),
    () => import('../wallboard/router.js'),
  ];
  for (const load of parts) {
    await sleep(PAUSE_MS, undefined, { ref: false });
    if (stopping.aborted) return;
    await load().catch(() => undefined);
  }
}
