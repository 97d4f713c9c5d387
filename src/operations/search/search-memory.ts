import type { AccessView } from '../../access/policy.js';
import { type DnMemory, newDnMemory } from '../dn-text.js';
import type { ListMemory } from './list-memory.js';
import type { Selection } from './selection.js';
import type { SearchedAttribute } from '../filter/searched-attribute.js';
import type { SpecialEntries } from './special-entries.js';

/** What searches remember between them: derived from the schema or the store, never authority. */
export interface SearchMemory {
  readonly names: DnMemory;
  /** Lower-cased names of classes and their superclasses, by the stored values. */
  readonly classes: Map<string, ReadonlySet<string>>;
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
  /** Keys of sign-ins by the network they come from. */
  readonly addresses: Map<string, string>;
  readonly lists: ListMemory;
  /** Aliases and referral objects, as of one state of the journal. */
  special: SpecialEntries | undefined;
}

export function newSearchMemory(): SearchMemory {
  return {
    names: newDnMemory(),
    classes: new Map(),
    selections: new Map(),
    attributes: new Map(),
    bases: new WeakMap(),
    starts: new WeakMap(),
    addresses: new Map(),
    lists: new WeakMap(),
    special: undefined,
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
