import type { Entry } from '../../model/entry.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Reader } from '../../store/reader.js';
import { LdapError } from '../../model/result.js';
import { noSuchObject, requireVisible, viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import type { Listing, ListRequest } from '../directory.js';
import { dnKeyOf } from '../dn-text.js';
import { resolveOrder, type OrderKey } from '../sort/sort-order.js';
import { SortedByList } from '../sort/sorted-by-list.js';
import { keptList } from './kept-list.js';
import { rememberedList } from './list-memory.js';
import { type ListGround, ListRecipe } from './list-recipe.js';
import { decodeEntry } from './read.js';
import { SearchedEntry } from './searched-entry.js';
import { selectedEntry, selectionOf } from './selection.js';

/**
 * A sorted page for the panel, names in the order of a French dictionary. What the store keeps in
 * order is answered from there; of other lists at most as many entries are sorted as a search may
 * sort, and beyond that the total is one that there are more of. Nothing but the page is decoded.
 *
 * @throws LdapError `noSuchObject`, `invalidDNSyntax`, `inappropriateMatching` when `sortBy`
 * has no ordered index
 */
export function listEntries(kernel: Kernel, actor: Actor, request: ListRequest): Listing {
  const reader = kernel.store.current;
  const view = viewOf(kernel, reader, actor);
  const entry = new SearchedEntry(kernel, reader, view);
  const key = dnKeyOf(kernel, request.base);
  const base = baseOf(kernel, reader, actor, key);
  const ground = { kernel, reader, actor, view, entry, order: orderOf(kernel, request) };
  const page =
    keptPage(ground, base, request) ?? soughtPage(ground, { id: base, text: key.text }, request);
  const selection = selectionOf(kernel, request.attributes);
  const entries = [...page.ids].flatMap((id): Entry[] =>
    entry.load(id) ? [decodeEntry(selectedEntry(entry, selection))] : [],
  );
  return { entries, total: page.total, totalIsExact: page.totalIsExact };
}

/** @throws LdapError `noSuchObject` */
function baseOf(kernel: Kernel, reader: Reader, actor: Actor, key: DnKey): number {
  const base = reader.find(key);
  if (base === undefined) throw noSuchObject(kernel, reader, actor, reader.nearest(key));
  requireVisible(kernel, reader, actor, base);
  return base;
}

/** French collation is for what is indexed for it: names. Logins and numbers have their own. */
function orderOf(kernel: Kernel, { sortBy, reverse = false }: ListRequest): OrderKey {
  const type = kernel.schema.attributeType(sortBy);
  const rule = type?.indexes.has('approximate') === true ? 'fr' : undefined;
  const resolved = resolveOrder(kernel, [{ attribute: sortBy, rule, reverse }]);
  const [order] = resolved.ok ? resolved.order : [];
  if (order && type?.indexes.has('equality') === true) return order;
  throw new LdapError('inappropriateMatching', `${sortBy} has no ordered index`);
}

interface Page {
  readonly ids: Iterable<number>;
  readonly total: number;
  readonly totalIsExact: boolean;
}

function keptPage(ground: ListGround, base: number, request: ListRequest): Page | undefined {
  const { attribute, rule, reverse } = ground.order;
  const { scope = 'sub', filter, offset, limit } = request;
  const asked = { base, scope, filter, attribute: attribute.key, prepare: rule.prepareValue };
  const kept = keptList(ground, asked);
  if (!kept) return undefined;
  const ids = new SortedByList(kept.list, reverse).idsAt(offset, limit);
  return { ids, total: kept.list.total, totalIsExact: true };
}

function soughtPage(
  ground: ListGround,
  base: { readonly id: number; readonly text: string },
  request: ListRequest,
): Page {
  const { scope = 'sub', filter, sortBy, reverse = false, offset, limit } = request;
  const { kernel, reader, view } = ground;
  const key = JSON.stringify([base.text, scope, sortBy, reverse, filter]);
  const recipe = new ListRecipe(ground, { base: base.id, scope, filter });
  const list = rememberedList(kernel, { reader, view, key }, recipe);
  const { total, totalIsExact } = list;
  return { ids: list.page(offset, limit), total, totalIsExact };
}
