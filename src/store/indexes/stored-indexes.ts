import {
  boundedKey,
  escapeKey,
  indexKey,
  indexKindNumbers,
  type IndexKindName,
  indexPrefix,
  preparedBytesMax,
} from './index-key.js';
import { noIds } from './id-set.js';
import { collectRange, firstIds, listsInOrder } from './index-walk.js';
import type { IndexPlan } from './index-plan.js';
import { nothing, postingsAt } from './posting-list.js';
import type { SubstringKeys } from '../../schema/definitions.js';
import type {
  FirstIds,
  IndexReader,
  OrderedOptions,
  OrderedStep,
  Postings,
  RangeBounds,
  ReadingMax,
  WordIndex,
} from '../reader.js';
import { prefixEnd, type Rows, type View } from '../rows.js';
import { foldedPostings, substringPostings } from './substring-search.js';
import { noWords, StoredWords } from './stored-words.js';

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

  approximateRange(attribute: string, bounds: RangeBounds): Postings | undefined {
    if (this.source.plan.get(attribute)?.approximate !== true) return undefined;
    return this.between(attribute, 'approximate', bounds);
  }

  approximateSubstring(attribute: string, parts: SubstringKeys): Postings | undefined {
    const indexed = this.source.plan.get(attribute);
    if (indexed?.approximate !== true) return undefined;
    const initial = this.startingWith(attribute, 'approximate', parts);
    if (initial?.exact === true || indexed.substring === undefined) return initial;
    const number = this.source.numberOf(attribute);
    if (number === undefined) return nothing;
    return foldedPostings({ ...this.source, attribute: number }, parts) ?? initial;
  }

  substring(attribute: string, parts: SubstringKeys): Postings | undefined {
    const indexed = this.source.plan.get(attribute);
    if (indexed === undefined) return undefined;
    const initial = indexed.initialByEquality
      ? this.startingWith(attribute, 'equality', parts)
      : undefined;
    if (initial?.exact === true || indexed.substring === undefined) return initial;
    const number = this.source.numberOf(attribute);
    if (number === undefined) return nothing;
    return substringPostings({ ...this.source, attribute: number }, parts) ?? initial;
  }

  /** The values that start with the initial part, from an index of whole keys. */
  private startingWith(
    attribute: string,
    kind: IndexKindName,
    { initial, any, final }: SubstringKeys,
  ): Postings | undefined {
    if (initial === undefined) return undefined;
    const number = this.source.numberOf(attribute);
    if (number === undefined) return nothing;
    const kept = initial.subarray(0, preparedBytesMax);
    const start = indexPrefix(number, indexKindNumbers[kind], kept);
    const exact = any.length === 0 && final === undefined && kept.length === initial.length;
    return this.collected({ start, end: prefixEnd(start) }, exact);
  }

  range(attribute: string, bounds: RangeBounds): Postings | undefined {
    const kind = this.orderedKind(attribute);
    return kind && this.between(attribute, kind, bounds);
  }

  private between(attribute: string, kind: IndexKindName, bounds: RangeBounds): Postings {
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

  beginning(attribute: string, key: Buffer, most: ReadingMax): FirstIds | undefined {
    if (this.source.plan.get(attribute)?.initialByEquality !== true) return undefined;
    const number = this.source.numberOf(attribute);
    if (number === undefined) return { ids: noIds, complete: true };
    const kept = key.subarray(0, preparedBytesMax);
    const start = indexPrefix(number, indexKindNumbers.equality, kept);
    const { rows, view } = this.source;
    return firstIds(rows, { ...view, start, end: prefixEnd(start) }, most);
  }

  words(attribute: string): WordIndex | undefined {
    if (this.source.plan.get(attribute)?.words !== true) return undefined;
    const number = this.source.numberOf(attribute);
    return number === undefined ? noWords : new StoredWords(this.source, number);
  }

  ordered(
    attribute: string,
    { reverse = false, from = wholeKind }: OrderedOptions = {},
  ): Iterable<OrderedStep> | undefined {
    const kind = this.orderedKind(attribute);
    if (kind === undefined) return undefined;
    const number = this.source.numberOf(attribute);
    if (number === undefined) return [];
    const prefix = (key: Buffer): Buffer => indexPrefix(number, indexKindNumbers[kind], key);
    const first = prefix(from.subarray(0, preparedBytesMax));
    const range = reverse
      ? { start: prefix(wholeKind), end: prefixEnd(first), reverse }
      : { start: first, end: prefixEnd(prefix(wholeKind)), reverse };
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
