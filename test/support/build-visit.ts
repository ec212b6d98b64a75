import type { Visit } from '../../src/reports/history/read-visits';

/** A visit that was abandoned after 12 seconds; what is given is as told. */
export function buildVisit(visit: Partial<Visit> = {}): Visit {
  const arrivedAt = Date.UTC(2026, 3, 1, 9);
  return {
    key: 'visit',
    callSid: 'CA1a7d24cb5323c60e5ebf5a91280afe39',
    caller: '+819012345678',
    queueSid: 'QU1',
    arrivedAt,
    waitSeconds: 12,
    answeredAt: undefined,
    leftAt: arrivedAt + 12_000,
    outcome: 'abandoned',
    isTransfer: false,
    operatorCallSid: undefined,
    operator: undefined,
    missing: undefined,
    loggedAt: arrivedAt + 12_000,
    ...visit,
  };
}
