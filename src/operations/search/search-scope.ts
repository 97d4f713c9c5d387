import type { DerefAliases, SearchScope } from '../../model/request.js';
import type { Reader } from '../../store/reader.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import { aliasTarget } from './search-base.js';
import { followableAliases } from './special-entries.js';

/** The part of the tree that a search covers. */
export interface SearchedTree {
  contains(id: number): boolean;
  /** Its ids when it holds no more than `max`, ascending. */
  ids(max: number): Uint32Array | undefined;
  /** Whether every entry of the store is in it. */
  readonly whole: boolean;
  /** Aliases that were followed: they are not answered themselves. */
  readonly followed: ReadonlySet<number>;
}

interface TreeOptions {
  readonly base: number;
  readonly scope: SearchScope;
  readonly deref: DerefAliases;
  /** Whose aliases count: those it may know of. */
  readonly actor: Actor;
}

const none: ReadonlySet<number> = new Set();

/** The tree from a base on; aliases below it add what they stand for (RFC 4511 §4.5.1.3). */
export function searchedTree(kernel: Kernel, reader: Reader, options: TreeOptions): SearchedTree {
  const { base, scope, deref } = options;
  const follows = scope !== 'base' && (deref === 'searching' || deref === 'always');
  const aliases = follows ? followableAliases(kernel, reader, options.actor) : none;
  if (aliases.size === 0) return treeOf(reader, { roots: [base], singles: [], scope });
  return aliasedTree(kernel, reader, options, aliases);
}

function aliasedTree(
  kernel: Kernel,
  reader: Reader,
  { base, scope }: TreeOptions,
  aliases: ReadonlySet<number>,
): SearchedTree {
  const roots = [base];
  const singles: number[] = [];
  const followed = new Set<number>();
  // Each round may bring aliases into scope: go on until none is new. A circle ends there too.
  for (let grown = true; grown;) {
    grown = false;
    const tree = treeOf(reader, { roots, singles, scope });
    for (const alias of aliases) {
      if (followed.has(alias) || !tree.contains(alias)) continue;
      followed.add(alias);
      grown = true;
      const target = aliasTarget(kernel, reader, alias);
      const id = target && reader.find(target);
      if (id !== undefined) (scope === 'one' ? singles : roots).push(id);
    }
  }
  return { ...treeOf(reader, { roots, singles, scope }), followed };
}

interface TreeParts {
  readonly roots: readonly number[];
  /** Entries in scope without what is below them. */
  readonly singles: readonly number[];
  readonly scope: SearchScope;
}

function treeOf(reader: Reader, { roots, singles, scope }: TreeParts): SearchedTree {
  const isSuffix = (id: number): boolean => reader.position(id)?.parentId === 0;
  const whole = scope === 'sub' && roots.some(isSuffix);
  const contains = (id: number): boolean => {
    if (whole || singles.includes(id)) return true;
    if (scope === 'base') return roots.includes(id);
    if (scope === 'sub') return roots.some((root) => reader.isWithin(id, root));
    return roots.includes(reader.position(id)?.parentId ?? -1);
  };
  const ids = (max: number): Uint32Array | undefined => {
    const [only, ...more] = roots;
    if (scope === 'base' && only !== undefined && more.length === 0 && singles.length === 0) {
      return max < 1 ? undefined : Uint32Array.of(only);
    }
    if (whole && reader.entryCount > max) return undefined;
    const found = new Set(scope === 'one' ? singles : [...singles, ...roots]);
    const within = (): boolean => found.size <= max;
    if (scope !== 'base') addBelow(reader, roots, { found, within, deep: scope === 'sub' });
    return within() ? Uint32Array.from(found).sort() : undefined;
  };
  return { contains, ids, whole, followed: none };
}

/**
 * Adds the children of the entries, and with `deep` all that is below them, while `within`. The
 * children of an entry are all counted before any of them is entered: of a wide level that is
 * too much, a run of rows is read and nothing else.
 */
function addBelow(
  reader: Reader,
  parents: readonly number[],
  options: {
    readonly found: Set<number>;
    readonly within: () => boolean;
    readonly deep: boolean;
  },
): void {
  const { found, within, deep } = options;
  const waiting = [...parents];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    for (const child of reader.children(parent)) {
      found.add(child);
      if (!within()) return;
      if (deep) waiting.push(child);
    }
  }
}
