/** The six usual formulas of the service level: see `service-level.ts`. */
export const SERVICE_LEVELS = ['SL1', 'SL2', 'SL3', 'SL4', 'SL5', 'SL6'] as const;

/** The name of a service-level formula. */
export type ServiceLevelName = (typeof SERVICE_LEVELS)[number];

/** The four usual formulas of the abandonment rate. */
export const ABANDONMENT_RATES = ['AR1', 'AR2', 'AR3', 'AR4'] as const;

/** The name of an abandonment-rate formula. */
export type AbandonmentRateName = (typeof ABANDONMENT_RATES)[number];

/** What a report measures by; printed beside every figure that depends on it. */
export interface Standard {
  serviceLevel: ServiceLevelName;
  abandonmentRate: AbandonmentRateName;
  /** A wait up to and including this is within the service level. */
  thresholdSeconds: number;
  /** Who gave up in less than this did so by mistake. */
  shortAbandonSeconds: number;
}
