import type { LargeValues } from './large-values.js';

/**
 * One attribute of an entry: its description as it is answered (the schema's name for the type,
 * options lower-cased and sorted, `cn;lang-fr`) and its values as raw octets, never empty.
 */
export interface Attribute {
  readonly description: string;
  /** Of a large attribute they are read all when asked for: ask `large` where that will do. */
  readonly values: readonly Buffer[];
  /** The values where they do not lie in the entry. */
  readonly large?: LargeValues;
  /** The BER that it was read from, as the store has it: it was sound when it was stored. */
  readonly stored?: Buffer;
}

/** An attribute whose values are read when asked for. */
export function largeAttribute(description: string, large: LargeValues): Attribute {
  let all: readonly Buffer[] | undefined;
  return {
    description,
    large,
    get values() {
      return (all ??= [...large.read()]);
    },
  };
}

/** Attributes by lower-cased description. */
export type Attributes = ReadonlyMap<string, Attribute>;

export interface Entry {
  /** RFC 4514 string, as stored. */
  readonly dn: string;
  readonly attributes: Attributes;
}

/** The values of one attribute description (no subtypes); empty when the entry has none. */
export function valuesOf(entry: Entry, description: string): readonly Buffer[] {
  return entry.attributes.get(description.toLowerCase())?.values ?? [];
}

/** The values of one attribute as text. */
export function textsOf(entry: Entry, description: string): string[] {
  return valuesOf(entry, description).map((value) => value.toString('utf8'));
}

/** The first value of an attribute as text. */
export function textOf(entry: Entry, description: string): string | undefined {
  return valuesOf(entry, description)[0]?.toString('utf8');
}

/** A copy of the entry with one attribute set; an empty list of values removes it. */
export function withValues(entry: Entry, description: string, values: readonly Buffer[]): Entry {
  const attributes = new Map(entry.attributes);
  if (values.length > 0) attributes.set(description.toLowerCase(), { description, values });
  else attributes.delete(description.toLowerCase());
  return { dn: entry.dn, attributes };
}

/** One attribute to set: `key` is its description in lower case. */
export interface Setting extends Attribute {
  readonly key: string;
}

/** A copy of the entry with several attributes set; an empty list of values removes one. */
export function withSettings(entry: Entry, settings: readonly Setting[]): Entry {
  if (settings.length === 0) return entry;
  const attributes = new Map(entry.attributes);
  for (const { key, description, values } of settings) {
    if (values.length > 0) attributes.set(key, { description, values });
    else attributes.delete(key);
  }
  return { dn: entry.dn, attributes };
}

/** An entry from a DN and a list of attributes whose descriptions are already canonical. */
export function entryOf(dn: string, attributes: readonly Attribute[]): Entry {
  return {
    dn,
    attributes: new Map(attributes.map((each) => [each.description.toLowerCase(), each])),
  };
}
