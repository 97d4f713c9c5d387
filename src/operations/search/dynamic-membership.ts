import { everything } from '../../access/rights.js';
import type { Reader } from '../../store/reader.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import { dnKeyOf, dnTextOf } from '../dn-text.js';
import { compileFilter } from '../filter/compile-filter.js';
import { type Condition, constantCondition } from '../filter/condition.js';
import { allOf, anyOf } from '../filter/connectives.js';
import { candidatesOf, countOf, knownIds, type Plan } from '../filter/plan.js';
import { isTransaction } from '../write/transaction-reader.js';
import {
  type DynamicGroup,
  type DynamicGroups,
  type MemberUrl,
  readDynamicGroups,
} from './dynamic-groups.js';
import type { EntryView } from './entry-view.js';
import type { MemberSource } from './group-members.js';
import { searchedTree } from './search-scope.js';

/** Membership in dynamic groups, by the filters of their URLs. */

/** Who looks for members, whoever asks for them. */
const server: Actor = { kind: 'internal', door: 'ldap', secure: true, name: 'system' };

/** A subtree up to this size is known by its ids rather than by its name. */
const walkMax = 64;
const listsMax = 64;

/** Answers for the dynamic groups of one directory. */
export function openDynamicGroups(kernel: () => Kernel): DynamicGroups {
  /** Compiled once for each view: a commit makes new ones. */
  const compiled = new WeakMap<Reader, Map<number, Condition>>();
  const lists = new Map<number, { readonly sequence: number; readonly ids: Uint32Array }>();

  const all = (reader: Reader): readonly DynamicGroup[] => readDynamicGroups(kernel(), reader);

  const membership = (reader: Reader, group: DynamicGroup): Condition => {
    if (isTransaction(reader)) return compiledGroup(kernel(), reader, group);
    const known = compiled.get(reader) ?? new Map<number, Condition>();
    compiled.set(reader, known);
    const condition = known.get(group.id) ?? compiledGroup(kernel(), reader, group);
    known.set(group.id, condition);
    return condition;
  };

  const isMember = (reader: Reader, condition: Condition, id: number): boolean =>
    condition.matches(serverView(reader, id)) === true;

  const members = (reader: Reader, group: DynamicGroup): MemberSource => {
    const known = lists.get(group.id);
    if (known?.sequence === reader.lastSequence && !isTransaction(reader)) {
      const { ids } = known;
      return { bound: ids.length, found: () => ids };
    }
    const condition = membership(reader, group);
    return {
      bound: countOf(condition.plan),
      *found() {
        const { ids, exact } = candidatesOf(condition.plan);
        const found: number[] = [];
        for (const id of ids ?? reader.allIds()) {
          if (!exact && !isMember(reader, condition, id)) continue;
          found.push(id);
          yield id;
        }
        if (isTransaction(reader)) return;
        if (lists.size >= listsMax) lists.clear();
        lists.set(group.id, { sequence: reader.lastSequence, ids: Uint32Array.from(found) });
      },
    };
  };

  return {
    all,
    members,
    condition: (reader, group, as) => asServer(membership(reader, group), as),
    holding: (reader, id) =>
      all(reader).flatMap((group) =>
        isMember(reader, membership(reader, group), id) ? [group.id] : [],
      ),
  };
}

function compiledGroup(kernel: Kernel, reader: Reader, { urls }: DynamicGroup): Condition {
  return anyOf(urls.map((url) => found(kernel, reader, url)));
}

function found(kernel: Kernel, reader: Reader, url: MemberUrl): Condition {
  const filter = compileFilter({ kernel, reader, isMemberUrl: true }, url.filter);
  return allOf([inScope(kernel, reader, url), filter]);
}

/** TRUE of what the URL's base and scope cover, told by the name alone where that will do. */
function inScope(kernel: Kernel, reader: Reader, { base, scope }: MemberUrl): Condition {
  const id = reader.find(base);
  if (id === undefined) return constantCondition(false, `${base.text} is not there`);
  const tree = searchedTree(kernel, reader, { base: id, scope, deref: 'never', actor: server });
  if (tree.whole) return constantCondition(true, 'the whole directory');
  const few = tree.ids(walkMax);
  const plan: Plan = few
    ? knownIds(`${scope} ${base.text}`, few)
    : { kind: 'scan', why: `${scope} ${base.text}` };
  const covers = coverings[scope];
  const matches = ({ encoded }: EntryView): boolean =>
    covers(kernel, encoded.dn.toString('utf8'), base.text);
  return { plan, open: () => true, matches };
}

type Covering = (kernel: Kernel, dn: string, base: string) => boolean;

const coverings: Readonly<Record<MemberUrl['scope'], Covering>> = {
  base: (kernel, dn, base) => dnTextOf(kernel, dn) === base,
  one: (kernel, dn, base) => dnKeyOf(kernel, dn).rdns.slice(1).join(',') === base,
  sub: (kernel, dn, base) => {
    const text = dnTextOf(kernel, dn);
    return text === base || text.endsWith(`,${base}`);
  },
};

/** The condition with the server's rights in place of the reader's, who may search `as`. */
function asServer(condition: Condition, as: string): Condition {
  const open = (entry: EntryView): boolean => entry.access.may(as, 'search');
  const { plan, among, matches } = condition;
  return {
    plan,
    open,
    matches: (entry) => (open(entry) ? matches(seenByServer(entry)) : undefined),
    ...(among && { among: (entry: EntryView) => among(seenByServer(entry)) }),
  };
}

function seenByServer(entry: EntryView): EntryView {
  return {
    id: entry.id,
    access: everything,
    get encoded() {
      return entry.encoded;
    },
    computed: () => [],
    members: () => undefined,
    readerMoves: () => {
      entry.readerMoves();
    },
  };
}

/** An entry as the server itself sees it; nothing computed is in it. */
function serverView(reader: Reader, id: number): EntryView {
  return {
    id,
    access: everything,
    get encoded() {
      const encoded = reader.encoded(id);
      if (!encoded) throw new Error(`entry ${String(id)} has left its view`);
      return encoded;
    },
    computed: () => [],
    members: () => undefined,
    readerMoves: () => undefined,
  };
}
