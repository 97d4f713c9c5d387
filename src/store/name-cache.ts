/** The name of an entry that has children, and where it hangs. */
export interface ParentName {
  /** RFC 4514, UTF-8. */
  readonly dn: Buffer;
  readonly parentId: number;
}

const parentsMax = 100_000;
const idsMax = 20_000;

/**
 * Names of parents, so that the DN of an entry is one copy and finding a child is one get. True
 * for one tree generation (`counters.ts`); ids are never given out twice, hence removals need
 * no care. Dropped whole when full: it refills in microseconds. A write remembers what it meets in
 * a cache of its own on top of the readers', since it may be undone.
 */
export class NameCache {
  private readonly parents = new Map<number, ParentName>();
  private readonly ids = new Map<string, number>();

  readonly generation: number;
  private below: NameCache | undefined;

  constructor(generation: number, below?: NameCache) {
    this.generation = generation;
    this.below = below;
  }

  parent(id: number): ParentName | undefined {
    return this.parents.get(id) ?? this.below?.parent(id);
  }

  rememberParent(id: number, name: ParentName): void {
    if (this.parents.size >= parentsMax) this.parents.clear();
    this.parents.set(id, name);
  }

  id(dnKey: string): number | undefined {
    return this.ids.get(dnKey) ?? this.below?.id(dnKey);
  }

  rememberId(dnKey: string, id: number): void {
    if (this.ids.size >= idsMax) this.ids.clear();
    this.ids.set(dnKey, id);
  }

  /** After a rename inside a write. */
  clear(): void {
    this.parents.clear();
    this.ids.clear();
    this.below = undefined;
  }
}
