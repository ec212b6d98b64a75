import type {
  CustomerRecord,
  LoadRecord,
  ServiceRecord,
} from '../../../src/simulator/load/load-record';

/** A customer who called at 0, waited 10 s, was connected at 12 s and talked until 72 s. */
export function buildCustomer(overrides: Partial<CustomerRecord> = {}): CustomerRecord {
  return {
    callSid: 'CA1',
    patienceSeconds: 60,
    dialledAt: 0,
    enqueuedAt: 0,
    queueVisits: 1,
    takenAt: 10_000,
    bridgedAt: 12_000,
    conversations: 1,
    endedAt: 72_000,
    outcome: 'answered',
    ...overrides,
  };
}

/** The operator's side of the same. */
export function buildService(overrides: Partial<ServiceRecord> = {}): ServiceRecord {
  return {
    operatorSid: 'CA9',
    customerSid: 'CA1',
    takenAt: 10_000,
    bridgedAt: 12_000,
    partedAt: 72_000,
    readyAt: 77_000,
    ...overrides,
  };
}

/** A run of 100 s with one operator, and nobody who calls. */
export function buildLoadRecord(overrides: Partial<LoadRecord> = {}): LoadRecord {
  return {
    operators: 1,
    startedAt: 0,
    arrivalsEndedAt: 100_000,
    endedAt: 120_000,
    wasStopped: false,
    customers: [],
    operatorCalls: [],
    services: [],
    ...overrides,
  };
}
