import { LdapError } from '../../model/result.js';
import { valuesOf } from '../../model/entry.js';
import type { DnKey } from '../../schema/definitions.js';
import { isComputed } from '../search/computed.js';
import { type ComputedGroup, isMember } from '../search/computed-groups.js';
import { computedCondition, type Condition, constantCondition, idCondition } from './condition.js';
import { allOf, anyOf } from './connectives.js';
import { dnKeyOf } from '../dn-text.js';
import type { FilterGround } from './filter-ground.js';
import { inexact, knownIds, type Plan } from './plan.js';
import { type SearchedAttribute, searchedAttribute } from './searched-attribute.js';
import { equalityTest, storedEquality } from './stored-equality.js';

/** Filters on what is computed become conditions on what is stored, which indexes answer. */

interface GroupAssertion {
  readonly attribute: SearchedAttribute;
  readonly assertion: Buffer;
  /** The condition on stored values alone. */
  readonly stored: Condition;
}

/** The condition of an equality on a computed attribute; undefined when it is a stored one. */
export function groupCondition(ground: FilterGround, asked: GroupAssertion): Condition | undefined {
  const { key } = asked.attribute;
  if (key === 'memberof') return memberOfCondition(ground, asked);
  if (key === 'member') return memberCondition(ground, asked);
  if (key === 'entrydn') {
    const id = ground.reader.find(nameOf(ground, asked.assertion) ?? { rdns: [], text: '' });
    return oneOf(key, id === undefined ? [] : [id]);
  }
  if (!isComputed(key)) return undefined;
  const test = equalityTest(asked.attribute.type, asked.assertion);
  if (!test) return undefined;
  return computedCondition({ key, test, plan: { kind: 'scan', why: `${key} is computed` } });
}

/** `(memberOf=dn)`: what the service's members hold, or the members that the group names. */
function memberOfCondition(ground: FilterGround, { assertion }: GroupAssertion): Condition {
  const name = nameOf(ground, assertion);
  if (!name) return constantCondition(undefined, 'memberOf: not a name');
  const id = ground.reader.find(name);
  if (id === undefined) return oneOf('memberof', []);
  const group = ground.kernel.groups.named(name.text);
  const named = oneOf('memberof', namedMembers(ground, id));
  return group ? anyOf([membersOf(ground, group), named]) : named;
}

function membersOf(ground: FilterGround, group: ComputedGroup): Condition {
  return allOf(
    group.conditions.map(({ attribute, value }) => {
      const searched = searchedAttribute(ground.kernel, attribute);
      if (!searched) return constantCondition(false, `no attribute ${attribute}`);
      return storedEquality(ground, searched, value, 'memberof');
    }),
  );
}

function namedMembers({ kernel, reader }: FilterGround, group: number): number[] {
  const entry = reader.entry(group);
  if (!entry) return [];
  return valuesOf(entry, 'member').flatMap((value) => {
    const name = nameOf({ kernel, reader }, value);
    const id = name && reader.find(name);
    return id === undefined ? [] : [id];
  });
}

/** `(member=dn)`: stored members, and the computed groups that hold that entry. */
function memberCondition(ground: FilterGround, asked: GroupAssertion): Condition {
  const name = nameOf(ground, asked.assertion);
  if (!name) return asked.stored;
  if (name.rdns.length === 0) return emptyGroups(ground, asked.attribute);
  const id = ground.reader.find(name);
  const encoded = id === undefined ? undefined : ground.reader.encoded(id);
  if (!encoded) return asked.stored;
  const { kernel, reader } = ground;
  const holding = kernel.groups.all.filter((group) => isMember(kernel.schema, group, encoded));
  const ids = holding.flatMap(({ key }) => reader.find(key) ?? []);
  return ids.length === 0 ? asked.stored : anyOf([asked.stored, oneOf('member', ids)]);
}

/** `(member=*)`: also every group without stored members, which answers a zero-length name. */
export function memberPresence(ground: FilterGround, stored: Condition): Condition {
  const classes = searchedAttribute(ground.kernel, 'objectClass');
  if (!classes) return stored;
  return anyOf([stored, storedEquality(ground, classes, Buffer.from('groupOfNames'), 'member')]);
}

/** `(member=)`: the groups that nobody is in. */
function emptyGroups(ground: FilterGround, attribute: SearchedAttribute): Condition {
  const classes = searchedAttribute(ground.kernel, 'objectClass');
  const plan: Plan = classes
    ? storedEquality(ground, classes, Buffer.from('groupOfNames')).plan
    : { kind: 'scan', why: 'groups without members' };
  return computedCondition({
    key: attribute.key,
    test: (value) => value.length === 0,
    plan: plan.kind === 'index' ? { ...plan, postings: inexact(plan.postings) } : plan,
  });
}

const oneOf = (as: string, ids: readonly number[]): Condition =>
  idCondition({ ids: new Set(ids), plan: knownIds(as, ids), as });

function nameOf({ kernel }: FilterGround, value: Buffer): DnKey | undefined {
  try {
    return dnKeyOf(kernel, value.toString('utf8'));
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
