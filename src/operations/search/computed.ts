import type { EncodedEntry } from '../../model/encoded-entry.js';
import type { Reader } from '../../store/reader.js';
import { isMember, memberIds } from './computed-groups.js';
import type { Kernel } from '../context.js';
import { dnTextOf } from '../dn-text.js';
import { classesOf, sliceOf } from '../filter/slice-values.js';

/**
 * Attributes made for an answer and stored nowhere: `memberOf`, `hasSubordinates`,
 * `numSubordinates`, `entryDN`, `subschemaSubentry`, and the `member` of computed groups and
 * of groups without any.
 */

export const subschemaDn = 'cn=Subschema';

/** A computed attribute, by the lower-cased name of its type. */
interface ComputedDefinition {
  /** Whether `+` brings it; otherwise it must be named. */
  readonly withOperational: boolean;
  readonly values: (at: ComputedAt) => readonly Buffer[];
}

/** Where a computed attribute is asked for. `encoded` is read anew after the reader moved. */
export interface ComputedAt {
  readonly kernel: Kernel;
  readonly reader: Reader;
  readonly id: number;
  readonly encoded: () => EncodedEntry;
}

const zeroLengthDn: readonly Buffer[] = [Buffer.alloc(0)];
const trueValue = Buffer.from('TRUE');
const falseValue = Buffer.from('FALSE');

export const computedAttributes: ReadonlyMap<string, ComputedDefinition> = new Map([
  ['memberof', { withOperational: true, values: memberOf }],
  [
    'hassubordinates',
    {
      withOperational: true,
      values: ({ reader, id }) => [reader.hasChildren(id) ? trueValue : falseValue],
    },
  ],
  ['numsubordinates', { withOperational: false, values: numSubordinates }],
  ['entrydn', { withOperational: true, values: ({ encoded }) => [Buffer.from(encoded().dn)] }],
  ['subschemasubentry', { withOperational: true, values: () => [Buffer.from(subschemaDn)] }],
] satisfies [string, ComputedDefinition][]);

export const isComputed = (key: string): boolean => computedAttributes.has(key);

/** The values of one computed attribute of an entry; empty when it has none. */
export function computedValues(at: ComputedAt, key: string): readonly Buffer[] {
  if (key === 'member') return computedMember(at);
  return computedAttributes.get(key)?.values(at) ?? [];
}

function memberOf({ kernel, reader, id, encoded }: ComputedAt): Buffer[] {
  const entry = encoded();
  const name = Buffer.from(entry.dn);
  const services = kernel.groups.all.filter((group) => isMember(kernel.schema, group, entry));
  const groups = new Set<number>();
  for (const { key } of services) {
    const group = reader.find(key);
    if (group !== undefined) groups.add(group);
  }
  const member = kernel.schema.attributeType('member')?.equality?.prepareValue(name);
  if (member && id > 0) {
    for (const group of reader.index.equality('member', member)?.ids() ?? []) groups.add(group);
  }
  return [...groups].flatMap((group) => {
    const dn = reader.dn(group);
    return dn === undefined ? [] : [Buffer.from(dn)];
  });
}

function numSubordinates({ reader, id }: ComputedAt): Buffer[] {
  let count = 0;
  const children = reader.children(id)[Symbol.iterator]();
  while (children.next().done !== true) count += 1;
  return [Buffer.from(String(count))];
}

/**
 * The `member` that a group has beyond its stored ones: its computed members, or one
 * zero-length name when it has none at all.
 */
export function computedMember({ kernel, reader, encoded }: ComputedAt): readonly Buffer[] {
  const entry = encoded();
  if (!classesOf(kernel, entry).has('groupofnames')) return [];
  const stored = sliceOf(entry, 'member') !== undefined;
  const group =
    kernel.groups.all.length > 0
      ? kernel.groups.named(dnTextOf(kernel, entry.dn.toString('utf8')))
      : undefined;
  if (!group) return stored ? [] : zeroLengthDn;
  const members: Buffer[] = [];
  for (const id of memberIds(kernel.schema, reader, group)) {
    const dn = reader.dn(id);
    if (dn !== undefined) members.push(Buffer.from(dn));
  }
  return members.length > 0 || stored ? members : zeroLengthDn;
}
