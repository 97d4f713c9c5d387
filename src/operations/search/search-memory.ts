import type { AccessView } from '../../access/policy.js';
import { type DnMemory, newDnMemory } from '../dn-text.js';
import type { PasswordPolicy } from '../../password/policy.js';
import {
  changesClasses,
  changesGroups,
  changesPolicies,
  JournalMemory,
} from '../journal-memory.js';
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
  /** Where searches of a view start. */
  readonly starts: WeakMap<AccessView, JournalMemory<SearchStarts>>;
  /** What is known of the addresses that sign-ins come from. */
  readonly addresses: Map<string, { readonly network: string; readonly isTrusted: boolean }>;
  readonly lists: ListMemory;
  /** Stored passwords that are being hashed anew. */
  readonly rehashing: Set<string>;
  /** Password policies by normalised name; null: that is no policy. */
  readonly policies: JournalMemory<Map<string, PasswordPolicy | null>>;
  readonly special: JournalMemory<SpecialEntries>;
  readonly dynamic: JournalMemory<readonly DynamicGroup[]>;
  /** Ids of the entries that groups name. */
  readonly namedMembers: NamedMembersMemory;
}

/** Bases that clients name again and again. */
export interface SearchStarts {
  /** Ids by the base as written. */
  readonly ids: Map<string, number>;
  /** Whether a base may be known of. */
  readonly visible: Map<number, boolean>;
}

export function newSearchMemory(): SearchMemory {
  return {
    names: newDnMemory(),
    classes: new Map(),
    lastClasses: undefined,
    selections: new Map(),
    attributes: new Map(),
    starts: new WeakMap(),
    addresses: new Map(),
    lists: new WeakMap(),
    rehashing: new Set(),
    policies: new JournalMemory(changesPolicies),
    special: new JournalMemory(changesClasses),
    dynamic: new JournalMemory(changesGroups),
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
