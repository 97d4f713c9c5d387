/** What the load generator is asked to do. */
export interface LoadJob {
  readonly port: number;
  /** Sent once on each connection before the load: a bind. */
  readonly login: Buffer;
  /** Sent over and over; each has a messageID of its own, from 1 on in this order. */
  readonly requests: readonly Buffer[];
  readonly connections: number;
  /** Requests that each connection keeps unanswered. */
  readonly inFlight: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

/** What it measured, warm-up left out. */
export interface LoadOutcome {
  readonly operations: number;
  /** Answers whose code is neither success nor sizeLimitExceeded. */
  readonly failures: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Share of one processor that the generator itself used. */
  readonly generatorShare: number;
}

/** The generator says when it begins and ends measuring, so that the server's time can be read. */
export type LoadReport =
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured'; readonly outcome: LoadOutcome }
  | { readonly kind: 'failed'; readonly why: string };
