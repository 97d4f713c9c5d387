import type { Reader } from '../../store/reader.js';
import type { AccessView } from '../../access/policy.js';
import type { DnKey } from '../../schema/definitions.js';
import { noSuchObject, requireVisible, viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import type { FindRequest } from '../directory.js';
import { dnKeyOf } from '../dn-text.js';
import { compileFilter } from '../filter/compile-filter.js';
import type { Condition } from '../filter/condition.js';
import { candidatesOf, countOf } from '../filter/plan.js';
import { searchedTree } from '../search/search-scope.js';
import { SearchedEntry } from '../search/searched-entry.js';
import { both, type RankedIds, rankedAlike } from './ranked-ids.js';

/** Where is looked for persons: one actor's view of what is directly below one entry. */
export interface FindGround {
  readonly reader: Reader;
  readonly entry: SearchedEntry;
  /** Loads an entry; whether it is there, visible and passes the filter. */
  readonly shows: (id: number) => boolean;
  /** Rules out candidates by what is known of all of them. */
  readonly narrow: (candidates: RankedIds) => RankedIds;
}

/** A filter that so many entries pass at most is read from its indexes; else each is asked. */
const filterIdsMax = 20_000;

/** @throws LdapError `noSuchObject`, `invalidDNSyntax` */
export function findGround(kernel: Kernel, actor: Actor, request: FindRequest): FindGround {
  const reader = kernel.store.current;
  const view = viewOf(kernel, reader, actor);
  const key = dnKeyOf(kernel, request.base);
  const base = reader.find(key);
  if (base === undefined) throw noSuchObject(kernel, reader, actor, reader.nearest(key));
  requireVisible(kernel, reader, actor, base);
  const tree = searchedTree(kernel, reader, { base, scope: 'one', deref: 'never', actor });
  const entry = new SearchedEntry(kernel, reader, view);
  const condition = request.filter && compileFilter({ kernel, reader }, request.filter);
  const among = visibleAmong(kernel, reader, { view, key }) ?? plannedIds(reader, condition);
  return {
    reader,
    entry,
    shows: (id) =>
      tree.contains(id) &&
      entry.load(id) &&
      entry.access.visible &&
      (condition === undefined || condition.matches(entry) === true),
    narrow: (candidates) => (among ? both(candidates, rankedAlike(among, 0)) : candidates),
  };
}

/**
 * The entries that alone may be visible, where the rules tell by name. Whoever sees nobody else is
 * thus not told, by what is looked at in vain, how many others there are.
 */
function visibleAmong(
  kernel: Kernel,
  reader: Reader,
  { view, key }: { readonly view: AccessView; readonly key: DnKey },
): Uint32Array | undefined {
  const children = view.children(key.text);
  if (children === 'none') return new Uint32Array(0);
  if (children !== 'self') return undefined;
  const own = kernel.subjects.idOf(reader, view.subject);
  return Uint32Array.from(own === undefined ? [] : [own]);
}

function plannedIds(reader: Reader, condition: Condition | undefined): Uint32Array | undefined {
  if (!condition || countOf(condition.plan) > filterIdsMax) return undefined;
  return candidatesOf(condition.plan, reader.entryCount).ids;
}
