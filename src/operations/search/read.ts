import type { EncodedEntry } from '../../model/encoded-entry.js';
import { type Attribute, type Entry, entryOf } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import { viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import type { EntryRights } from '../directory.js';
import { dnKeyOf } from '../dn-text.js';
import { mayDo } from './effective-rights.js';
import { type AccessPace, SearchedEntry } from './searched-entry.js';
import { selectedEntry, selectionOf } from './selection.js';
import { copiedValues } from '../filter/slice-values.js';

/** One entry as an actor may see it; undefined when there is none for that actor. */
export function readEntry(
  kernel: Kernel,
  actor: Actor,
  dn: string,
  attributes: readonly string[] = [],
): Entry | undefined {
  const entry = visibleEntry(kernel, actor, dn);
  return entry && decodeEntry(selectedEntry(entry, selectionOf(kernel, attributes)));
}

/** What an actor may do to an entry; undefined when there is none for that actor. */
export function rightsOn(kernel: Kernel, actor: Actor, dn: string): EntryRights | undefined {
  const access = visibleEntry(kernel, actor, dn, 'writing')?.access;
  if (!access) return undefined;
  const { add, delete: remove, rename, represent, examine } = access;
  return {
    add,
    delete: remove,
    rename,
    represent,
    examine,
    may: (attribute, right) => {
      const type = kernel.schema.describe(attribute)?.type;
      return type !== undefined && mayDo(access, type, right);
    },
  };
}

/** Decodes an entry for who wants data rather than the wire; the values are copies. */
export function decodeEntry(encoded: EncodedEntry): Entry {
  // Before rows are read, which ends the life of the bytes.
  const dn = encoded.dn.toString('utf8');
  const { slices, bytes } = encoded;
  const stored = slices.map(({ description, start }): Attribute => ({
    description,
    values: copiedValues({ bytes, start }),
  }));
  const large = (encoded.large ?? []).map(({ description, values }): Attribute => ({
    description,
    values: [...values.read()],
  }));
  return entryOf(dn, [...stored, ...encoded.computed, ...large]);
}

function visibleEntry(
  kernel: Kernel,
  actor: Actor,
  dn: string,
  pace: AccessPace = 'reading',
): SearchedEntry | undefined {
  const reader = kernel.store.current;
  const id = reader.find(nameOf(kernel, dn) ?? { rdns: [], text: '' });
  if (id === undefined) return undefined;
  const entry = new SearchedEntry(kernel, reader, viewOf(kernel, reader, actor), pace);
  return entry.load(id) && entry.access.visible ? entry : undefined;
}

function nameOf(kernel: Kernel, dn: string): ReturnType<typeof dnKeyOf> | undefined {
  try {
    return dnKeyOf(kernel, dn);
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
