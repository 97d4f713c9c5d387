import { createHash } from 'node:crypto';
import type { AccessPolicy } from '../access/policy.js';
import type { ServiceCatalogue } from '../domain/catalogue.js';
import type { ValueConstraint } from '../domain/constraints.js';
import { parseDn } from '../model/dn.js';
import type { Filter } from '../model/filter.js';
import { builtInPolicy } from '../password/policy.js';
import { PolicyRefusal } from '../password/policy-refusal.js';
import type { Schema } from '../schema/schema.js';
import type { Store } from '../store/store.js';
import type { Actor } from './actor.js';
import { defaultLimits, type Kernel, type OperationLimits } from './context.js';
import { computedGroups } from './search/computed-groups.js';
import { csnSource } from './csn.js';
import type { BindOutcome, Directory, Observer } from './directory.js';
import { readControls } from './controls.js';
import { throughDoor } from './door.js';
import { explainFilter, type PlanExplanation } from './filter/explain.js';
import { operationsOf } from './operation-set.js';
import { openDynamicGroups } from './search/dynamic-membership.js';
import { newSearchMemory } from './search/search-memory.js';
import { SearchPlaces } from './search/search-places.js';
import { localWrites } from './local-writes.js';
import { openSubjects } from './subjects.js';
import { bindActor } from './session/bind.js';
import type { Writes } from './writes.js';

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
  /** `ANNUAIRE_TRUSTED_PROXIES`; by default nobody but the local socket. */
  readonly isTrustedAddress?: (address: string) => boolean;
  readonly clock: () => Date;
  readonly randomUuid: () => string;
  readonly observer: Observer;
  readonly limits?: Partial<OperationLimits>;
  /** OIDs of extended operations that the server executes itself: StartTLS, Cancel. */
  readonly serverExtensions?: readonly string[];
  readonly vendorVersion?: string;
  /** Where writes go from a process that only reads; by default they are done here. */
  readonly writes?: Writes;
  /** What processes that serve one store have in common; by default this one is alone. */
  readonly common?: CommonFacts;
}

/** What must not tell apart the processes that answer for one directory. */
export interface CommonFacts {
  /** Since when the schema is as it is. */
  readonly openedAt: Date;
  /** Signs paged cookies: a page may be asked of another process than the one before. */
  readonly cookieKey: Buffer;
}

/** The door, and what only whoever opened it asks. */
export interface OpenDirectory extends Directory {
  /** How a filter would be answered: which indexes, how many candidates. */
  explain(filter: Filter): PlanExplanation;
  /** For processes that only read: their writes, to be done here. */
  readonly writes: Writes;
  readonly common: CommonFacts;
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
    bind: (request, actor, context) =>
      Promise.resolve(
        throughDoor<BindOutcome>(
          options.observer,
          { operation: 'bind', dn: request.dn, actor, context },
          () => {
            const controls = readControls(context.controls, 'bind');
            return bindActor(kernel, { request, actor, context, controls });
          },
          (result, error) => ({
            result,
            actor: unbound(actor),
            ...(error instanceof PolicyRefusal && { policy: { error: error.policyError } }),
          }),
        ),
      ),
    follow: (after, limit) => store.current.journal(after, limit),
    journalOf: (entryUuid, limit, kind) => store.current.journalOf(entryUuid, limit, kind),
    get lastSequence() {
      return store.current.lastSequence;
    },
    explain: (filter) => explainFilter(kernel, filter),
    writes: kernel.writes,
    common: { openedAt: kernel.openedAt, cookieKey: kernel.cookieKey },
    onCommit: (listener) => store.onCommit(listener),
  };
}

function kernelOf(options: DirectoryOptions): Kernel {
  const { schema, store, suffix, clock, randomUuid } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const kernel: Kernel = {
    store,
    writes: options.writes ?? localWrites(() => kernel),
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
    builtInPolicy: builtInPolicy({ regional: options.catalogue !== undefined }),
    isTrustedAddress: options.isTrustedAddress ?? (() => false),
    clock,
    openedAt: options.common?.openedAt ?? clock(),
    randomUuid,
    nextCsn: csnSource({ after: lastCsn(store), clock }),
    limits,
    subjects: openSubjects({ store, schema, suffix, policy: options.policy }),
    groups: computedGroups({ schema, suffix, catalogue: options.catalogue }),
    dynamicGroups: openDynamicGroups(() => kernel),
    memory: newSearchMemory(),
    places: new SearchPlaces(limits.searchesMax),
    cookieKey: options.common?.cookieKey ?? newCookieKey(randomUuid),
    serverExtensions: options.serverExtensions ?? [],
    vendorVersion: options.vendorVersion ?? '',
  };
  return kernel;
}

function newCookieKey(randomUuid: () => string): Buffer {
  return createHash('sha256').update(`${randomUuid()}${randomUuid()}`).digest();
}

function lastCsn(store: Store): string | undefined {
  const { lastSequence } = store.current;
  return store.current.journal(lastSequence - 1, 1)[0]?.csn;
}

/** After a failed bind nobody is there any more (RFC 4513 §4). */
const unbound = (actor: Actor): Actor => ({
  kind: 'anonymous',
  door: actor.door,
  secure: actor.secure,
});
