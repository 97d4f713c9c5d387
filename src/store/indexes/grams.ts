import type { SubstringKeys } from '../../schema/definitions.js';

/**
 * What the substring index knows of a value: its runs of three octets and, anchored, its first
 * and last one and two. A code is a kind and up to three octets in one number, so that a bulk
 * load counts with numbers; its four octets, big-endian, are the key.
 *
 * A value too long to be taken apart has the one code `overlong`, which every look-up includes:
 * what the index answers may be too much, never too little.
 */
const inner = 0x0000000;
const begin1 = 0x1000000;
const begin2 = 0x2000000;
const end1 = 0x3000000;
const end2 = 0x4000000;
export const overlong = 0x5000000;

export const gramValueBytesMax = 1024;

/** RFC 4518 frames every string with spaces: that a value starts with one tells nothing. */
const space = 0x20;

/** Reused: a bulk load takes a hundred million grams through here. */
const scratch = new Uint32Array(gramValueBytesMax + 4);
const foldedScratch = new Uint32Array(gramValueBytesMax + 4);

/** The codes of a prepared value, some perhaps more than once; valid until the next call. */
export function gramsOfValue(value: Buffer): Uint32Array {
  return gramsInto(scratch, value);
}

/**
 * The codes that a folded key has and the value's other key has not; valid until the next call.
 * Of an unaccented word they are few: what it shares with its other key is indexed once.
 */
export function foldedGrams(folded: Buffer, others: Uint32Array): Uint32Array {
  const codes = gramsInto(foldedScratch, folded);
  let count = 0;
  for (const code of codes) {
    if (servesFolded(code) && !others.includes(code)) foldedScratch[count++] = code;
  }
  return foldedScratch.subarray(0, count);
}

/** Folded keys are looked up by their beginning where they are whole. */
export function servesFolded(code: number): boolean {
  return code < begin1 || code >= end2;
}

function gramsInto(scratch: Uint32Array, value: Buffer): Uint32Array {
  const { length } = value;
  if (length === 0) return scratch.subarray(0, 0);
  if (length > gramValueBytesMax) {
    scratch[0] = overlong;
    return scratch.subarray(0, 1);
  }
  const first = value[0] ?? 0;
  const last = value[length - 1] ?? 0;
  let count = 0;
  if (first !== space) scratch[count++] = begin1 | first;
  if (last !== space) scratch[count++] = end1 | last;
  if (length > 1) {
    scratch[count++] = begin2 | (first << 8) | (value[1] ?? 0);
    scratch[count++] = end2 | ((value[length - 2] ?? 0) << 8) | last;
  }
  let window = (first << 8) | (value[1] ?? 0);
  for (let at = 2; at < length; at += 1) {
    window = ((window << 8) | (value[at] ?? 0)) & 0xffffff;
    scratch[count++] = inner | window;
  }
  return scratch.subarray(0, count);
}

function eachInner(value: Buffer, emit: (code: number) => void): void {
  for (let at = 2; at < value.length; at += 1) {
    const first = ((value[at - 2] ?? 0) << 16) | ((value[at - 1] ?? 0) << 8);
    emit(inner | first | (value[at] ?? 0));
  }
}

export interface AssertedGrams {
  readonly codes: readonly number[];
  /** Whether a value with these codes is sure to match. */
  readonly exact: boolean;
}

/** The codes that every matching value has; none when the parts are too short to have any. */
export function gramsOf(parts: SubstringKeys): AssertedGrams {
  const codes = new Set<number>();
  const add = (code: number): void => {
    codes.add(code);
  };
  const { initial, any, final } = parts;
  if (initial !== undefined) addAnchored(initial, initial.subarray(0, 2), [begin1, begin2], add);
  if (final !== undefined) addAnchored(final, final.subarray(-2), [end1, end2], add);
  for (const part of any) eachInner(part, add);
  return { codes: [...codes], exact: codes.size === 1 && isOneGram(parts) };
}

function addAnchored(
  part: Buffer,
  anchored: Buffer,
  [one, two]: readonly [number, number],
  add: (code: number) => void,
): void {
  const [first = 0, second = 0] = anchored;
  if (anchored.length === 2) add(two | (first << 8) | second);
  else if (anchored.length === 1 && first !== space) add(one | first);
  eachInner(part, add);
}

function isOneGram({ initial, any, final }: SubstringKeys): boolean {
  if (any.length > 1) return false;
  const [middle] = any;
  if (middle !== undefined) return middle.length === 3 && !initial && !final;
  if (initial !== undefined && final !== undefined) return false;
  return (initial ?? final ?? middle ?? Buffer.alloc(9)).length <= 2;
}

export function gramKey(code: number): Buffer {
  const key = Buffer.allocUnsafe(4);
  key.writeUInt32BE(code, 0);
  return key;
}
