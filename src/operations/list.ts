import type { Entry } from '../model/entry.js';
import type { Reader } from '../store/reader.js';
import { LdapError } from '../model/result.js';
import { noSuchObject, viewOf } from './access-of.js';
import type { Actor } from './actor.js';
import { compileFilter } from './compile-filter.js';
import type { Condition } from './condition.js';
import type { Kernel } from './context.js';
import type { Listing, ListRequest } from './directory.js';
import { dnKeyOf } from './dn-text.js';
import { decodeEntry } from './read.js';
import { searchedIds } from './search-ids.js';
import { searchedTree, type SearchedTree } from './search-scope.js';
import { SearchedEntry } from './searched-entry.js';
import { selectedEntry, selectionOf } from './selection.js';

/**
 * A sorted page for the panel: the matching ids, then a walk along the ordered index of
 * `sortBy`. The total is exact; nothing but the page is decoded.
 *
 * @throws LdapError `noSuchObject`, `invalidDNSyntax`, `inappropriateMatching` when `sortBy`
 * has no ordered index
 */
export function listEntries(kernel: Kernel, actor: Actor, request: ListRequest): Listing {
  const reader = kernel.store.current;
  const key = dnKeyOf(kernel, request.base);
  const base = reader.find(key);
  if (base === undefined) throw noSuchObject(kernel, reader, actor, reader.nearest(key));
  const tree = searchedTree(kernel, reader, {
    base,
    scope: request.scope ?? 'sub',
    deref: 'never',
  });
  const condition = compileFilter({ kernel, reader }, request.filter);
  const entry = new SearchedEntry(kernel, reader, viewOf(kernel, reader, actor));
  const matching = matchingIds(reader, { tree, condition, entry });
  const page = pageOf(kernel, reader, matching, request);
  const selection = selectionOf(kernel, request.attributes);
  const entries = page.flatMap((id): Entry[] =>
    entry.load(id) ? [decodeEntry(selectedEntry(entry, selection))] : [],
  );
  return { entries, total: matching.size, totalIsExact: true };
}

function matchingIds(
  reader: Reader,
  { tree, condition, entry }: {
    readonly tree: SearchedTree;
    readonly condition: Condition;
    readonly entry: SearchedEntry;
  },
): ReadonlySet<number> {
  const { ids, exact, inScope } = searchedIds(reader, { condition, tree, after: 0 });
  const matching = new Set<number>();
  for (const id of ids) {
    if (!(inScope || tree.contains(id)) || !entry.load(id) || !entry.access.visible) continue;
    if ((exact && condition.open(entry)) || condition.matches(entry) === true) matching.add(id);
  }
  return matching;
}

/** The ids of one page, in the order of `sortBy`; those without it come last, by id. */
function pageOf(
  kernel: Kernel,
  reader: Reader,
  matching: ReadonlySet<number>,
  { sortBy, reverse = false, offset, limit }: ListRequest,
): number[] {
  const name = kernel.schema.attributeType(sortBy)?.name.toLowerCase() ?? '';
  const steps = reader.index.ordered(name, { reverse });
  if (!steps) throw new LdapError('inappropriateMatching', `${sortBy} has no ordered index`);
  const page: number[] = [];
  const seen = new Set<number>();
  const take = (id: number): void => {
    if (seen.has(id)) return;
    seen.add(id);
    if (seen.size > offset && page.length < limit) page.push(id);
  };
  for (const { ids } of matching.size === 0 ? [] : steps) {
    for (const id of ids) if (matching.has(id)) take(id);
    if (page.length >= limit || seen.size === matching.size) break;
  }
  for (const id of page.length < limit ? matching : []) take(id);
  return page;
}
