/** The webhooks by name, each under its path and those of the PHP original. */
export const WEBHOOK_ROUTES = [
  'index',
  'information',
  'wait',
  'operator_queue',
  'guidance',
  'exit_enqueue',
  'status_callback',
] as const;

/** The name of a webhook, as it stands in the log and in the metrics. */
export type WebhookRoute = (typeof WEBHOOK_ROUTES)[number];
