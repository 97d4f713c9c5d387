import { parseDn } from '../model/dn.js';
import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import type { Target } from './policy.js';
import type { AccessRules, TargetRecord, TargetScope } from './rules.js';

/** The kinds of entries of a rules file; each kind is one bit, an entry may be of several. */
export interface TargetKinds {
  /** The bits of a rule's `sur`. */
  maskOf(names: readonly string[], fault: (why: string) => Error): number;
  /**
   * The bits of an entry among those `wanted`; asked for each entry of a search, so it compares
   * strings at most, and does not ask for the name when no kind wanted depends on it.
   */
  kindsOf(target: Target, wanted: number): number;
  /** The bits that all children of an entry have, and those that some may have, by its name. */
  kindsOfChildren(dn: string): { readonly all: number; readonly some: number };
}

/** Bit 0 is every entry; bits of a 32-bit integer. */
const kindsMax = 28;

/** @throws Error naming the kind whose place or class the schema does not know */
export function targetKinds(
  records: AccessRules['cibles'],
  options: { readonly schema: Schema; readonly suffix: DnKey },
): TargetKinds {
  const names = Object.keys(records);
  if (names.length > kindsMax) throw new Error(`more than ${kindsMax} kinds of entries`);
  const tests = Object.entries(records).map(([name, record]) => targetTest(name, record, options));
  const childTests = Object.values(records).map((record) => childTest(record, options));
  return {
    maskOf: (wanted, fault) =>
      wanted.reduce((mask, name) => {
        if (name === '*') return mask | 1;
        const index = names.indexOf(name);
        if (index < 0) throw fault(`“${name}” is not one of its “cibles”`);
        return mask | (2 << index);
      }, 0),
    kindsOf: (target, wanted) => {
      let kinds = 1;
      let bit = 2;
      for (const test of tests) {
        if ((wanted & bit) !== 0 && test(target)) kinds |= bit;
        bit <<= 1;
      }
      return kinds;
    },
    kindsOfChildren: (dn) => {
      let all = 1;
      let some = 1;
      childTests.forEach((test, index) => {
        const share = test(dn);
        if (share !== 'none') some |= 2 << index;
        if (share === 'all') all |= 2 << index;
      });
      return { all, some };
    },
  };
}

function targetTest(
  name: string,
  record: TargetRecord,
  { schema, suffix }: { readonly schema: Schema; readonly suffix: DnKey },
): (target: Target) => boolean {
  const objectClass = record.classe === undefined ? undefined : schema.objectClass(record.classe);
  if (record.classe !== undefined && !objectClass) {
    throw new Error(`access rules, target “${name}”: “${record.classe}” is not an object class`);
  }
  const className = objectClass?.name.toLowerCase();
  const placed = placeTest(record, baseText(record.sous ?? '', schema, suffix));
  return (target) =>
    (className === undefined || target.classes.has(className)) &&
    (placed === undefined || placed(target.dn));
}

type Share = 'all' | 'some' | 'none';

/** How many children of an entry are of a kind: `some` where the name alone does not tell. */
function childTest(
  record: TargetRecord,
  { schema, suffix }: { readonly schema: Schema; readonly suffix: DnKey },
): (parent: string) => Share {
  const base = baseText(record.sous ?? '', schema, suffix);
  const isPlaced = record.sous !== undefined || record.portee !== undefined;
  const scope = record.portee ?? 'descendants';
  const share = (parent: string): Share => {
    if (!isPlaced) return 'all';
    const isBelow = parent === base || parent.endsWith(`,${base}`);
    if (scope === 'enfants' ? parent === base : scope !== 'base' && isBelow) return 'all';
    const holdsBase = scope !== 'enfants' && base.endsWith(`,${parent}`);
    return holdsBase && scope !== 'descendants' ? 'some' : 'none';
  };
  return (parent) => {
    const placed = share(parent);
    return placed === 'all' && record.classe !== undefined ? 'some' : placed;
  };
}

function baseText(relative: string, schema: Schema, suffix: DnKey): string {
  const key = schema.dnKey(parseDn(relative)).text;
  return [key, suffix.text].filter((text) => text !== '').join(',');
}

/** Undefined for a kind that is found anywhere. */
function placeTest(record: TargetRecord, base: string): ((dn: string) => boolean) | undefined {
  if (record.sous === undefined && record.portee === undefined) return undefined;
  const tail = base === '' ? '' : `,${base}`;
  const below = (dn: string): boolean => dn.length > tail.length && dn.endsWith(tail);
  const scopes: Readonly<Record<TargetScope, (dn: string) => boolean>> = {
    base: (dn) => dn === base,
    enfants: (dn) => below(dn) && isOneRdn(dn, dn.length - tail.length),
    descendants: below,
    tout: (dn) => dn === base || below(dn),
  };
  return scopes[record.portee ?? 'descendants'];
}

/** Whether a normalised name is one RDN up to `end`: a comma inside a value is always escaped. */
function isOneRdn(dn: string, end: number): boolean {
  let comma = dn.indexOf(',');
  while (comma >= 0 && comma < end && isEscaped(dn, comma)) comma = dn.indexOf(',', comma + 1);
  return comma < 0 || comma >= end;
}

/** An odd number of backslashes stands before the character. */
function isEscaped(dn: string, at: number): boolean {
  let start = at;
  while (start > 0 && dn[start - 1] === '\\') start -= 1;
  return (at - start) % 2 === 1;
}
