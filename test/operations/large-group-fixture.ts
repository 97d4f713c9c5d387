import { expect } from 'chai';
import { StoredLargeValues } from '../../src/store/value-rows.js';
import {
  type Opened,
  openFixture,
  personDn,
  smallDirectory,
  suffix,
  type Values,
} from './fixture.js';

/** What the tests of large groups share: a group of which two of many members are entries. */

export const groupDn = `cn=tous,ou=groupes,${suffix}`;
export const stranger = (n: number): string => `uid=p${String(n)},ou=ailleurs,${suffix}`;
export const strangers = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, n) => stranger(from + n));

const group = (members: readonly string[]): readonly [string, Values] => [
  groupDn,
  { objectClass: 'groupOfNames', cn: 'tous', member: members },
];

/** How often rows of large attributes were read or looked up while something was done. */
export async function rowReads(work: () => unknown): Promise<{ reads: number; lookups: number }> {
  const { prototype } = StoredLargeValues;
  const originals = Object.getOwnPropertyDescriptors(prototype);
  const counted = { reads: 0, lookups: 0 };
  const wrapped = {
    read(this: StoredLargeValues, skip?: number): Generator<Buffer> {
      counted.reads += 1;
      return originals.read.value?.call(this, skip) ?? expect.fail('no read');
    },
    get(this: StoredLargeValues, key: Buffer): Buffer | undefined {
      counted.lookups += 1;
      return originals.get.value?.call(this, key);
    },
  };
  Object.assign(prototype, wrapped);
  try {
    await work();
  } finally {
    Object.defineProperties(prototype, { read: originals.read, get: originals.get });
  }
  return counted;
}

export const count = 3_000;

/** A directory with that group. */
export function openWithGroup(): Promise<Opened> {
  const members = [...strangers(count), personDn('soazig.riou'), personDn('yann.martin')];
  return openFixture({ entries: [...smallDirectory, group(members)] });
}
