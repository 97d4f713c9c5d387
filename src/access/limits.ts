import type { DnKey } from '../schema/definitions.js';
import { compileSubject } from './compile-rule.js';
import type { AttributeScope } from './attribute-set.js';
import type { Subject } from './policy.js';

/** A number, or `illimite`. */
export type LimitQuantity = number | 'illimite';

/**
 * What a kind of client may ask of the server, as `schema/data/access.json` writes it. Of the
 * lines that name a subject the first holds; what it does not say is `defaultLimits`.
 */
export interface LimitRecord {
  /** Why the line exists. */
  readonly limite: string;
  /** `anonyme`, and the words of the rules but for `soi`. */
  readonly qui: readonly string[];
  /** Entries of a search whose client names no size limit. */
  readonly entrees?: LimitQuantity;
  /** Entries of any search that is not paged, whatever its client asks. */
  readonly entreesMax?: LimitQuantity;
  /** The same in seconds, for every search. */
  readonly secondes?: LimitQuantity;
  readonly secondesMax?: LimitQuantity;
  /** Candidates that one search may examine, found or not. */
  readonly examinees?: LimitQuantity;
  /** Entries of one page, and of all pages of a paged search. */
  readonly page?: LimitQuantity;
  readonly entreesPaginees?: LimitQuantity;
  /** Searches that outlast a turn under way at once, over all connections. */
  readonly recherches?: LimitQuantity;
  /** Operations under way on one connection. */
  readonly operations?: LimitQuantity;
  /** Connections signed in at once. */
  readonly connexions?: LimitQuantity;
  /** Largest message, in KiB. */
  readonly pduKio?: number;
  /** Without a byte received nor an operation under way. */
  readonly inactiviteSecondes?: LimitQuantity;
  /** How long the client may take nothing of its answers. */
  readonly lectureSecondes?: number;
}

/** What one identity may ask of the server; Infinity: no limit. */
export interface IdentityLimits {
  /** Entries of a search: of a client that names no limit, and of any. */
  readonly entries: number;
  readonly entriesMax: number;
  readonly seconds: number;
  readonly secondsMax: number;
  readonly examinedMax: number;
  readonly pageEntriesMax: number;
  readonly pagedEntriesMax: number;
  readonly searchesMax: number;
  readonly operationsMax: number;
  readonly connectionsMax: number;
  readonly pduBytesMax: number;
  readonly idleMs: number;
  readonly stallMs: number;
}

/** What holds where no line says otherwise; a stranger's messages are small. */
export const defaultLimits: IdentityLimits = {
  entries: Infinity,
  entriesMax: Infinity,
  seconds: Infinity,
  secondsMax: Infinity,
  examinedMax: Infinity,
  pageEntriesMax: Infinity,
  pagedEntriesMax: Infinity,
  searchesMax: 64,
  operationsMax: 128,
  connectionsMax: Infinity,
  pduBytesMax: 16 * 1024 * 1024,
  idleMs: 900_000,
  stallMs: 30_000,
};

const anonymousLimits: IdentityLimits = { ...defaultLimits, pduBytesMax: 256 * 1024 };

/** The root DN and the server itself: nothing but what keeps a connection healthy. */
const trustedLimits: IdentityLimits = { ...defaultLimits, searchesMax: Infinity };

/** The limits of a subject; `services`: codes of those it is referent of. */
export type LimitsOf = (subject: Subject, services: ReadonlySet<string>) => IdentityLimits;

/** @throws Error naming the line and the word that means nothing */
export function compileLimits(
  records: readonly LimitRecord[],
  context: { readonly scope: AttributeScope; readonly suffix: DnKey },
): LimitsOf {
  const lines = records.map((record) => ({
    concerns: compileSubject(record.qui, context, (why) => {
      throw new Error(`access limits “${record.limite}”: ${why}`);
    }),
    strangers: limitsOf(record, anonymousLimits),
    others: limitsOf(record, defaultLimits),
  }));
  const rest = { strangers: anonymousLimits, others: defaultLimits };
  return (subject, services) => {
    if (subject.kind === 'root' || subject.kind === 'internal') return trustedLimits;
    const line = lines.find(({ concerns }) => concerns(subject, services)) ?? rest;
    return subject.kind === 'anonymous' ? line.strangers : line.others;
  };
}

function limitsOf(record: LimitRecord, rest: IdentityLimits): IdentityLimits {
  const entriesMax = quantity(record.entreesMax, rest.entriesMax);
  const secondsMax = quantity(record.secondesMax, rest.secondsMax);
  return {
    entriesMax,
    entries: Math.min(quantity(record.entrees, rest.entries), entriesMax),
    secondsMax,
    seconds: Math.min(quantity(record.secondes, rest.seconds), secondsMax),
    examinedMax: quantity(record.examinees, rest.examinedMax),
    pageEntriesMax: quantity(record.page, rest.pageEntriesMax),
    pagedEntriesMax: quantity(record.entreesPaginees, rest.pagedEntriesMax),
    searchesMax: quantity(record.recherches, rest.searchesMax),
    operationsMax: quantity(record.operations, rest.operationsMax),
    connectionsMax: quantity(record.connexions, rest.connectionsMax),
    pduBytesMax: record.pduKio === undefined ? rest.pduBytesMax : record.pduKio * 1024,
    idleMs: quantity(record.inactiviteSecondes, rest.idleMs / 1000) * 1000,
    stallMs: quantity(record.lectureSecondes, rest.stallMs / 1000) * 1000,
  };
}

function quantity(asked: LimitQuantity | undefined, otherwise: number): number {
  if (asked === undefined) return otherwise;
  return asked === 'illimite' ? Infinity : asked;
}
