import { type Request } from '../../src/model/request.js';
import { type Ability } from './contender.js';
import { type Drive, type RequestRing, ringOf } from './load-job.js';
import { encoded } from './requests.js';

/** One kind of load. */
export interface BenchCase {
  readonly name: string;
  readonly ability: Ability;
  readonly connections: number;
  /** On each connection. */
  readonly inFlight: number;
  /** What ours ÷ slapd shall be at least. */
  readonly target?: number;
  readonly login: Buffer;
  /** Made when it is first asked for: the requests of a case are many. */
  readonly drive: () => Drive;
}

/** A case as tables have it: 16 connections and 1 request in flight unless it says otherwise. */
export type CaseRow = Omit<BenchCase, 'connections' | 'inFlight'> &
  Partial<Pick<BenchCase, 'connections' | 'inFlight'>>;

/** The case of a row; its whole name says how many connections and requests there are. */
export function caseOf({ connections = 16, inFlight = 1, ...row }: CaseRow): BenchCase {
  const name = `${row.name}, ${String(connections)} × ${String(inFlight)}`;
  return { ...row, name, connections, inFlight };
}

/** A request for each of them, over and over; made once. */
export function ring<Of>(of: readonly Of[], request: (of: Of, at: number) => Request): () => Drive {
  let drive: Drive | undefined;
  return () => (drive ??= { kind: 'ring', ring: requestRing(of, request) });
}

export function requestRing<Of>(
  of: readonly Of[],
  request: (of: Of, at: number) => Request,
): RequestRing {
  return ringOf(of.map((each, at) => encoded(at, request(each, at))));
}
