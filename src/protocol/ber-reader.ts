import { isUtf8 } from 'node:buffer';
import { ProtocolError, RequestFault } from './protocol-error.js';
import { Tag } from './tags.js';

/** How deep elements may nest; LDAP itself needs a dozen, filters have a cap of their own. */
const depthMax = 128;

/**
 * A cursor over BER that never leaves its bounds and never copies: octet strings are views of
 * the buffer it was given. Definite lengths only (RFC 4511 §5.1).
 *
 * Every method throws `ProtocolError` on what is not the element asked for.
 */
export class BerReader {
  readonly bytes: Buffer;
  at: number;
  /** One past the last octet that may be read: the end of the element entered last. */
  end: number;
  #depth = 0;

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Whether an element is left before the end of the one entered. */
  get more(): boolean {
    return this.at < this.end;
  }

  /** The identifier octet of the next element, or -1 when there is none. */
  peek(): number {
    return this.at < this.end ? (this.bytes[this.at] ?? -1) : -1;
  }

  /** Reads the header of an element with this tag; answers where its contents end. */
  header(tag: number): number {
    const found = this.peek();
    if (found !== tag) {
      throw new ProtocolError(
        found < 0
          ? `element 0x${tag.toString(16)} is missing`
          : `tag 0x${found.toString(16)} where 0x${tag.toString(16)} is expected`,
      );
    }
    this.at += 1;
    const length = this.#length();
    return this.at + length;
  }

  /**
   * Goes into a constructed element: until `leave`, the reader ends where the element does.
   * Answers the outer end, which `leave` wants back.
   */
  enter(tag: number): number {
    const inner = this.header(tag);
    const outer = this.end;
    this.#depth += 1;
    if (this.#depth > depthMax) throw new ProtocolError('elements nested too deep');
    this.end = inner;
    return outer;
  }

  /** Leaves the element entered last, past whatever is unread of it (RFC 4511 §4, extensions). */
  leave(outer: number): void {
    this.at = this.end;
    this.end = outer;
    this.#depth -= 1;
  }

  /** An octet string, as a view. */
  octets(tag: number = Tag.octetString): Buffer {
    const end = this.header(tag);
    const octets = this.bytes.subarray(this.at, end);
    this.at = end;
    return octets;
  }

  /** An octet string that is text; what is not UTF-8 is a `RequestFault`. */
  text(tag: number = Tag.octetString): string {
    const end = this.header(tag);
    const start = this.at;
    this.at = end;
    return readText(this.bytes, start, end);
  }

  /** An INTEGER or ENUMERATED of at most 48 bits, exact; the caller knows the range it wants. */
  integer(tag: number = Tag.integer): number {
    const end = this.header(tag);
    const length = end - this.at;
    if (length < 1 || length > 6) throw new ProtocolError('an integer out of range');
    const value = this.bytes.readIntBE(this.at, length);
    this.at = end;
    return value;
  }

  /** A BOOLEAN; BER takes any octet but zero for true. */
  boolean(tag: number = Tag.boolean): boolean {
    const end = this.header(tag);
    if (end - this.at !== 1) throw new ProtocolError('a boolean is one octet');
    const value = this.bytes[this.at] !== 0;
    this.at = end;
    return value;
  }

  /** Steps over the next element, whatever it is. */
  skip(): void {
    const tag = this.peek();
    if (tag < 0) throw new ProtocolError('an element is missing');
    if ((tag & 0x1f) === 0x1f) throw new ProtocolError('a multi-octet tag');
    this.at = this.header(tag);
  }

  #length(): number {
    if (this.at >= this.end) throw new ProtocolError('a truncated header');
    const first = this.bytes[this.at] ?? 0;
    this.at += 1;
    let length = first;
    if (first >= 0x80) {
      const count = first & 0x7f;
      if (count === 0) throw new ProtocolError('an indefinite length');
      if (count > this.end - this.at) throw new ProtocolError('a truncated header');
      length = 0;
      // A long form may carry leading zeros, so the value counts, not the number of octets.
      for (let index = 0; index < count; index += 1) {
        length = length * 256 + (this.bytes[this.at + index] ?? 0);
        if (length > 0x7fffffff) throw new ProtocolError('a length out of range');
      }
      this.at += count;
    }
    if (length > this.end - this.at) throw new ProtocolError('an element longer than its parent');
    return length;
  }
}

/** Most texts are short ASCII names, for which latin1 over a checked range beats the decoder. */
function readText(bytes: Buffer, start: number, end: number): string {
  if (end - start < 64) {
    let index = start;
    while (index < end && (bytes[index] ?? 0) < 0x80) index += 1;
    if (index === end) return bytes.toString('latin1', start, end);
  }
  if (!isUtf8(bytes.subarray(start, end))) throw new RequestFault('a string that is not UTF-8');
  return bytes.toString('utf8', start, end);
}
