import { targetOf } from '../access-of.js';
import { dnTextOf } from '../dn-text.js';
import type { ComputedAt } from './computed.js';

/**
 * The children of an entry that the reader may know of, counted as far as `most`. Where the rules
 * decide by name alone, as for whoever sees a whole branch or nothing of it, none is looked at.
 */
export function visibleChildren(at: ComputedAt, most = Infinity): number {
  const { kernel, reader, view, id, encoded } = at;
  const parent = encoded();
  switch (view.children(dnTextOf(kernel, parent.dn.toString('utf8')))) {
    case 'none':
      return 0;
    case 'all':
      return most === 1 ? Number(reader.hasChildren(id)) : counted(reader.children(id), most);
    case 'self': {
      const own = kernel.subjects.idOf(reader, view.subject);
      const isChild = own !== undefined && reader.position(own)?.parentId === id;
      return isChild && isVisible(at, own) ? 1 : 0;
    }
    case 'unsure': {
      let count = 0;
      for (const child of [...reader.children(id)]) {
        if (isVisible(at, child) && ++count >= most) break;
      }
      return count;
    }
  }
}

function counted(children: Iterable<number>, most: number): number {
  let count = 0;
  const each = children[Symbol.iterator]();
  while (count < most && each.next().done !== true) count += 1;
  return count;
}

function isVisible({ kernel, reader, view }: ComputedAt, id: number): boolean {
  const child = reader.encoded(id);
  return child !== undefined && view.reading(targetOf(kernel, reader, id, child)).visible;
}
