import type { AccessView } from '../../access/policy.js';
import type { Reader } from '../../store/reader.js';
import type { Kernel } from '../context.js';
import { dnKeyOf } from '../dn-text.js';
import { isChange, reachesOthers } from '../journal-memory.js';
import type { ListedIds } from './listed-ids.js';
import { isTransaction } from '../write/transaction-reader.js';

/**
 * The lists that each view has looked at: whoever turns pages asks for the same ids again. A list
 * is kept up to date by the journal: entries modified since are tested again, rows of reading and
 * signing in change nothing, and anything else (new, renamed or deleted entries, groups, loads)
 * has it made anew.
 */
export type ListMemory = WeakMap<AccessView, Map<string, RememberedList>>;

interface RememberedList {
  readonly sequence: number;
  readonly list: ListedIds;
}

/** How a list is made from the reader's state. */
interface Recipe {
  make(): ListedIds;
  /** The list after some entries have changed; undefined: it must be made anew. */
  revised(list: ListedIds, changed: ReadonlySet<number>): ListedIds | undefined;
}

/**
 * Of one view. A list takes four octets for each entry, of which there are 10,000 at most, but for
 * the few that are walked along an index.
 */
const listsMax = 48;
const marksMax = 256;

/** Reads through the memory. */
export function rememberedList(
  kernel: Kernel,
  {
    reader,
    view,
    key,
  }: {
    readonly reader: Reader;
    readonly view: AccessView;
    readonly key: string;
  },
  recipe: Recipe,
): ListedIds {
  if (isTransaction(reader)) return recipe.make();
  const { memory } = kernel;
  const lists = memory.lists.get(view) ?? new Map<string, RememberedList>();
  memory.lists.set(view, lists);
  const known = lists.get(key);
  const modified = known && modifiedSince(kernel, reader, known.sequence);
  const kept =
    modified && (modified.size === 0 ? known.list : recipe.revised(known.list, modified));
  const list = kept ?? recipe.make();
  // The last one asked for is the last to go.
  lists.delete(key);
  lists.set(key, { sequence: reader.lastSequence, list });
  const [oldest] = lists.keys();
  if (lists.size > listsMax && oldest !== undefined) lists.delete(oldest);
  return list;
}

/** Ids of the entries modified since a sequence; undefined when more has happened than that. */
function modifiedSince(
  kernel: Kernel,
  reader: Reader,
  sequence: number,
): ReadonlySet<number> | undefined {
  const modified = new Set<number>();
  if (reader.lastSequence === sequence) return modified;
  const marks = reader.marks(sequence, marksMax);
  if (marks.length === marksMax) return undefined;
  for (const mark of marks.filter(isChange)) {
    const id = reachesOthers(mark) ? undefined : reader.find(dnKeyOf(kernel, mark.dn));
    if (id === undefined) return undefined;
    modified.add(id);
  }
  return modified;
}
