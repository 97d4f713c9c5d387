/** The requests of a load as one run of bytes: any number of them in a row is one write. */
export interface RequestRing {
  /** Each request has a messageID of its own, from 1 on in this order. */
  readonly bytes: Buffer;
  /** Where each request starts, and where the last one ends. */
  readonly offsets: Uint32Array;
}

/** What each connection does once it has signed in. */
export type Drive =
  /** Sends the next request of the ring for each answer. */
  | { readonly kind: 'ring'; readonly ring: RequestRing }
  /** Walks through a search page by page, and then anew; a page is an operation. */
  | { readonly kind: 'pages'; readonly search: Buffer; readonly pageSize: number }
  /** Sends so many requests a second on all connections together, whatever is answered. */
  | { readonly kind: 'paced'; readonly ring: RequestRing; readonly perSecond: number }
  /** Sends the ring once and reads nothing. */
  | { readonly kind: 'stalled'; readonly ring: RequestRing };

/** What the load generator is asked to do. */
export interface LoadJob {
  readonly port: number;
  /** Sent once on each connection before the load: a bind. */
  readonly login: Buffer;
  readonly drive: Drive;
  readonly connections: number;
  /** Requests that each connection keeps unanswered. */
  readonly inFlight: number;
  /** How often the job has run before: each run begins elsewhere in the ring. */
  readonly turn: number;
  /** Measured for longer, up to ten times, until so many are answered. */
  readonly operationsLeast: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

/** What it measured, warm-up left out. */
export interface LoadOutcome {
  readonly operations: number;
  readonly entries: number;
  /** Answers whose code is neither success nor sizeLimitExceeded. */
  readonly failures: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** Share of the time in which the generator had something to do. */
  readonly generatorShare: number;
}

/** The generator says when it begins and ends measuring, so that the server's time can be read. */
export type LoadReport =
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured'; readonly outcome: LoadOutcome }
  | { readonly kind: 'failed'; readonly why: string };

export function ringOf(requests: readonly Buffer[]): RequestRing {
  let at = 0;
  const offsets = [0, ...requests.map((request) => (at += request.length))];
  return { bytes: Buffer.concat(requests), offsets: Uint32Array.from(offsets) };
}
