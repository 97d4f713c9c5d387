import type { Entry } from '../../model/entry.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Reader } from '../../store/reader.js';
import { LdapError } from '../../model/result.js';
import { noSuchObject, viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import { compileFilter } from '../filter/compile-filter.js';
import type { Kernel } from '../context.js';
import type { Listing, ListRequest } from '../directory.js';
import { dnKeyOf } from '../dn-text.js';
import { type ListRecipe, rememberedList } from './list-memory.js';
import { decodeEntry } from './read.js';
import { searchedIds } from './search-ids.js';
import { searchedTree } from './search-scope.js';
import { SearchedEntry } from './searched-entry.js';
import { selectedEntry, selectionOf } from './selection.js';

/**
 * A sorted page for the panel: the matching ids, then a walk along the ordered index of `sortBy`
 * as far as the page. The total is exact; nothing but the page is decoded.
 *
 * @throws LdapError `noSuchObject`, `invalidDNSyntax`, `inappropriateMatching` when `sortBy`
 * has no ordered index
 */
export function listEntries(kernel: Kernel, actor: Actor, request: ListRequest): Listing {
  const reader = kernel.store.current;
  const view = viewOf(kernel, reader, actor);
  const ground = { kernel, reader, entry: new SearchedEntry(kernel, reader, view) };
  const base = dnKeyOf(kernel, request.base);
  const { scope = 'sub', filter, sortBy, reverse = false } = request;
  const key = JSON.stringify([base.text, scope, sortBy, reverse, filter]);
  const list = rememberedList(
    kernel,
    { reader, view, key },
    recipeOf(ground, baseOf(ground, actor, base), request),
  );
  const page = list.page(request.offset, request.limit);
  const selection = selectionOf(kernel, request.attributes);
  const entries = [...page].flatMap((id): Entry[] =>
    ground.entry.load(id) ? [decodeEntry(selectedEntry(ground.entry, selection))] : [],
  );
  return { entries, total: list.total, totalIsExact: true };
}

/** What a list is made on: one view of the directory, and one look at its entries. */
interface ListGround {
  readonly kernel: Kernel;
  readonly reader: Reader;
  readonly entry: SearchedEntry;
}

/** @throws LdapError `noSuchObject` */
function baseOf({ kernel, reader }: ListGround, actor: Actor, key: DnKey): number {
  const base = reader.find(key);
  if (base === undefined) throw noSuchObject(kernel, reader, actor, reader.nearest(key));
  return base;
}

function recipeOf(
  { kernel, reader, entry }: ListGround,
  base: number,
  { scope = 'sub', filter, sortBy, reverse = false }: ListRequest,
): ListRecipe {
  const tree = searchedTree(kernel, reader, { base, scope, deref: 'never' });
  const condition = compileFilter({ kernel, reader }, filter);
  const isShown = (id: number, exact: boolean): boolean =>
    entry.load(id) &&
    entry.access.visible &&
    ((exact && condition.open(entry)) || condition.matches(entry) === true);
  return {
    ids: () => {
      const { ids, exact, inScope } = searchedIds(reader, { condition, tree, after: 0 });
      const matching: number[] = [];
      for (const id of ids) {
        if ((inScope || tree.contains(id)) && isShown(id, exact)) matching.push(id);
      }
      return Uint32Array.from(matching);
    },
    matches: (id) => tree.contains(id) && isShown(id, false),
    steps: () => {
      const name = kernel.schema.attributeType(sortBy)?.name.toLowerCase() ?? '';
      const steps = reader.index.ordered(name, { reverse });
      if (steps) return steps;
      throw new LdapError('inappropriateMatching', `${sortBy} has no ordered index`);
    },
  };
}
