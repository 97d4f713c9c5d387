import type { AccessView } from '../../access/policy.js';
import type { Filter } from '../../model/filter.js';
import type { SearchScope } from '../../model/request.js';
import type { Preparing } from '../../schema/definitions.js';
import { listKey } from '../../schema/list-key.js';
import { attributesOf } from '../../schema/lists.js';
import type { KeptList, OrderedList, Reader } from '../../store/reader.js';
import type { Kernel } from '../context.js';
import { dnTextOf } from '../dn-text.js';

/** What is asked for in order. */
export interface AskedList {
  readonly base: number;
  readonly scope: SearchScope;
  readonly filter: Filter;
  /** Lower-cased first name of the type that entries are sorted by. */
  readonly attribute: string;
  /** What makes the keys of the order; without it a list in any order will do. */
  readonly prepare?: Preparing;
}

/** Parents that a search below a base looks through for the one that has the list. */
const parentsMax = 16;

/**
 * The list that the store keeps of all that a search finds, if it keeps one and the reader may
 * know all of it: that each entry exists, that the filter is TRUE of it, and the value that it
 * stands by. Rules that decide by more than an entry's name are asked entry by entry, elsewhere.
 *
 * @param isBaseFound of a search of a subtree, whose base stands in no list below itself; without
 * it subtrees are left to others
 */
export function keptList(
  { kernel, reader, view }: { kernel: Kernel; reader: Reader; view: AccessView },
  asked: AskedList,
  isBaseFound: () => boolean = () => true,
): { readonly parentId: number; readonly list: OrderedList } | undefined {
  const key = asked.scope === 'base' ? undefined : listKey(kernel.schema, asked.filter);
  const kept =
    key &&
    reader.lists.kept(key, asked.prepare && { attribute: asked.attribute, prepare: asked.prepare });
  if (!kept) return undefined;
  const parentId = asked.scope === 'one' ? asked.base : soleParent(reader, kept, asked.base);
  if (parentId === undefined || !isOpen({ kernel, reader, view }, asked, parentId))
    return undefined;
  if (asked.scope === 'sub' && isBaseFound()) return undefined;
  return { parentId, list: kept.below(parentId) };
}

/** The one entry, at or below a base, that any entry of the list is immediately below. */
function soleParent(reader: Reader, kept: KeptList, base: number): number | undefined {
  const parents = kept.parents(parentsMax)?.filter((id) => reader.isWithin(id, base));
  return parents?.length === 1 ? parents[0] : undefined;
}

function isOpen(
  { kernel, reader, view }: { kernel: Kernel; reader: Reader; view: AccessView },
  { filter, attribute }: AskedList,
  parentId: number,
): boolean {
  const access = view.leastOfChildren(dnTextOf(kernel, reader.dn(parentId) ?? ''));
  return (
    access.visible &&
    access.may(attribute, 'search') &&
    access.may(attribute, 'read') &&
    attributesOf(filter, kernel.schema).every(({ name }) =>
      access.may(name.toLowerCase(), 'search'),
    )
  );
}
