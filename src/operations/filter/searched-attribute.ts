import type { EntryAccess } from '../../access/policy.js';
import type { EntryShape } from '../../model/encoded-entry.js';
import type { AttributeType } from '../../schema/definitions.js';
import type { Kernel } from '../context.js';
import { remember } from '../search/search-memory.js';

/**
 * An attribute description of a filter, resolved: which stored attributes it covers (subtypes
 * and tagged ones, RFC 4512 §2.5) and under which names their rights and indexes go.
 */
export interface SearchedAttribute {
  readonly type: AttributeType;
  readonly options: readonly string[];
  /** The type's lower-cased first name. */
  readonly key: string;
  /** The type and its subtypes. */
  readonly types: readonly CoveredType[];
  /** What a stored description holds of it; undefined: nothing. */
  covers(description: string): CoveredType | undefined;
  /** Where entries of a shape have what it covers: decided once for all of them. */
  placesIn(shape: EntryShape): readonly CoveredPlace[];
  /** Whether a reader may search all it covers, so that nothing needs hiding one by one. */
  searchable(access: EntryAccess): boolean;
}

export interface CoveredType {
  readonly type: AttributeType;
  /** Lower-cased first name: what access rules and indexes know it by. */
  readonly key: string;
}

/** An attribute that is covered, by its place in a shape. */
export interface CoveredPlace {
  readonly place: number;
  readonly covered: CoveredType;
}

/** Resolves a description as a client wrote it; undefined when its type is unknown. */
export function searchedAttribute(
  kernel: Kernel,
  description: string,
): SearchedAttribute | undefined {
  const resolve = (): SearchedAttribute | null => resolved(kernel, description) ?? null;
  return remember(kernel.memory.attributes, description, resolve) ?? undefined;
}

function resolved(kernel: Kernel, description: string): SearchedAttribute | undefined {
  const { schema } = kernel;
  const asked = schema.describe(description);
  if (!asked) return undefined;
  const types = schema.subtypesOf(asked.type).map((type) => ({
    type,
    key: type.name.toLowerCase(),
  }));
  const byType = new Map(types.map((covered) => [covered.type, covered]));
  const seen = new Map<string, CoveredType | null>();
  const cover = (stored: string): CoveredType | undefined => {
    const described = schema.describe(stored);
    if (!described) return undefined;
    const tagged = asked.options.every((option) => isTagged(described.options, option));
    return tagged ? byType.get(described.type) : undefined;
  };
  const covers = (stored: string): CoveredType | undefined =>
    remember(seen, stored, () => cover(stored) ?? null) ?? undefined;
  const places = new WeakMap<EntryShape, readonly CoveredPlace[]>();
  const rights = new WeakMap<EntryAccess, boolean>();
  return {
    type: asked.type,
    options: asked.options,
    key: asked.type.name.toLowerCase(),
    types,
    covers,
    placesIn: (shape) => {
      let known = places.get(shape);
      if (!known) {
        known = shape.descriptions.flatMap((description, place) => {
          const covered = covers(description);
          return covered ? [{ place, covered }] : [];
        });
        places.set(shape, known);
      }
      return known;
    },
    searchable: (access) => {
      let may = rights.get(access);
      if (may === undefined) {
        may = types.every(({ key }) => access.may(key, 'search'));
        rights.set(access, may);
      }
      return may;
    },
  };
}

/** An option that ends in a hyphen is a range of language tags (RFC 3866 §4). */
function isTagged(options: readonly string[], asked: string): boolean {
  if (!asked.endsWith('-')) return options.includes(asked);
  return options.some((option) => option.startsWith(asked) || `${option}-` === asked);
}
