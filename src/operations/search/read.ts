import type { EncodedEntry } from '../../model/encoded-entry.js';
import { type Attribute, type Entry, entryOf } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import { viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import { dnKeyOf } from '../dn-text.js';
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

/** Whether an actor may read or write an attribute of an entry, its existence included. */
export function mayActor(
  kernel: Kernel,
  actor: Actor,
  asked: {
    readonly dn: string;
    readonly right: 'read' | 'write';
    readonly attribute: string;
  },
): boolean {
  const type = kernel.schema.describe(asked.attribute)?.type;
  if (!type) return false;
  const pace = asked.right === 'write' ? 'writing' : 'reading';
  const entry = visibleEntry(kernel, actor, asked.dn, pace);
  return entry?.access.may(type.name.toLowerCase(), asked.right) === true;
}

/** Decodes an entry for who wants data rather than the wire; the values are copies. */
export function decodeEntry(encoded: EncodedEntry): Entry {
  const stored = encoded.slices.map((slice): Attribute => ({
    description: slice.description,
    values: copiedValues(encoded.bytes, slice),
  }));
  return entryOf(encoded.dn.toString('utf8'), [...stored, ...encoded.computed]);
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
