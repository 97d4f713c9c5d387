/**
 * Lists that people keep: the criteria of a search, the columns and the order. Rows of
 * `settings`: `list/<id>`.
 */
import type { DurableState } from './durable-state.js';

/** A type, not an interface, so that it is a `Json`. */
export type SavedList = {
  readonly id: string;
  /** Before the name, as the catalogue's lists have it: `12`. */
  readonly number: string;
  readonly name: string;
  /** entryUUID of who made it. */
  readonly owner: string;
  /** Its owner alone, or others of the administration. */
  readonly isShared: boolean;
  /** Shared with the members of this group below ou=groupes, lower case; absent: with everyone. */
  readonly group?: string;
  /** The fields of the search form by their names. */
  readonly criteria: Readonly<Record<string, string>>;
  /** Attributes of its columns, in order. */
  readonly columns: readonly string[];
  readonly sortBy: string;
};

export interface SavedLists {
  /** Those a reader may open: its own, and those shared with it; by number and name. */
  visibleTo(reader: ListReader): readonly SavedList[];
  of(id: string): SavedList | undefined;
  /** Keeps or replaces a list; false when its owner has as many as anyone may. */
  save(list: SavedList): Promise<boolean>;
  remove(id: string): Promise<void>;
}

export interface ListReader {
  readonly entryUuid: string;
  /** Names of its groups below ou=groupes, in lower case. */
  readonly groups: ReadonlySet<string>;
}

export function mayOpen(
  { owner, isShared, group }: SavedList,
  { entryUuid, groups }: ListReader,
): boolean {
  return owner === entryUuid || (isShared && (group === undefined || groups.has(group)));
}

const perOwnerMax = 50;

export function openSavedLists(store: DurableState): SavedLists {
  const all = (): readonly SavedList[] =>
    [...store.state.list('settings', { prefix: 'list/' })].map(({ value }) => value as SavedList);
  const order = new Intl.Collator('fr', { numeric: true });
  const title = ({ number, name }: SavedList): string => `${number} ${name}`;
  return {
    visibleTo: (reader) =>
      all()
        .filter((list) => mayOpen(list, reader))
        .sort((a, b) => order.compare(title(a), title(b))),
    of: (id) => store.state.get('settings', `list/${id}`) as SavedList | undefined,
    save: (list) =>
      store.write(({ state }) => {
        const known = state.get('settings', `list/${list.id}`) !== undefined;
        const own = [...state.list('settings', { prefix: 'list/' })].filter(
          ({ value }) => (value as SavedList).owner === list.owner,
        );
        if (!known && own.length >= perOwnerMax) return false;
        state.put('settings', `list/${list.id}`, list);
        return true;
      }),
    remove: (id) =>
      store.write(({ state }) => {
        state.remove('settings', `list/${id}`);
      }),
  };
}
