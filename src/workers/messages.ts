import type { Measures } from '../observe/measures.js';
import type { Certificate } from '../server/certificate.js';
import type { WriteOutcome } from '../operations/refusal.js';
import type { Writes } from '../operations/writes.js';

/**
 * What the primary and a worker say to each other, on two channels: Node's own takes connections,
 * one at a time, and what is said rarely; writes and their outcomes have a stream (`frames.ts`),
 * so that none of them waits until a connection has been taken.
 */

/** Of the listeners, those that a worker serves. */
export type SharedListener = 'ldap' | 'ldaps';

/** How many connections an identity has, by its entryUUID. */
export type IdentityCounts = readonly (readonly [entryUuid: string, count: number])[];

export type ToWorker =
  | { readonly kind: 'start'; readonly start: unknown }
  /** Comes with the socket. */
  | { readonly kind: 'connection'; readonly id: number; readonly listener: SharedListener }
  /** Counts of all other workers together. */
  | { readonly kind: 'identities'; readonly counts: IdentityCounts }
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'measure'; readonly id: number }
  /** Finish what is under way, within the grace, and end. */
  | { readonly kind: 'close'; readonly graceMs: number };

export type ToPrimary =
  | { readonly kind: 'ready' }
  /** It cannot start, and ends. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Connections that have ended. */
  | { readonly kind: 'closed'; readonly ids: readonly number[] }
  /** Counts of this worker that have changed. */
  | { readonly kind: 'identities'; readonly counts: IdentityCounts }
  | { readonly kind: 'measures'; readonly id: number; readonly measures: Measures };

/** A write on its way to the primary… */
export interface WriteFrame {
  readonly id: number;
  readonly name: keyof Writes;
  /** The argument of the method. */
  readonly facts: unknown;
}

/** … and what it came to. */
export interface OutcomeFrame {
  readonly id: number;
  readonly outcome: WriteOutcome;
}
