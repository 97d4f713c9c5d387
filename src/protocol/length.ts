/** How many octets a definite length takes (X.690 §8.1.3). */
export function sizeOfLength(length: number): number {
  if (length < 0x80) return 1;
  if (length < 0x100) return 2;
  if (length < 0x10000) return 3;
  if (length < 0x1000000) return 4;
  return 5;
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
