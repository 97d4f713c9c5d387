import {
  boundedKey,
  escapeKey,
  indexKey,
  indexKindNumbers,
  type IndexKindName,
  indexPrefix,
  preparedBytesMax,
} from './index-key.js';
import { collectRange, listsInOrder } from './index-walk.js';
import type { IndexPlan, IndexedAttribute } from './index-plan.js';
import { nothing, postingsAt } from './posting-list.js';
import type { IndexReader, OrderedStep, Postings, SubstringKeys } from '../reader.js';
import { prefixEnd, type Rows, type View } from '../rows.js';
import { substringPostings } from './substring-search.js';

export interface IndexSource {
  readonly rows: Rows<Buffer>;
  readonly view: View;
  readonly plan: IndexPlan;
  /** The dictionary number of a type; undefined while no entry ever had it. */
  readonly numberOf: (name: string) => number | undefined;
  readonly entryCount: () => number;
}

const wholeKind = Buffer.alloc(0);
const afterChunks = Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 0xff]);

/** The indexes as they are on disk. */
export class StoredIndexes implements IndexReader {
  private readonly source: IndexSource;

  constructor(source: IndexSource) {
    this.source = source;
  }

  equality(attribute: string, key: Buffer): Postings | undefined {
    if (this.source.plan.get(attribute)?.equality === undefined) return undefined;
    return this.point(attribute, 'equality', key);
  }

  presence(attribute: string): Postings | undefined {
    if (this.source.plan.get(attribute)?.presence !== true) return undefined;
    return this.point(attribute, 'presence', wholeKind);
  }

  approximate(attribute: string, key: Buffer): Postings | undefined {
    if (this.source.plan.get(attribute)?.approximate !== true) return undefined;
    return this.point(attribute, 'approximate', key);
  }

  private point(attribute: string, kind: IndexKindName, key: Buffer): Postings {
    const number = this.source.numberOf(attribute);
    if (number === undefined) return nothing;
    const { rows, view } = this.source;
    const listKey = indexKey(number, indexKindNumbers[kind], boundedKey(key));
    return postingsAt(rows, listKey, { view, exact: key.length <= preparedBytesMax });
  }

  substring(attribute: string, parts: SubstringKeys): Postings | undefined {
    const indexed = this.source.plan.get(attribute);
    if (indexed === undefined) return undefined;
    const initial = this.initial(indexed, parts);
    if (initial?.exact === true) return initial;
    if (indexed.substring === undefined) return initial;
    const { rows, view } = this.source;
    const number = this.source.numberOf(attribute);
    if (number === undefined) return nothing;
    return substringPostings(rows, view, { attribute: number, parts }) ?? initial;
  }

  /** The values that start with the initial part, from the equality index. */
  private initial(indexed: IndexedAttribute, parts: SubstringKeys): Postings | undefined {
    const { initial, any, final } = parts;
    if (!indexed.initialByEquality || initial === undefined) return undefined;
    const number = this.source.numberOf(indexed.name);
    if (number === undefined) return nothing;
    const kept = initial.subarray(0, preparedBytesMax);
    const start = indexPrefix(number, indexKindNumbers.equality, kept);
    const exact = any.length === 0 && final === undefined && kept.length === initial.length;
    return this.collected({ start, end: prefixEnd(start) }, exact);
  }

  range(attribute: string, bounds: { from?: Buffer; to?: Buffer }): Postings | undefined {
    const kind = this.orderedKind(attribute);
    if (kind === undefined) return undefined;
    const number = this.source.numberOf(attribute);
    if (number === undefined) return nothing;
    const prefix = (key: Buffer): Buffer => indexPrefix(number, indexKindNumbers[kind], key);
    const { from = wholeKind, to } = bounds;
    const start = prefix(from.subarray(0, preparedBytesMax));
    const exact = from.length <= preparedBytesMax && (to?.length ?? 0) <= preparedBytesMax;
    return this.collected({ start, end: rangeEnd(prefix, to) }, exact);
  }

  private collected(range: { start: Buffer; end: Buffer }, exact: boolean): Postings {
    const { rows, view, entryCount } = this.source;
    return collectRange(rows, { ...view, ...range }, { exact, countMax: entryCount });
  }

  ordered(
    attribute: string,
    options: { reverse?: boolean } = {},
  ): Iterable<OrderedStep> | undefined {
    const kind = this.orderedKind(attribute);
    if (kind === undefined) return undefined;
    const number = this.source.numberOf(attribute);
    if (number === undefined) return [];
    const start = indexPrefix(number, indexKindNumbers[kind], wholeKind);
    const range = { start, end: prefixEnd(start), reverse: options.reverse ?? false };
    return listsInOrder(this.source.rows, this.source.view, range);
  }

  private orderedKind(attribute: string): 'equality' | 'ordering' | undefined {
    const indexed = this.source.plan.get(attribute);
    if (indexed?.equality === undefined) return undefined;
    return indexed.ordering === undefined ? 'equality' : 'ordering';
  }
}

/** Past the last row of the values up to `to`. Of a cut key only the start is in order. */
function rangeEnd(prefix: (key: Buffer) => Buffer, to: Buffer | undefined): Buffer {
  if (to === undefined) return prefixEnd(prefix(wholeKind));
  if (to.length > preparedBytesMax) return prefixEnd(prefix(to.subarray(0, preparedBytesMax)));
  return Buffer.concat([prefix(wholeKind), escapeKey(to), afterChunks]);
}
