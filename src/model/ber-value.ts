/**
 * The little BER that an attribute value may hold (X.690, as RFC 4511 §5.1 narrows it):
 * single-byte tags, definite lengths. Messages are the protocol's affair.
 */

/** One element: its content is `bytes[start, end)`. */
export interface BerElement {
  readonly tag: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

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
