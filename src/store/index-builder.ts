import { IdList } from './id-set.js';
import { gramKey } from './grams.js';
import { indexKey, indexKindNumbers } from './index-key.js';
import type { IndexedAttribute } from './index-plan.js';
import { eachTerm } from './index-terms.js';
import type { IndexedValues } from './index-update.js';
import type { EntryIds } from './reader.js';

/** A posting list ready to be written or compared. */
export interface BuiltList {
  readonly listKey: Buffer;
  readonly ids: EntryIds;
}

/** Most keys have one entry: its bare id takes the place of a list. */
type Ids = number | IdList;

interface AttributeLists {
  readonly kinds: Map<number, Map<string, Ids>>;
  readonly grams: Map<number, Ids>;
}

/**
 * All index rows of many entries, gathered in memory and handed out in key order. Entries come
 * in ascending order of ids.
 */
export class IndexBuilder {
  private readonly attributes = new Map<number, AttributeLists>();

  private readonly numberOf: (indexed: IndexedAttribute) => number;

  constructor(numberOf: (indexed: IndexedAttribute) => number) {
    this.numberOf = numberOf;
  }

  add(id: number, values: IndexedValues): void {
    for (const [indexed, its] of values) {
      const lists = this.listsOf(this.numberOf(indexed));
      eachTerm(indexed, its, {
        term: (kind, key) => {
          addId(kindOf(lists, kind), key.toString('latin1'), id);
        },
        grams: (codes) => {
          for (const code of codes) addId(lists.grams, code, id);
        },
      });
    }
  }

  private listsOf(number: number): AttributeLists {
    const known = this.attributes.get(number);
    if (known !== undefined) return known;
    const lists: AttributeLists = { kinds: new Map(), grams: new Map() };
    this.attributes.set(number, lists);
    return lists;
  }

  /** Every list, in the order of the index. */
  *lists(): Generator<BuiltList> {
    const numbers = [...this.attributes.keys()].sort((a, b) => a - b);
    for (const number of numbers) {
      const { kinds, grams } = this.listsOf(number);
      for (const kind of Object.values(indexKindNumbers).sort((a, b) => a - b)) {
        if (kind === indexKindNumbers.substring) yield* gramLists(number, grams);
        else yield* keyLists(number, kind, kinds.get(kind) ?? new Map<string, Ids>());
      }
    }
  }
}

function kindOf(lists: AttributeLists, kind: number): Map<string, Ids> {
  const known = lists.kinds.get(kind);
  if (known !== undefined) return known;
  const made = new Map<string, Ids>();
  lists.kinds.set(kind, made);
  return made;
}

function addId<Key>(lists: Map<Key, Ids>, key: Key, id: number): void {
  const ids = lists.get(key);
  if (ids === undefined) lists.set(key, id);
  else if (typeof ids !== 'number') ids.push(id);
  else if (ids !== id) {
    const list = new IdList();
    list.push(ids);
    list.push(id);
    lists.set(key, list);
  }
}

function* gramLists(number: number, grams: ReadonlyMap<number, Ids>): Generator<BuiltList> {
  const codes = Uint32Array.from(grams.keys()).sort();
  for (const code of codes) {
    const listKey = indexKey(number, indexKindNumbers.substring, gramKey(code));
    yield { listKey, ids: arrayOf(grams.get(code) ?? 0) };
  }
}

/** Strings of one octet a character sort as the octets do. */
function* keyLists(
  number: number,
  kind: number,
  lists: ReadonlyMap<string, Ids>,
): Generator<BuiltList> {
  for (const key of [...lists.keys()].sort()) {
    const listKey = indexKey(number, kind, Buffer.from(key, 'latin1'));
    yield { listKey, ids: arrayOf(lists.get(key) ?? 0) };
  }
}

function arrayOf(ids: Ids): EntryIds {
  return typeof ids === 'number' ? Uint32Array.of(ids) : ids.toArray();
}
