import { createHash } from 'node:crypto';
import type { AccessPolicy } from '../access/policy.js';
import type { ServiceCatalogue } from '../domain/catalogue.js';
import type { ValueConstraint } from '../domain/constraints.js';
import { parseDn } from '../model/dn.js';
import type { Filter } from '../model/filter.js';
import type { Schema } from '../schema/schema.js';
import type { Store } from '../store/store.js';
import type { Actor } from './actor.js';
import { defaultLimits, type Kernel, type OperationLimits } from './context.js';
import { computedGroups } from './search/computed-groups.js';
import { csnSource } from './csn.js';
import type { Directory, Observer } from './directory.js';
import { throughDoor } from './door.js';
import { explainFilter, type PlanExplanation } from './filter/explain.js';
import { operationsOf } from './operation-set.js';
import { newSearchMemory } from './search/search-memory.js';
import { openSubjects } from './subjects.js';
import { bindActor } from './session/bind.js';

export interface DirectoryOptions {
  readonly store: Store;
  readonly schema: Schema;
  /** RFC 4514 strings. */
  readonly suffix: string;
  readonly rootDn: string;
  /** Undefined: the root DN cannot bind. */
  readonly rootPassword: string | undefined;
  readonly policy: AccessPolicy;
  /** Undefined in the general profile: no services, no computed groups. */
  readonly catalogue: ServiceCatalogue | undefined;
  readonly addressParts: readonly string[];
  /** What the syntaxes cannot say of overrides; none by default. */
  readonly constraints?: readonly ValueConstraint[];
  /** `ANNUAIRE_REHASH`; by default old hashes stay. */
  readonly rehash?: boolean;
  readonly clock: () => Date;
  readonly randomUuid: () => string;
  readonly observer: Observer;
  readonly limits?: Partial<OperationLimits>;
  /** Published as `supportedSASLMechanisms`; by default EXTERNAL to root and none to others. */
  readonly saslMechanisms?: (actor: Actor) => readonly string[];
  /** OIDs of extended operations that the server executes itself: StartTLS, Cancel. */
  readonly serverExtensions?: readonly string[];
  readonly vendorVersion?: string;
}

/** The door, and what only whoever opened it asks. */
export interface OpenDirectory extends Directory {
  /** How a filter would be answered: which indexes, how many candidates. */
  explain(filter: Filter): PlanExplanation;
}

/**
 * Opens the door to a store's entries.
 *
 * @throws LdapError `invalidDNSyntax` when the suffix or the root DN is no name of the schema
 */
export function openDirectory(options: DirectoryOptions): OpenDirectory {
  const kernel = kernelOf(options);
  const { store } = options;
  return {
    schema: options.schema,
    suffix: options.suffix,
    as: (actor) => operationsOf(kernel, actor, options.observer),
    bind: async (request, actor, context) =>
      throughDoor(
        options.observer,
        { operation: 'bind', dn: request.dn, actor, context },
        async () => {
          const outcome = await bindActor(kernel, request, actor, context);
          return { ...outcome, entries: 0 };
        },
        (result) => ({ result, actor: unbound(actor) }),
      ),
    follow: (after, limit) => store.current.journal(after, limit),
    journalOf: (entryUuid, limit, kind) => store.current.journalOf(entryUuid, limit, kind),
    get lastSequence() {
      return store.current.lastSequence;
    },
    explain: (filter) => explainFilter(kernel, filter),
    onCommit: (listener) => store.onCommit(listener),
  };
}

function kernelOf(options: DirectoryOptions): Kernel {
  const { schema, store, suffix, clock, randomUuid } = options;
  return {
    store,
    schema,
    suffix,
    suffixKey: schema.dnKey(parseDn(suffix)),
    rootDn: options.rootDn,
    rootKey: schema.dnKey(parseDn(options.rootDn)),
    rootPassword: options.rootPassword,
    policy: options.policy,
    catalogue: options.catalogue,
    addressParts: options.addressParts,
    constraints: options.constraints ?? [],
    rehash: options.rehash ?? false,
    clock,
    randomUuid,
    nextCsn: csnSource({ after: lastCsn(store), clock }),
    limits: { ...defaultLimits, ...options.limits },
    subjects: openSubjects({ store, schema, suffix, policy: options.policy }),
    groups: computedGroups({ schema, suffix, catalogue: options.catalogue }),
    memory: newSearchMemory(),
    cookieKey: createHash('sha256').update(`${randomUuid()}${randomUuid()}`).digest(),
    saslMechanisms: options.saslMechanisms ?? mechanismsOf,
    serverExtensions: options.serverExtensions ?? [],
    vendorVersion: options.vendorVersion ?? '',
  };
}

function lastCsn(store: Store): string | undefined {
  const { lastSequence } = store.current;
  return store.current.journal(lastSequence - 1, 1)[0]?.csn;
}

const mechanismsOf = (actor: Actor): readonly string[] =>
  actor.kind === 'root' && actor.secure ? ['EXTERNAL'] : [];

/** After a failed bind nobody is there any more (RFC 4513 §4). */
const unbound = (actor: Actor): Actor => ({
  kind: 'anonymous',
  door: actor.door,
  secure: actor.secure,
});
