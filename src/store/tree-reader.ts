import type { DnKey } from '../schema/definitions.js';
import { attributesStart, checkRecordForm, parentOf, rdnOf, rdnStart } from './entry-record.js';
import { childrenEnd, childrenStart, nameKey } from './name-key.js';
import type { NameCache, ParentName } from './name-cache.js';
import type { Position } from './reader.js';
import { pagedRows, type View } from './rows.js';
import type { Memory, SharedState } from './shared-state.js';

/** The tree of one view: names to ids, ids to names, parents and children. */
export class TreeReader {
  private lastId = 0;
  private lastParentId = 0;

  protected readonly shared: SharedState;
  protected readonly view: View;
  private readonly own: Memory;

  constructor(shared: SharedState, view: View, own: Memory) {
    this.shared = shared;
    this.view = view;
    this.own = own;
  }

  /** Where to remember; see `SharedState.writing`. */
  protected get memory(): Memory {
    return this.shared.writing ?? this.own;
  }

  private get names(): NameCache {
    return this.memory.names;
  }

  find(dn: DnKey): number | undefined {
    const known = this.findByParent(dn);
    if (known !== undefined) return known;
    const walk = this.walk(dn);
    return walk?.depth === dn.rdns.length ? walk.id : undefined;
  }

  nearest(dn: DnKey): number | undefined {
    return this.findByParent(dn) ?? this.walk(dn)?.id;
  }

  /** One get, where the parent's name is remembered; a child found proves that it still is. */
  private findByParent(dn: DnKey): number | undefined {
    const [rdn] = dn.rdns;
    if (rdn === undefined || dn.text.length <= rdn.length) return undefined;
    const parentId = this.names.id(dn.text.slice(rdn.length + 1));
    return parentId === undefined ? undefined : this.childId(parentId, rdn);
  }

  private walk(dn: DnKey): { readonly id: number; readonly depth: number } | undefined {
    const { suffix } = this.shared;
    let depth = suffix.rdns.length;
    const above = dn.rdns.length - depth;
    if (above < 0 || suffix.rdns.some((rdn, at) => rdn !== dn.rdns[above + at])) return undefined;
    let id = this.childId(0, suffix.text);
    if (id === undefined) return undefined;
    let name = suffix.text;
    for (let at = above - 1; at >= 0; at -= 1) {
      const rdn = dn.rdns[at] ?? '';
      const child = this.childId(id, rdn);
      if (child === undefined) break;
      this.names.rememberId(name, id);
      name = `${rdn},${name}`;
      id = child;
      depth += 1;
    }
    return { id, depth };
  }

  protected childId(parentId: number, rdnKey: string): number | undefined {
    const { names } = this.shared.environment;
    return names.getBinaryFast(nameKey(parentId, rdnKey), this.view)?.readUInt32LE(0);
  }

  /** The record of an entry, in a buffer that the next read overwrites. */
  protected record(id: number): Buffer | undefined {
    const bytes = this.shared.environment.entries.getBinaryFast(id, this.view);
    if (bytes === undefined) return undefined;
    // LMDB hands out values beyond 16 MiB as plain byte arrays over its map.
    const record = Buffer.isBuffer(bytes) ? bytes : bufferOver(bytes);
    checkRecordForm(record);
    this.lastId = id;
    this.lastParentId = parentOf(record);
    return record;
  }

  /** After a write inside a transaction. */
  protected forget(): void {
    this.lastId = 0;
  }

  /** The DN of an entry's parent followed by nothing; undefined for the suffix entry. */
  protected parentName(parentId: number): ParentName {
    const known = this.names.parent(parentId);
    if (known !== undefined) return known;
    const record = this.record(parentId);
    if (record === undefined) throw new Error(`entry ${parentId} has children and no record`);
    const above = parentOf(record);
    const rdn = Buffer.from(record.subarray(rdnStart, attributesStart(record)));
    const dn = above === 0 ? rdn : joined(rdn, this.parentName(above).dn);
    const name = { dn, parentId: above };
    this.names.rememberParent(parentId, name);
    return name;
  }

  dn(id: number): string | undefined {
    const record = this.record(id);
    if (record === undefined) return undefined;
    const rdn = rdnOf(record);
    const parentId = parentOf(record);
    return parentId === 0 ? rdn : `${rdn},${this.parentName(parentId).dn.toString('utf8')}`;
  }

  position(id: number): Position | undefined {
    if (this.lastId === id) return { id, parentId: this.lastParentId };
    const parent = this.names.parent(id);
    if (parent !== undefined) return { id, parentId: parent.parentId };
    const record = this.record(id);
    return record === undefined ? undefined : { id, parentId: parentOf(record) };
  }

  isWithin(id: number, ancestor: number): boolean {
    let at = id;
    while (at !== ancestor) {
      const above = at === id ? this.position(id)?.parentId : this.parentName(at).parentId;
      if (above === undefined || above === 0) return false;
      at = above;
    }
    return true;
  }

  *children(id: number, after?: string): Generator<number> {
    const end = childrenEnd(id);
    const range =
      after === undefined
        ? { ...this.view, start: childrenStart(id), end }
        : { ...this.view, start: nameKey(id, after), exclusiveStart: true, end };
    for (const { value } of pagedRows(this.shared.environment.names, range)) {
      yield value.readUInt32LE(0);
    }
  }

  hasChildren(id: number): boolean {
    const range = { ...this.view, start: childrenStart(id), end: childrenEnd(id), limit: 1 };
    for (const key of this.shared.environment.names.getKeys(range)) return key.length > 0;
    return false;
  }
}

/** `rdn,dn` */
export function joined(rdn: Buffer, dn: Buffer): Buffer {
  const name = Buffer.allocUnsafe(rdn.length + 1 + dn.length);
  rdn.copy(name);
  name[rdn.length] = 0x2c;
  dn.copy(name, rdn.length + 1);
  return name;
}

function bufferOver(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
