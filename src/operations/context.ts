import type { ServiceCatalogue } from '../domain/catalogue.js';
import type { ValueConstraint } from '../domain/constraints.js';
import type { AccessPolicy } from '../access/policy.js';
import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import type { Store } from '../store/store.js';
import type { Actor } from './actor.js';
import type { ComputedGroups } from './search/computed-groups.js';
import type { RequestControls } from './controls.js';
import type { CsnSource } from './csn.js';
import type { OperationContext } from './directory.js';
import type { Subjects } from './subjects.js';
import type { SearchMemory } from './search/search-memory.js';

/** What the server itself bounds, whatever the client asks (DESIGN §3). */
export interface OperationLimits {
  /** Entries of one search; 0 = none. Beyond it: `sizeLimitExceeded`, with those found. */
  readonly sizeMax: number;
  /** Seconds of one search; 0 = none. */
  readonly timeSecondsMax: number;
  /** Candidates that one search may examine; 0 = none. Beyond it: `adminLimitExceeded`. */
  readonly lookThroughMax: number;
  /** How long a receiver may stall a search, in milliseconds. */
  readonly stallMs: number;
  /** Rows that one online update may touch. Beyond it: `adminLimitExceeded`. */
  readonly touchedRowsMax: number;
}

export const defaultLimits: OperationLimits = {
  sizeMax: 0,
  timeSecondsMax: 0,
  lookThroughMax: 0,
  stallMs: 30_000,
  touchedRowsMax: 5_000,
};

/** What every operation works with; made once by `openDirectory`. */
export interface Kernel {
  readonly store: Store;
  readonly schema: Schema;
  /** RFC 4514 string. */
  readonly suffix: string;
  readonly suffixKey: DnKey;
  readonly rootDn: string;
  readonly rootKey: DnKey;
  readonly rootPassword: string | undefined;
  readonly policy: AccessPolicy;
  /** Undefined in the general profile. */
  readonly catalogue: ServiceCatalogue | undefined;
  /** Effective fields of `adresseTransmise`, in order. */
  readonly addressParts: readonly string[];
  /** What the syntaxes cannot say of overrides (`schema/constraints`). */
  readonly constraints: readonly ValueConstraint[];
  /** Whether a good bind stores an old hash again with today's settings. */
  readonly rehash: boolean;
  readonly clock: () => Date;
  readonly randomUuid: () => string;
  /** The change sequence number of the next commit (RFC 4533, OpenLDAP's format). */
  readonly nextCsn: CsnSource;
  readonly limits: OperationLimits;
  readonly subjects: Subjects;
  /** The groups of `ou=acces`. */
  readonly groups: ComputedGroups;
  readonly memory: SearchMemory;
  /** Signs paged cookies; lives as long as the process. */
  readonly cookieKey: Buffer;
  /** SASL mechanisms offered to an actor's connection. */
  readonly saslMechanisms: (actor: Actor) => readonly string[];
  /** OIDs of extended operations that the server itself executes (StartTLS, Cancel). */
  readonly serverExtensions: readonly string[];
  readonly vendorVersion: string;
}

/** One operation to do: the request, who asks, and what came with it. */
export interface Call<Request> {
  readonly request: Request;
  readonly actor: Actor;
  readonly context: OperationContext;
  /** The controls of `context`, decoded and allowed for this operation. */
  readonly controls: RequestControls;
}
