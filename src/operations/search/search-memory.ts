import type { AccessView } from '../../access/policy.js';
import { type DnMemory, newDnMemory } from '../dn-text.js';
import type { PolicyMemory } from '../password-policy.js';
import type { DynamicGroup } from './dynamic-groups.js';
import type { ListMemory } from './list-memory.js';
import type { NamedMembersMemory } from './named-members.js';
import type { Selection } from './selection.js';
import type { SearchedAttribute } from '../filter/searched-attribute.js';
import type { SpecialEntries } from './special-entries.js';

/** What searches remember between them: derived from the schema or the store, never authority. */
export interface SearchMemory {
  readonly names: DnMemory;
  /** Lower-cased names of classes and their superclasses, by the stored values. */
  readonly classes: Map<string, ReadonlySet<string>>;
  /** Of them the ones met last. */
  lastClasses: { readonly bytes: Buffer; readonly classes: ReadonlySet<string> } | undefined;
  /** Selections by the attribute list as written. */
  readonly selections: Map<string, Selection>;
  /** Attributes of filters by the description as written; null: unknown. */
  readonly attributes: Map<string, SearchedAttribute | null>;
  /** Bases of searches that a view may know of, as of one state of the journal. */
  readonly bases: WeakMap<
    AccessView,
    { readonly sequence: number; readonly visible: Map<number, boolean> }
  >;
  /** Ids of the same by the name as written. */
  readonly starts: WeakMap<
    AccessView,
    { readonly sequence: number; readonly ids: Map<string, number> }
  >;
  /** What is known of the addresses that sign-ins come from. */
  readonly addresses: Map<string, { readonly network: string; readonly isTrusted: boolean }>;
  readonly lists: ListMemory;
  /** Stored passwords that are being hashed anew. */
  readonly rehashing: Set<string>;
  /** Password policies, as of one state of the journal. */
  policies: PolicyMemory | undefined;
  /** Aliases and referral objects, as of one state of the journal. */
  special: SpecialEntries | undefined;
  /** The same of dynamic groups. */
  dynamic: { readonly sequence: number; readonly groups: readonly DynamicGroup[] } | undefined;
  /** Ids of the entries that groups name. */
  readonly namedMembers: NamedMembersMemory;
}

export function newSearchMemory(): SearchMemory {
  return {
    names: newDnMemory(),
    classes: new Map(),
    lastClasses: undefined,
    selections: new Map(),
    attributes: new Map(),
    bases: new WeakMap(),
    starts: new WeakMap(),
    addresses: new Map(),
    lists: new WeakMap(),
    rehashing: new Set(),
    policies: undefined,
    special: undefined,
    dynamic: undefined,
    namedMembers: new Map(),
  };
}

/** Reads through a bounded memory: when it is full it starts again. */
export function remember<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (memory.size >= 2_048) memory.clear();
  memory.set(key, made);
  return made;
}
