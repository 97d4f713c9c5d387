import { gramKey } from './grams.js';
import { GramTable } from './gram-table.js';
import { indexKey, indexKindNumbers } from './index-key.js';
import type { IndexedAttribute } from './index-plan.js';
import { eachTerm, type TermSink } from './index-terms.js';
import type { IndexedValues } from './index-update.js';
import type { EntryIds } from '../reader.js';
import { TermTable } from './term-table.js';

/** A posting list ready to be written or compared. */
export interface BuiltList {
  readonly listKey: Buffer;
  readonly ids: EntryIds;
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
      lists.id = id;
      eachTerm(indexed, its, lists);
    }
  }

  private listsOf(number: number): AttributeLists {
    const known = this.attributes.get(number);
    if (known !== undefined) return known;
    const lists = new AttributeLists();
    this.attributes.set(number, lists);
    return lists;
  }

  /** Every list, in the order of the index. */
  *lists(): Generator<BuiltList> {
    const numbers = [...this.attributes.keys()].sort((a, b) => a - b);
    for (const number of numbers) {
      const lists = this.listsOf(number);
      for (const kind of kindsInOrder) {
        if (kind === indexKindNumbers.substring) {
          for (const { code, ids } of lists.codes.inOrder()) {
            yield { listKey: indexKey(number, kind, gramKey(code)), ids };
          }
        } else {
          for (const { key, ids } of lists.kind(kind).inOrder()) {
            yield { listKey: indexKey(number, kind, key), ids };
          }
        }
      }
    }
  }
}

const kindsInOrder = Object.values(indexKindNumbers).sort((a, b) => a - b);

/** The lists of one attribute; takes the terms of the entry whose id is set. */
class AttributeLists implements TermSink {
  id = 0;
  readonly codes = new GramTable();
  private readonly kinds: (TermTable | undefined)[] = [];

  term(kind: number, key: Buffer): void {
    this.kind(kind).add(key, this.id);
  }

  grams(codes: Uint32Array): void {
    this.codes.add(codes, this.id);
  }

  kind(kind: number): TermTable {
    const known = this.kinds[kind];
    if (known !== undefined) return known;
    const made = new TermTable();
    this.kinds[kind] = made;
    return made;
  }
}
