import type { ServiceCatalogue } from '../domain/catalogue.js';
import type { ValueConstraint } from '../domain/constraints.js';
import type { AccessPolicy } from '../access/policy.js';
import type { PasswordPolicy } from '../password/policy.js';
import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import type { Store } from '../store/store.js';
import type { Actor } from './actor.js';
import type { ComputedGroups } from './search/computed-groups.js';
import type { DynamicGroups } from './search/dynamic-groups.js';
import type { RequestControls } from './request-controls.js';
import type { CsnSource } from './csn.js';
import type { OperationContext } from './directory.js';
import type { Subjects } from './subjects.js';
import type { Writes } from './writes.js';
import type { SearchMemory } from './search/search-memory.js';
import type { SearchPlaces } from './search/search-places.js';

/** What the server itself bounds, whoever asks (DESIGN §3); `IdentityLimits` say the rest. */
export interface OperationLimits {
  /** Entries sorted in memory. More are read along an index, or cannot be sorted. */
  readonly sortedMax: number;
  /** Searches that outlast a turn, under way at once. Beyond it: `busy`. */
  readonly searchesMax: number;
  /** Rows that one online update may touch. Beyond it: `adminLimitExceeded`. */
  readonly touchedRowsMax: number;
}

export const defaultLimits: OperationLimits = {
  sortedMax: 10_000,
  searchesMax: 512,
  touchedRowsMax: 5_000,
};

/** What every operation works with; made once by `openDirectory`. */
export interface Kernel {
  readonly store: Store;
  /** The only way to change what is in the store. */
  readonly writes: Writes;
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
  /** The password policy where no entry says one. */
  readonly builtInPolicy: PasswordPolicy;
  /** Whether an address is of those that sign in for others: proxies, the SSO. */
  readonly isTrustedAddress: (address: string) => boolean;
  readonly clock: () => Date;
  /** Since when the schema is as it is: it changes with a restart only. */
  readonly openedAt: Date;
  readonly randomUuid: () => string;
  /** The change sequence number of the next commit (RFC 4533, OpenLDAP's format). */
  readonly nextCsn: CsnSource;
  readonly limits: OperationLimits;
  readonly subjects: Subjects;
  /** The groups of `ou=acces`. */
  readonly groups: ComputedGroups;
  readonly dynamicGroups: DynamicGroups;
  readonly memory: SearchMemory;
  readonly places: SearchPlaces;
  /** Signs paged cookies; lives as long as the process. */
  readonly cookieKey: Buffer;
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
