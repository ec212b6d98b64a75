/** What the bench uses of `autocannon`, which brings no types. */
export type Autocannon = (options: AutocannonOptions) => AutocannonRun;

/** Its options: https://github.com/mcollina/autocannon#api */
export interface AutocannonOptions {
  url: string;
  connections: number;
  method: 'POST';
  /** So many requests, shared out evenly: the first connections have one more where that does not come out. */
  amount: number;
  /** How often it looks whether it is over, in milliseconds. */
  sampleInt: number;
  /** In seconds. */
  timeout: number;
  setupClient(client: AutocannonClient): void;
}

/** A run, and its end. */
export interface AutocannonRun extends PromiseLike<AutocannonResult> {
  stop(): void;
}

/** What it says of a run. */
export interface AutocannonResult {
  errors: number;
  timeouts: number;
}

/** A request of one of its connections. */
export interface AutocannonRequest {
  method: 'POST';
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** One of its connections. */
export interface AutocannonClient {
  setRequests(requests: AutocannonRequest[]): void;
  on(event: 'request', listener: () => void): void;
  on(event: 'response', listener: (status: number, bytes: number, tookMs: number) => void): void;
}
