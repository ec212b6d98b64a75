import type { Speak } from '../prompts/prompts';
import type { WebhookUrls } from '../twilio/urls';

/** What the decisions of a call are made with, besides the request. */
export interface CallFlow {
  urls: WebhookUrls;
  speak: Speak;
  /** The queue that customers wait in. */
  queueName: string;
  /** How many wrong keys a customer may press before they are queued all the same. */
  menuTries: number;
  /** The breath between two calls of an operator; at least 1. */
  wrapUpSeconds: number;
  holdMusicUrl: string;
}
