/** How many octets a definite length takes (X.690 §8.1.3). */
export function sizeOfLength(length: number): number {
  if (length < 0x80) return 1;
  if (length < 0x100) return 2;
  if (length < 0x10000) return 3;
  if (length < 0x1000000) return 4;
  return 5;
}

/** How many octets an element has whose content has so many, tag and length included. */
export function sizeOfElement(length: number): number {
  return 1 + sizeOfLength(length) + length;
}

/** Writes a definite length in its shortest form at an offset; answers the offset after it. */
export function writeLength(bytes: Buffer, at: number, length: number): number {
  const size = sizeOfLength(length);
  if (size === 1) {
    bytes[at] = length;
    return at + 1;
  }
  bytes[at] = 0x80 | (size - 1);
  for (let index = size - 1; index > 0; index -= 1) {
    bytes[at + index] = length >>> (8 * (size - 1 - index));
  }
  return at + size;
}

/** Where the content of a TLV is; `end` is where the next one starts. */
export interface Content {
  readonly start: number;
  readonly end: number;
}

/** The content of the TLV that starts there, of BER that is trusted: nothing is checked. */
export function contentAt(bytes: Buffer, at: number): Content {
  const first = bytes[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const octets = first & 0x7f;
  const start = at + 2 + octets;
  return { start, end: start + bytes.readUIntBE(at + 2, octets) };
}
