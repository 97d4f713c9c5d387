import { type Entry, largeAttribute, valuesOf, withValues } from '../../src/model/entry.js';
import { changedValues } from '../../src/model/large-values.js';
import type { Reader } from '../../src/store/reader.js';
import type { Store } from '../../src/store/store.js';
import { entry, openWithPeople, schema, suffixDn } from './fixture.js';

/** What the tests of large attributes share: an entry of id 3 with many values of `uid`. */

const groupDn = `ou=groupe,${suffixDn}`;
const rule = schema.attributeType('uid')?.equality;

export function prepared(text: string): Buffer {
  const key = rule?.prepareValue(Buffer.from(text));
  if (!key) throw new Error(`${text} has no key`);
  return key;
}

export const member = (n: number): string => `Member ${String(n)}`;
export const members = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, n) => member(from + n));

export const group = (
  uid: readonly string[],
  more: Record<string, readonly string[]> = {},
): Entry => entry(groupDn, { ou: ['groupe'], ...(uid.length > 0 && { uid }), ...more });

/** The entry as a write would hand it over that takes values out of an attribute and puts some in. */
export function changed(
  reader: Reader,
  id: number,
  change: { readonly attribute?: string; readonly remove?: string[]; readonly add?: string[] },
): Entry {
  const { attribute = 'uid', remove = [], add = [] } = change;
  const before = reader.entry(id);
  if (!before) throw new Error('the entry is gone');
  const stored = before.attributes.get(attribute);
  if (!stored?.large) {
    const texts = valuesOf(before, attribute).map(String);
    const kept = texts.filter((text) => !remove.includes(text));
    return withValues(
      before,
      attribute,
      [...kept, ...add].map((text) => Buffer.from(text)),
    );
  }
  const keyed = (texts: string[]): Map<string, Buffer> =>
    new Map(texts.map((text) => [prepared(text).toString('latin1'), Buffer.from(text)]));
  const large = changedValues(stored.large, { removed: keyed(remove), added: keyed(add) });
  const attributes = new Map(before.attributes);
  if (large.count === 0) attributes.delete(attribute);
  else attributes.set(attribute, largeAttribute(stored.description, large));
  return { dn: before.dn, attributes };
}

export const textsIn = (reader: Reader, id: number, attribute = 'uid'): string[] => {
  const found = reader.entry(id);
  return found ? valuesOf(found, attribute).map(String).sort() : [];
};

export const holders = (reader: Reader, text: string): number[] => [
  ...(reader.index.equality('uid', prepared(text))?.ids() ?? []),
];

/** A store with that entry. */
export async function storeWith(
  path: string,
  uid: readonly string[],
): Promise<{ store: Store; path: string }> {
  const store = await openWithPeople(path);
  await store.write((t) => {
    t.add(group(uid), 1);
  });
  return { store, path };
}
