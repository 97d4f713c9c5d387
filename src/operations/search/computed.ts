import type { AccessView } from '../../access/policy.js';
import type { EncodedEntry } from '../../model/encoded-entry.js';
import type { Reader } from '../../store/reader.js';
import { isMember, memberIds } from './computed-groups.js';
import { computedPasswordState } from './computed-password-state.js';
import type { Kernel } from '../context.js';
import { dnTextOf } from '../dn-text.js';
import { groupsNaming } from '../naming-groups.js';
import { classesOf, valuesIn } from '../filter/slice-values.js';
import type { ComputedMembers } from './entry-view.js';
import { GroupMembers, nobody } from './group-members.js';
import { visibleChildren } from './visible-children.js';

/**
 * Attributes made for an answer and stored nowhere: `memberOf`, `hasSubordinates`,
 * `numSubordinates`, `entryDN`, `subschemaSubentry`, the state of a password, and the `member`
 * of computed groups and of groups without any.
 */

export const subschemaDn = 'cn=Subschema';

/** A computed attribute, by the lower-cased name of its type. */
export interface ComputedDefinition {
  /** Whether `+` brings it; otherwise it must be named. */
  readonly withOperational: boolean;
  /** Whether it is answered in the place of what an entry may store under that name. */
  readonly standsForStored?: boolean;
  readonly values: (at: ComputedAt) => readonly Buffer[];
}

/** Where a computed attribute is asked for. `encoded` is read anew after the reader moved. */
export interface ComputedAt {
  readonly kernel: Kernel;
  readonly reader: Reader;
  /** Whose answer it is: what counts other entries counts those that it shows. */
  readonly view: AccessView;
  readonly id: number;
  readonly encoded: () => EncodedEntry;
}

const trueValue = Buffer.from('TRUE');
const falseValue = Buffer.from('FALSE');

export const computedAttributes: ReadonlyMap<string, ComputedDefinition> = new Map([
  ['memberof', { withOperational: true, values: memberOf }],
  [
    'hassubordinates',
    {
      withOperational: true,
      values: (at) => [visibleChildren(at, 1) > 0 ? trueValue : falseValue],
    },
  ],
  ['numsubordinates', { withOperational: false, values: numSubordinates }],
  ['entrydn', { withOperational: true, values: ({ encoded }) => [Buffer.from(encoded().dn)] }],
  ['subschemasubentry', { withOperational: true, values: () => [Buffer.from(subschemaDn)] }],
  ...computedPasswordState,
] satisfies [string, ComputedDefinition][]);

export const isComputed = (key: string): boolean => computedAttributes.has(key);

/** The values of one computed attribute of an entry; empty when it has none. */
export function computedValues(at: ComputedAt, key: string): readonly Buffer[] {
  return computedAttributes.get(key)?.values(at) ?? [];
}

function memberOf({ kernel, reader, id, encoded }: ComputedAt): Buffer[] {
  const entry = encoded();
  const name = dnTextOf(kernel, entry.dn.toString('utf8'));
  const services = kernel.groups.all.filter((group) => isMember(kernel.schema, group, entry));
  const groups = new Set<number>();
  for (const { key } of services) {
    const group = reader.find(key);
    if (group !== undefined) groups.add(group);
  }
  if (id > 0) {
    for (const group of groupsNaming(reader, name)) groups.add(group);
    for (const group of kernel.dynamicGroups.holding(reader, id)) groups.add(group);
  }
  return [...groups].flatMap((group) => {
    const dn = reader.dn(group);
    return dn === undefined ? [] : [Buffer.from(dn)];
  });
}

function numSubordinates(at: ComputedAt): Buffer[] {
  return [Buffer.from(String(visibleChildren(at)))];
}

/** Whether an entry of these classes is a group that may have computed members. */
export const mayHaveMembers = (classes: ReadonlySet<string>): boolean =>
  classes.has('groupofnames') || classes.has('groupofurls');

/**
 * The `member` that a group has beyond its stored ones: its computed members or, of a
 * groupOfNames, one zero-length name when it has none at all.
 */
export function computedMembers(at: ComputedAt): ComputedMembers | undefined {
  const { kernel, reader, id, encoded } = at;
  const entry = encoded();
  const classes = classesOf(kernel, entry);
  if (classes.has('groupofurls')) return dynamicMembers(kernel, reader, id);
  if (!classes.has('groupofnames')) return undefined;
  const stored = holdsStored(entry, 'member');
  const group =
    kernel.groups.all.length > 0
      ? kernel.groups.named(dnTextOf(kernel, entry.dn.toString('utf8')))
      : undefined;
  if (!group) return stored ? undefined : nobody;
  const ids = memberIds(kernel.schema, reader, group);
  if (ids.length === 0) return stored ? undefined : nobody;
  return new GroupMembers(reader, { bound: ids.length, found: () => ids });
}

function dynamicMembers(kernel: Kernel, reader: Reader, id: number): ComputedMembers | undefined {
  const group = kernel.dynamicGroups.all(reader).find((each) => each.id === id);
  return group && new GroupMembers(reader, kernel.dynamicGroups.members(reader, group));
}

function holdsStored(entry: EncodedEntry, description: string): boolean {
  if (valuesIn(entry, description) !== undefined) return true;
  return entry.large?.some((each) => each.description === description) === true;
}
