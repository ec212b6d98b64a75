import { createHistogram } from 'node:perf_hooks';
import type { Measurement } from '../webhook/types';

/** How fast one route answered; percentiles are right to three figures. */
export interface RouteLatency {
  path: string;
  requests: number;
  /** How many had no answer, or one with a status of 400 or above. */
  errors: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** What all webhooks together came to. */
export interface WebhookFigures {
  /** The busiest first. */
  routes: readonly RouteLatency[];
  total: RouteLatency;
  /**
   * How many were asked for a password, and asked again with it; they are in no other figure, as
   * they say nothing about how fast a route does its work.
   */
  challenges: number;
  /** How often each of Twilio's error numbers came up, the most frequent first. */
  errors: readonly { code: number; count: number }[];
}

/** Measures webhooks in bounded memory, however many there are. */
export interface WebhookMeter {
  record(measurement: Measurement): void;
  figures(): WebhookFigures;
}

/** More routes than this are taken together: an application may have identifiers in its paths. */
const MOST_ROUTES = 50;
const OTHER_ROUTES = '(other routes)';
/** Nothing on a call is waited for as long as this, so nothing is cut off. */
const LONGEST_MICROSECONDS = 60 * 1_000_000;

/** A meter that has measured nothing yet. */
export function createWebhookMeter(): WebhookMeter {
  const routes = new Map<string, RouteMeter>();
  const total = createRouteMeter();
  const errors = new Map<number, number>();
  let challenges = 0;
  return {
    record(measurement) {
      if (measurement.status === 401) {
        challenges += 1;
        return;
      }
      const [path = ''] = measurement.path.split('?');
      const name = routes.has(path) || routes.size < MOST_ROUTES ? path : OTHER_ROUTES;
      const route = routes.get(name) ?? createRouteMeter();
      routes.set(name, route);
      for (const meter of [route, total]) meter.record(measurement);
      const { code } = measurement;
      if (code !== undefined) errors.set(code, (errors.get(code) ?? 0) + 1);
    },
    figures: () => ({
      routes: [...routes]
        .map(([path, meter]) => meter.figures(path))
        .sort((a, b) => b.requests - a.requests || (a.path < b.path ? -1 : 1)),
      total: total.figures('all routes'),
      challenges,
      errors: [...errors]
        .map(([code, count]) => ({ code, count }))
        .sort((a, b) => b.count - a.count || a.code - b.code),
    }),
  };
}

interface RouteMeter {
  record(measurement: Measurement): void;
  figures(path: string): RouteLatency;
}

function createRouteMeter(): RouteMeter {
  const histogram = createHistogram({ lowest: 1, highest: LONGEST_MICROSECONDS, figures: 3 });
  let errors = 0;
  // The histogram keeps the longest only as precisely as the rest.
  let maxMs = 0;
  const percentileMs = (percent: number) =>
    Math.min(maxMs, histogram.count === 0 ? 0 : histogram.percentile(percent) / 1000);
  return {
    record({ realMs, status, code }) {
      const microseconds = Math.round(realMs * 1000);
      histogram.record(Math.min(Math.max(1, microseconds), LONGEST_MICROSECONDS));
      maxMs = Math.max(maxMs, realMs);
      if (code !== undefined || status === undefined || status >= 400) errors += 1;
    },
    figures: (path) => ({
      path,
      requests: histogram.count,
      errors,
      p50Ms: percentileMs(50),
      p95Ms: percentileMs(95),
      p99Ms: percentileMs(99),
      maxMs,
    }),
  };
}
