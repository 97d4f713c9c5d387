import { LdapError } from '../../model/result.js';
import type { DnKey } from '../../schema/definitions.js';
import { isComputed } from '../search/computed.js';
import type { DynamicGroup } from '../search/dynamic-groups.js';
import type { EntryView } from '../search/entry-view.js';
import { nobody } from '../search/group-members.js';
import { isNamed, memberCount, memberSteps, rememberedMembers } from '../search/named-members.js';
import { type ComputedGroup, isMember } from '../search/computed-groups.js';
import { computedCondition, type Condition, constantCondition, idCondition } from './condition.js';
import { allOf, anyOf } from './connectives.js';
import type { EntryIds } from '../../store/reader.js';
import { atOnce, type Steps } from '../steps.js';
import { dnKeyOf } from '../dn-text.js';
import type { FilterGround } from './filter-ground.js';
import { sortedIds } from './id-search.js';
import { inexact, type Plan } from './plan.js';
import { type SearchedAttribute, searchedAttribute } from './searched-attribute.js';
import { equalityTest, storedEquality } from './stored-equality.js';

/** Filters on what is computed become conditions on what is stored, which indexes answer. */

interface GroupAssertion {
  readonly attribute: SearchedAttribute;
  readonly assertion: Buffer;
  /** The condition on stored values alone. */
  readonly stored: Condition;
}

/** An equality on a computed attribute other than `memberOf`; undefined when it is stored. */
export function groupCondition(ground: FilterGround, asked: GroupAssertion): Condition | undefined {
  const { key } = asked.attribute;
  if (key === 'member') return memberCondition(ground, asked);
  if (key === 'entrydn') {
    const id = ground.reader.find(nameOf(ground, asked.assertion) ?? { rdns: [], text: '' });
    return idCondition(key, sortedIds(id === undefined ? [] : [id]));
  }
  if (!isComputed(key)) return undefined;
  const test = equalityTest(asked.attribute.type, asked.assertion);
  if (!test) return undefined;
  return computedCondition({ key, test, plan: { kind: 'scan', why: `${key} is computed` } });
}

/**
 * `(memberOf=dn)`: what the service's members hold, what the URLs of a dynamic group find, or the
 * members that the group names.
 */
export function memberOfCondition(ground: FilterGround, assertion: Buffer): Condition {
  const { kernel, reader } = ground;
  const name = nameOf(ground, assertion);
  if (!name) return constantCondition(undefined, 'memberOf: not a name');
  const id = reader.find(name);
  if (id === undefined) return idCondition('memberof', noIds);
  const dynamic = dynamicGroups(ground).find((group) => group.id === id);
  if (dynamic) return kernel.dynamicGroups.condition(reader, dynamic, 'memberof');
  const group = kernel.groups.named(name.text);
  const named = namedCondition(ground, id);
  return group ? anyOf([membersOf(ground, group), named]) : named;
}

/** The members that a group names: looked up all together, or one by one where few are asked of. */
function namedCondition({ kernel, reader }: FilterGround, group: number): Condition {
  const remembered = rememberedMembers(kernel, reader, group);
  if (remembered) return idCondition('memberof', remembered);
  const open = ({ access }: EntryView): boolean => access.may('memberof', 'search');
  const steps = (): Steps<EntryIds> => memberSteps(kernel, reader, group);
  const count = memberCount(reader, group);
  const postings = { count, exact: true, ids: () => atOnce(steps()), steps };
  return {
    plan: { kind: 'index', name: 'memberof', postings },
    open,
    matches: (entry) => {
      if (!open(entry)) return undefined;
      const isMember = isNamed(kernel, reader, group, entry.encoded.dn.toString('utf8'));
      entry.readerMoves();
      return isMember;
    },
  };
}

const noIds = sortedIds([]);

const dynamicGroups = ({ kernel, reader, isMemberUrl }: FilterGround): readonly DynamicGroup[] =>
  isMemberUrl === true ? [] : kernel.dynamicGroups.all(reader);

function membersOf(ground: FilterGround, group: ComputedGroup): Condition {
  return allOf(
    group.conditions.map(({ attribute, value }) => {
      const searched = searchedAttribute(ground.kernel, attribute);
      if (!searched) return constantCondition(false, `no attribute ${attribute}`);
      return storedEquality(ground, searched, value, 'memberof');
    }),
  );
}

/** `(member=dn)`: stored members, and the computed groups that hold that entry. */
function memberCondition(ground: FilterGround, asked: GroupAssertion): Condition {
  const name = nameOf(ground, asked.assertion);
  if (!name) return asked.stored;
  if (name.rdns.length === 0) return emptyGroups(ground, asked.attribute);
  const { kernel, reader, isMemberUrl } = ground;
  const id = reader.find(name);
  const encoded = id === undefined ? undefined : reader.encoded(id);
  if (id === undefined || !encoded) return asked.stored;
  const holding = kernel.groups.all.filter((group) => isMember(kernel.schema, group, encoded));
  const ids = holding.flatMap(({ key }) => reader.find(key) ?? []);
  const dynamic = isMemberUrl === true ? [] : kernel.dynamicGroups.holding(reader, id);
  const all = sortedIds([...ids, ...dynamic]);
  return all.length === 0 ? asked.stored : anyOf([asked.stored, idCondition('member', all)]);
}

/**
 * `(member=*)`: also every groupOfNames without stored members, which answers a zero-length name,
 * and the dynamic groups that find somebody.
 */
export function memberPresence(ground: FilterGround, stored: Condition): Condition {
  const { kernel, reader } = ground;
  const classes = searchedAttribute(kernel, 'objectClass');
  if (!classes) return stored;
  const groups = storedEquality(ground, classes, Buffer.from('groupOfNames'), 'member');
  const dynamic = dynamicGroups(ground).filter((group) => {
    const found = kernel.dynamicGroups.members(reader, group).found()[Symbol.iterator]();
    return found.next().done !== true;
  });
  if (dynamic.length === 0) return anyOf([stored, groups]);
  const ids = sortedIds(dynamic.map(({ id }) => id));
  return anyOf([stored, groups, idCondition('member', ids)]);
}

/** `(member=)`: the groups that nobody is in. */
function emptyGroups(ground: FilterGround, attribute: SearchedAttribute): Condition {
  const classes = searchedAttribute(ground.kernel, 'objectClass');
  const plan: Plan = classes
    ? storedEquality(ground, classes, Buffer.from('groupOfNames')).plan
    : { kind: 'scan', why: 'groups without members' };
  const open = (entry: EntryView): boolean => entry.access.may(attribute.key, 'search');
  return {
    open,
    matches: (entry) => (open(entry) ? entry.members() === nobody : undefined),
    plan: plan.kind === 'index' ? { ...plan, postings: inexact(plan.postings) } : plan,
  };
}

function nameOf({ kernel }: FilterGround, value: Buffer): DnKey | undefined {
  try {
    return dnKeyOf(kernel, value.toString('utf8'));
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
