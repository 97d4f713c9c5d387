import type { AttributeType } from '../../schema/definitions.js';
import { collationKey } from '../../schema/french-collation.js';
import type { Schema } from '../../schema/schema.js';
import type { EntryView } from '../search/entry-view.js';
import { someValue, valuesIn } from '../filter/slice-values.js';
import type { Rank } from './ranking.js';

/** An entry that was found, and by what it is put in order among the others. */
export interface FoundPlace extends Rank {
  readonly id: number;
  /** French collation keys, undefined where the entry shows no value. */
  readonly keys: readonly (Buffer | undefined)[];
}

/** Best first and, among equals, by name; or by one attribute, the best first among equals. */
export interface FoundOrder {
  readonly keysOf: (entry: EntryView) => FoundPlace['keys'];
  readonly compare: (a: FoundPlace, b: FoundPlace) => number;
}

/** Ranks closer than this are the same to whoever reads the list. */
const grain = 0.005;

export function foundOrder(
  schema: Schema,
  { sortBy, reverse = false }: { readonly sortBy?: string; readonly reverse?: boolean },
): FoundOrder {
  const names = sortBy === undefined ? ['sn', 'givenName'] : [sortBy];
  const types = names.flatMap((name) => schema.attributeType(name) ?? []);
  const byRank = (a: FoundPlace, b: FoundPlace): number =>
    Math.round(b.score / grain) - Math.round(a.score / grain);
  const byKeys = (a: FoundPlace, b: FoundPlace): number => {
    for (const at of types.keys()) {
      const order = compareKeys(a.keys[at], b.keys[at], reverse);
      if (order !== 0) return order;
    }
    return 0;
  };
  const known = new Map<string, Buffer>();
  return {
    keysOf: (entry) => types.map((type) => keyOf(entry, type, known)),
    compare: (a, b) =>
      (sortBy === undefined ? byRank(a, b) || byKeys(a, b) : byKeys(a, b) || byRank(a, b)) ||
      a.id - b.id,
  };
}

/** What has no value comes last, whichever way the others go. */
function compareKeys(a: Buffer | undefined, b: Buffer | undefined, reverse: boolean): number {
  if (!a || !b) return Number(a === undefined) - Number(b === undefined);
  return reverse ? b.compare(a) : a.compare(b);
}

/** The key of the least value, of those that the reader may know. */
function keyOf(
  { encoded, access }: EntryView,
  type: AttributeType,
  known: Map<string, Buffer>,
): Buffer | undefined {
  const key = type.name.toLowerCase();
  const values = valuesIn(encoded, type.name);
  if (!values || !access.may(key, 'search') || !access.may(key, 'read')) return undefined;
  let least: Buffer | undefined;
  someValue(values, (value) => {
    const text = value.toString('latin1');
    const its = known.get(text) ?? collationKey(value);
    known.set(text, its);
    if (!least || its.compare(least) < 0) least = its;
    return false;
  });
  return least;
}
