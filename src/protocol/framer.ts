import { ProtocolError } from './protocol-error.js';
import { Tag } from './tags.js';

/** The longest header taken: a tag, and a length in at most eight octets. */
const lengthOctetsMax = 8;

const nothing = Buffer.alloc(0);

/** Whether a message of that many bytes may be taken from who sends it now. */
export type SizeCheck = (bytes: number) => boolean;

/**
 * Cuts a stream of bytes into LDAPMessages. A message that lies in one chunk is a view of it;
 * one that spans chunks is gathered in a buffer that doubles, so that each byte is copied a
 * bounded number of times however small the chunks. Bytes already handed out are never
 * overwritten. At most the largest message that is taken plus one chunk is held.
 */
export class Framer {
  readonly #fits: SizeCheck;
  #bytes: Buffer = nothing;
  #at = 0;
  #end = 0;
  /** Whether `#bytes` is ours to append to. */
  #gathering = false;
  /** The whole size of the message under way, 0 while its header is incomplete. */
  #size = 0;

  /** @param largest of the messages that are taken, or what decides it for each */
  constructor(largest: number | SizeCheck) {
    this.#fits = typeof largest === 'number' ? (bytes) => bytes <= largest : largest;
  }

  /** Whether part of a message has arrived and is waiting for the rest. */
  get partial(): boolean {
    return this.#at < this.#end;
  }

  push(chunk: Buffer): void {
    if (this.#at === this.#end) {
      this.#bytes = chunk;
      this.#at = 0;
      this.#end = chunk.length;
      this.#gathering = false;
      return;
    }
    if (!this.#gathering || this.#bytes.length - this.#end < chunk.length) this.#grow(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /**
   * The next whole message, or undefined until more bytes come.
   *
   * @throws ProtocolError when what comes is no LDAPMessage, or one beyond the cap
   */
  next(): Buffer | undefined {
    this.#size ||= this.#readHeader();
    if (this.#size === 0 || this.#end - this.#at < this.#size) return undefined;
    const pdu = this.#bytes.subarray(this.#at, this.#at + this.#size);
    this.#at += this.#size;
    this.#size = 0;
    // An idle connection must not keep its last chunk alive.
    if (this.#at === this.#end) this.clear();
    return pdu;
  }

  /** Forgets what has arrived: bytes sent in the clear must not outlive StartTLS. */
  clear(): void {
    this.#bytes = nothing;
    this.#at = 0;
    this.#end = 0;
    this.#size = 0;
  }

  #grow(more: number): void {
    const held = this.#end - this.#at;
    const needed = held + more;
    const grown = Buffer.allocUnsafe(Math.max(needed, Math.min(2 * needed, this.#size), 64));
    grown.set(this.#bytes.subarray(this.#at, this.#end));
    this.#bytes = grown;
    this.#at = 0;
    this.#end = held;
    this.#gathering = true;
  }

  /** The size of the message at the front, header included; 0 when its header is incomplete. */
  #readHeader(): number {
    const available = this.#end - this.#at;
    if (available < 1) return 0;
    if (this.#bytes[this.#at] !== Tag.sequence) throw new ProtocolError('not an LDAPMessage');
    if (available < 2) return 0;
    const first = this.#bytes[this.#at + 1] ?? 0;
    if (first < 0x80) return this.#capped(2 + first);
    const count = first & 0x7f;
    if (count === 0) throw new ProtocolError('an indefinite length');
    if (count > lengthOctetsMax) throw new ProtocolError('a length out of range');
    let length = 0;
    for (let index = 0; index < count && index < available - 2; index += 1) {
      length = length * 256 + (this.#bytes[this.#at + 2 + index] ?? 0);
      // Judged before the header is complete, so that nothing is waited for in vain.
      this.#capped(length);
    }
    return available < 2 + count ? 0 : this.#capped(2 + count + length);
  }

  #capped(size: number): number {
    if (this.#fits(size)) return size;
    throw new ProtocolError('the message is too large');
  }
}
