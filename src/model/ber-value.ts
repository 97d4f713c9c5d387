/**
 * The little BER that the value of a control needs (X.690, as RFC 4511 §5.1 narrows it):
 * single-byte tags, definite lengths. Whole messages are the protocol's affair.
 */

/** One element: its content is `bytes[start, end)`. */
export interface BerElement {
  readonly tag: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

const integerMax = 0x7fffffff;

/** The element at an offset; undefined when it is malformed or passes the limit. */
export function readElement(bytes: Buffer, at: number, limit: number): BerElement | undefined {
  if (at + 2 > limit) return undefined;
  const tag = bytes[at] ?? 0;
  const first = bytes[at + 1] ?? 0;
  if ((tag & 0x1f) === 0x1f || first === 0x80) return undefined;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  if (octets > 4 || at + 2 + octets > limit) return undefined;
  const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets);
  const start = at + 2 + octets;
  const end = start + length;
  return end > limit ? undefined : { tag, bytes, start, end };
}

/** The integer an element holds; undefined beyond ±2^31 (RFC 4511 `maxInt`) or when empty. */
export function readInteger(element: BerElement): number | undefined {
  const length = element.end - element.start;
  if (length < 1 || length > 5) return undefined;
  const value = element.bytes.readIntBE(element.start, length);
  return Math.abs(value) > integerMax ? undefined : value;
}

/** The octets of an element of the given tag and content. */
export function berElement(tag: number, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(length), ...parts]);
}

/** An INTEGER element, not negative. */
export function berInteger(value: number): Buffer {
  const octets = Buffer.alloc(5);
  octets.writeUIntBE(value, 0, 5);
  let start = 0;
  while (start < 4 && octets[start] === 0 && (octets[start + 1] ?? 0) < 0x80) start += 1;
  return berElement(0x02, octets.subarray(start));
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const octets = Buffer.alloc(5);
  octets.writeUInt32BE(length, 1);
  let start = 1;
  while (octets[start] === 0) start += 1;
  octets[start - 1] = 0x80 | (5 - start);
  return octets.subarray(start - 1);
}
