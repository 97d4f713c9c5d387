import { gramKey } from './grams.js';
import { GramTable } from './gram-table.js';
import { indexKey, indexKindNumbers } from './index-key.js';
import type { IndexedAttribute } from './index-plan.js';
import { eachTerm, type GramKind, gramKinds, type TermSink } from './index-terms.js';
import type { IndexedValues } from './index-update.js';
import type { EntryIds } from '../reader.js';
import { spellingTable } from './spellings.js';
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
  private readonly byName = new Map<string, AttributeLists>();
  private readonly numberOf: (indexed: IndexedAttribute) => number;

  constructor(numberOf: (indexed: IndexedAttribute) => number) {
    this.numberOf = numberOf;
  }

  add(id: number, values: IndexedValues): void {
    for (const [indexed, its] of values) {
      const number = this.numberOf(indexed);
      const lists = this.attributes.get(number) ?? this.newLists(number, indexed);
      lists.id = id;
      eachTerm(indexed, its, lists);
    }
  }

  private newLists(number: number, { name }: IndexedAttribute): AttributeLists {
    const lists = new AttributeLists();
    this.attributes.set(number, lists);
    this.byName.set(name, lists);
    return lists;
  }

  /** The equality keys of one attribute with their entries, in order. */
  termsOf({ name }: IndexedAttribute): Iterable<{ readonly key: Buffer; readonly ids: EntryIds }> {
    return this.byName.get(name)?.kind(indexKindNumbers.equality).inOrder() ?? [];
  }

  /** Every list, in the order of the index. */
  *lists(): Generator<BuiltList> {
    const byNumber = [...this.attributes].sort(([a], [b]) => a - b);
    for (const [number, lists] of byNumber) {
      for (const kind of kindsInOrder) {
        if (isGramKind(kind)) {
          for (const { code, ids } of lists.codes[kind].inOrder()) {
            yield { listKey: indexKey(number, kind, gramKey(code)), ids };
          }
        } else {
          for (const { key, ids } of lists.kindInOrder(kind)) {
            yield { listKey: indexKey(number, kind, key), ids };
          }
        }
      }
    }
  }
}

const isGramKind = (kind: number): kind is GramKind => gramKinds.some((each) => each === kind);

const kindsInOrder = Object.values(indexKindNumbers).sort((a, b) => a - b);

/** The lists of one attribute; takes the terms of the entry whose id is set. */
class AttributeLists implements TermSink {
  id = 0;
  readonly codes: Readonly<Record<GramKind, GramTable>> = {
    [indexKindNumbers.substring]: new GramTable(),
    [indexKindNumbers.approximateSubstring]: new GramTable(),
  };
  private readonly kinds: (TermTable | undefined)[] = [];

  term(kind: number, key: Buffer): void {
    this.kind(kind).add(key, this.id);
  }

  grams(kind: GramKind, codes: Uint32Array): void {
    this.codes[kind].add(codes, this.id);
  }

  kindInOrder(kind: number): ReturnType<TermTable['inOrder']> {
    if (kind !== indexKindNumbers.spelling) return this.kind(kind).inOrder();
    return spellingTable(this.kind(indexKindNumbers.word).keys()).inOrder();
  }

  kind(kind: number): TermTable {
    const known = this.kinds[kind];
    if (known !== undefined) return known;
    const made = new TermTable();
    this.kinds[kind] = made;
    return made;
  }
}
