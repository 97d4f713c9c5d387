import type { EntryIds } from '../reader.js';

/** Sets of entry ids as sorted arrays. */

export const noIds: EntryIds = new Uint32Array(0);

export function intersectIds(a: EntryIds, b: EntryIds): EntryIds {
  const both = new Uint32Array(Math.min(a.length, b.length));
  let length = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    if (x === y) {
      both[length++] = x;
      i += 1;
      j += 1;
    } else if (x < y) i += 1;
    else j += 1;
  }
  return both.subarray(0, length);
}

/** The part of sorted ids beyond one. */
export function idsBeyond(sorted: EntryIds, after: number): EntryIds {
  if ((sorted[0] ?? 0) > after) return sorted;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > after) high = middle;
    else low = middle + 1;
  }
  return sorted.subarray(low);
}

/** What two sets in ascending runs have in common, in such runs: each is read as far as asked. */
export function* intersectRuns(
  one: Iterable<EntryIds>,
  other: Iterable<EntryIds>,
): Generator<EntryIds> {
  const left = one[Symbol.iterator]();
  const right = other[Symbol.iterator]();
  let a = left.next();
  let b = right.next();
  while (a.done !== true && b.done !== true) {
    yield intersectIds(a.value, b.value);
    const [lastA, lastB] = [a.value.at(-1) ?? 0, b.value.at(-1) ?? 0];
    if (lastA <= lastB) a = left.next();
    if (lastB <= lastA) b = right.next();
  }
}

/** What two sets in ascending runs hold together, in such runs: each is read as far as asked. */
export function* uniteRuns(
  one: Iterable<EntryIds>,
  other: Iterable<EntryIds>,
): Generator<EntryIds> {
  const left = one[Symbol.iterator]();
  const right = other[Symbol.iterator]();
  let a = nextFull(left);
  let b = nextFull(right);
  while (a && b) {
    const bound = Math.min(a.at(-1) ?? 0, b.at(-1) ?? 0);
    const [laterA, laterB] = [idsBeyond(a, bound), idsBeyond(b, bound)];
    yield uniteIds(
      a.subarray(0, a.length - laterA.length),
      b.subarray(0, b.length - laterB.length),
    );
    a = laterA.length > 0 ? laterA : nextFull(left);
    b = laterB.length > 0 ? laterB : nextFull(right);
  }
  for (; a; a = nextFull(left)) yield a;
  for (; b; b = nextFull(right)) yield b;
}

function nextFull(runs: Iterator<EntryIds>): EntryIds | undefined {
  for (;;) {
    const next = runs.next();
    if (next.done === true) return undefined;
    if (next.value.length > 0) return next.value;
  }
}

function uniteIds(a: EntryIds, b: EntryIds): EntryIds {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const all = new Uint32Array(a.length + b.length);
  let length = 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i] ?? Infinity;
    const y = b[j] ?? Infinity;
    all[length++] = Math.min(x, y);
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return all.subarray(0, length);
}

/** The ids of several lists, in any order, possibly more than once. */
export function unionOfIds(lists: readonly EntryIds[]): EntryIds {
  const [only] = lists;
  if (only === undefined) return noIds;
  if (lists.length === 1) return only;
  const all = new Uint32Array(lists.reduce((total, list) => total + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return withoutRepeats(all.sort());
}

/** Drops repeats from sorted ids, in place. */
export function withoutRepeats(sorted: EntryIds): EntryIds {
  let length = 0;
  let last = -1;
  for (const id of sorted) {
    if (id === last) continue;
    sorted[length++] = id;
    last = id;
  }
  return sorted.subarray(0, length);
}

/** A growing list of ids, appended in ascending order; the same id twice in a row counts once. */
export class IdList {
  private ids = new Uint32Array(4);
  length = 0;

  push(id: number): void {
    if (this.length > 0 && this.ids[this.length - 1] === id) return;
    if (this.length === this.ids.length) {
      const wider = new Uint32Array(this.length * 2);
      wider.set(this.ids);
      this.ids = wider;
    }
    this.ids[this.length++] = id;
  }

  toArray(): EntryIds {
    return this.ids.subarray(0, this.length);
  }
}
