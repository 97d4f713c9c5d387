import { createHash } from 'node:crypto';
import type { EntryShape } from '../model/encoded-entry.js';
import type { AttributeDictionary, KnownAttribute } from './attribute-dictionary.js';
import type { StoredAttribute } from './entry-record.js';
import type { Rows, View } from './rows.js';

/** A shape as the store knows it. */
export interface StoredShape extends EntryShape {
  readonly number: number;
  /** By place, in the order of the record. */
  readonly attributes: readonly KnownAttribute[];
  /** How many of them are user attributes, which stand first. */
  readonly userCount: number;
}

interface ShapeSource {
  /**
   *     0, number (u32, big-endian)    → number of user attributes (u16), number of each (u16 × n)
   *     1, SHA-256 of such a value     → number (u32)
   */
  readonly rows: Rows<Buffer>;
  readonly dictionary: AttributeDictionary;
}

/** Shapes held in memory at most; all begin anew beyond that. */
const shapesMax = 4_096;

/**
 * The shapes of entries, which records hold by number in place of their attributes' numbers. Rows
 * are only ever added. As with the dictionary of attributes, what all readers share learns
 * committed rows alone, and a write remembers the others by itself.
 */
export class ShapeDictionary {
  /** Those that a write met and the readers' dictionary did not know, by number. */
  readonly met: number[] = [];
  private readonly shapes = new Map<number, StoredShape>();
  private readonly numbers = new Map<string, number>();
  /** The one asked for last, which mostly is asked for again. */
  private last: StoredShape | undefined;

  private readonly source: ShapeSource;
  private readonly below: ShapeDictionary | undefined;

  constructor(source: ShapeSource, below?: ShapeDictionary) {
    this.source = source;
    this.below = below;
  }

  /** Shapes for one write, over these; `dictionary` is that write's. */
  fork(dictionary: AttributeDictionary): ShapeDictionary {
    return new ShapeDictionary({ rows: this.source.rows, dictionary }, this);
  }

  /** The shape of a number, if that is remembered: nothing is read. */
  known(number: number): StoredShape | undefined {
    if (this.last?.number === number) return this.last;
    const known = this.shapes.get(number) ?? this.below?.known(number);
    if (known !== undefined) this.last = known;
    return known;
  }

  /** @throws when no row has the number: the store is damaged. */
  at(number: number, view: View): StoredShape {
    const known = this.known(number);
    if (known !== undefined) return known;
    const row = this.source.rows.getBinary(numberKey(number), view);
    if (row === undefined) throw new Error(`shape ${number} is not in the dictionary`);
    return this.remember(number, row, view);
  }

  /** Inside a write: the number of the shape of these attributes, given now if it has none. */
  number(attributes: readonly StoredAttribute[], view: View): number {
    if (this.last !== undefined && isOf(this.last, attributes)) return this.last.number;
    const content = contentOf(attributes);
    const known = this.numbered(content.toString('latin1'));
    if (known !== undefined) return this.at(known, view).number;
    const { rows } = this.source;
    const digest = digestKey(content);
    const found = rows.getBinary(digest, view);
    if (found !== undefined) return this.at(found.readUInt32LE(0), view).number;
    const number = this.lastNumber(view) + 1;
    const value = Buffer.alloc(4);
    value.writeUInt32LE(number);
    rows.putSync(numberKey(number), content);
    rows.putSync(digest, value);
    return this.remember(number, content, view).number;
  }

  private numbered(content: string): number | undefined {
    return this.numbers.get(content) ?? this.below?.numbered(content);
  }

  private lastNumber(view: View): number {
    const range = { ...view, start: numberKey(0xffffffff), reverse: true, limit: 1 };
    for (const key of this.source.rows.getKeys(range)) return key.readUInt32BE(1);
    return 0;
  }

  private remember(number: number, content: Buffer, view: View): StoredShape {
    const { dictionary } = this.source;
    const attributes = attributeNumbersIn(content).map((each) => dictionary.at(each, view));
    const descriptions = attributes.map(({ description }) => description);
    const places = new Map(descriptions.map((description, place) => [description, place]));
    const userCount = content.readUInt16LE(0);
    const shape = { number, attributes, userCount, descriptions, places };
    if (this.shapes.size >= shapesMax) {
      this.shapes.clear();
      this.numbers.clear();
    }
    this.shapes.set(number, shape);
    this.numbers.set(content.toString('latin1'), number);
    if (this.below !== undefined) this.met.push(number);
    return (this.last = shape);
  }
}

function isOf({ attributes, userCount }: StoredShape, given: readonly StoredAttribute[]): boolean {
  if (attributes.length !== given.length) return false;
  for (let at = 0; at < given.length; at += 1) {
    if (attributes[at]?.number !== given[at]?.number) return false;
    if (given[at]?.operational !== at >= userCount) return false;
  }
  return true;
}

function contentOf(attributes: readonly StoredAttribute[]): Buffer {
  const content = Buffer.alloc(2 + attributes.length * 2);
  let userCount = 0;
  attributes.forEach(({ number, operational }, at) => {
    content.writeUInt16LE(number, 2 + at * 2);
    if (!operational) userCount += 1;
  });
  content.writeUInt16LE(userCount, 0);
  return content;
}

/** The numbers of the attributes of a shape, of its row. */
export function attributeNumbersIn(content: Buffer): number[] {
  const count = content.length / 2 - 1;
  return Array.from({ length: count }, (_, at) => content.readUInt16LE(2 + at * 2));
}

/** The key under which a shape's row stands. */
export function numberKey(number: number): Buffer {
  const key = Buffer.alloc(5);
  key.writeUInt32BE(number, 1);
  return key;
}

/** The key under which the number of a shape stands. */
export function digestKey(content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(1), createHash('sha256').update(content).digest()]);
}
