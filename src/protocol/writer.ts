import { sizeOfLength, writeLength } from './length.js';
import { Tag } from './tags.js';

const initialBytes = 1024;
/**
 * So few octets are sooner copied one by one than by a call out of JavaScript, which takes some
 * 100 ns for any number of them up to some hundreds: 16 octets take 47.
 */
const loopedMax = 48;

/**
 * Writes BER at the end of one growing buffer. The length of a constructed element is written
 * when it ends, in its shortest form; contents move only when they outgrow the one octet kept
 * for it. Use `header` instead where the size is known beforehand.
 */
export class BerWriter {
  #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer = Buffer.allocUnsafe(initialBytes)) {
    this.#bytes = bytes;
  }

  /** How many octets have been written. */
  get length(): number {
    return this.#at;
  }

  /** What has been written, as a view that the next write may change. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  /** What has been written, as a copy. */
  copy(): Buffer {
    return Buffer.from(this.view());
  }

  /** Starts again at the front of the same buffer. */
  reset(): void {
    this.#at = 0;
  }

  /** Starts again in another buffer; answers the one that was in use, whole. */
  exchange(bytes: Buffer): Buffer {
    const old = this.#bytes;
    this.#bytes = bytes;
    this.#at = 0;
    return old;
  }

  /** Makes room for that many octets, so that what follows grows the buffer at most once. */
  reserve(count: number): void {
    const needed = this.#at + count;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = grown;
  }

  /** Begins a constructed element; `end` takes the answer. */
  begin(tag: number): number {
    this.reserve(2);
    this.#bytes[this.#at] = tag;
    this.#at += 2;
    return this.#at;
  }

  /** Ends the element begun at `start`. */
  end(start: number): void {
    const length = this.#at - start;
    const extra = sizeOfLength(length) - 1;
    if (extra > 0) {
      this.reserve(extra);
      this.#bytes.copyWithin(start + extra, start, this.#at);
      this.#at += extra;
    }
    writeLength(this.#bytes, start - 1, length);
  }

  /** The tag and length of an element whose contents follow. */
  header(tag: number, length: number): void {
    this.reserve(6);
    this.#bytes[this.#at] = tag;
    this.#at = writeLength(this.#bytes, this.#at + 1, length);
  }

  octets(value: Uint8Array, tag: number = Tag.octetString): void {
    this.header(tag, value.length);
    this.raw(value);
  }

  text(value: string, tag: number = Tag.octetString): void {
    if (value === '') {
      this.header(tag, 0);
      return;
    }
    const length = Buffer.byteLength(value);
    this.header(tag, length);
    this.reserve(length);
    this.#at += this.#bytes.write(value, this.#at, 'utf8');
  }

  octet(value: number): void {
    this.reserve(1);
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }

  /** Octets that are BER already. */
  raw(value: Uint8Array): void {
    const { length } = value;
    this.reserve(length);
    if (length > loopedMax) this.#bytes.set(value, this.#at);
    else this.#copy(value, 0, length);
    this.#at += length;
  }

  /** The octets `[start, end)` of a buffer that are BER already. */
  slice(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    this.reserve(length);
    if (length > loopedMax) bytes.copy(this.#bytes, this.#at, start, end);
    else this.#copy(bytes, start, length);
    this.#at += length;
  }

  #copy(from: Uint8Array, start: number, length: number): void {
    const bytes = this.#bytes;
    const at = this.#at;
    for (let octet = 0; octet < length; octet += 1) bytes[at + octet] = from[start + octet] ?? 0;
  }

  /** An INTEGER or ENUMERATED of at most 48 bits, in its shortest form. */
  integer(value: number, tag: number = Tag.integer): void {
    const size = sizeOfInteger(value);
    this.header(tag, size);
    this.reserve(size);
    this.#at = this.#bytes.writeIntBE(value, this.#at, size);
  }

  boolean(value: boolean, tag: number = Tag.boolean): void {
    this.header(tag, 1);
    this.reserve(1);
    this.#bytes[this.#at] = value ? 0xff : 0;
    this.#at += 1;
  }
}

/** The octets of contents that an INTEGER takes, at most six. */
export function sizeOfInteger(value: number): number {
  let size = 1;
  // A power for each octet costs more than the rest of a small number.
  let room = 0x80;
  while (size < 6 && (value < -room || value >= room)) {
    size += 1;
    room *= 0x100;
  }
  return size;
}
