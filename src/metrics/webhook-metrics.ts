import { Counter, Histogram, type Registry } from 'prom-client';
import type { OnWebhook } from '../http/measure-webhooks';
import { WEBHOOK_ROUTES } from '../http/webhook-route';
import { createLabelledCounter } from './labelled-counter';

/** From an ordinary answer to Twilio's patience, which ends after 15 seconds. */
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15];

/** What is no webhook of ours: an address that was mistyped at Twilio, as a rule. */
const OTHER = 'other';

/** Counts webhooks by route, status and duration. No label is taken from a request. */
export function createWebhookMetrics(registry: Registry): OnWebhook {
  const answered = new Counter({
    name: 'minicc_webhooks_total',
    help: 'Webhooks by route and by the status of their answer.',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'minicc_webhook_duration_seconds',
    help: 'How long webhooks took to be answered.',
    labelNames: ['route'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  const failed = createLabelledCounter(registry, {
    name: 'minicc_webhook_failures_total',
    help: 'Webhooks answered with 5xx, with the apology for trouble, or not at all.',
    label: 'route',
    values: [...WEBHOOK_ROUTES, OTHER],
  });
  for (const route of WEBHOOK_ROUTES) {
    answered.inc({ route, status: 200 }, 0);
    duration.zero({ route });
  }
  return ({ route, status, hasFailed, seconds }) => {
    answered.inc({ route: route ?? OTHER, status: status ?? 'unanswered' });
    if (route !== undefined) duration.observe({ route }, seconds);
    if (hasFailed) failed(route ?? OTHER);
  };
}
