import { formatFilter } from '../model/filter-text.js';
import type { Checked } from './findings.js';
import { CountedList, type ListItem } from './lists/counted-list.js';
import type { ListBuilder, ListSink } from './lists/list-builder.js';
import { compareItems, countBelow, type ListNode } from './lists/list-node.js';
import type { PlannedList } from './lists/list-plan.js';
import { headOf, listIdBytes, listStart, readNode } from './lists/list-rows.js';
import { pagedRows } from './rows.js';
import { messageOf } from './verify-entries.js';

/** Every list against the entries that should be in it, and every row against those above it. */
export function verifyLists(checked: Checked, expected: ListBuilder): void {
  const sound = verifyTrees(checked);
  const seen = new Set<string>();
  expected.handOut((list, parentId) => {
    const start = listStart(list.id, parentId);
    const name = start.toString('latin1');
    seen.add(name);
    const report = (problem: string): void => {
      checked.findings.add('lists', nameOf(list, parentId), problem);
    };
    if (!sound.has(name)) return new Unread(report);
    const stored = new CountedList(checked.shared.environment.lists, start, checked.view);
    return new Compared(stored.from(0), report);
  });
  for (const name of sound) {
    if (seen.has(name)) continue;
    const start = Buffer.from(name, 'latin1');
    checked.findings.add('lists', readableStart(checked, start), 'no entry belongs to it');
  }
}

/** A list that is missing, or that cannot be walked, as has been said by then. */
class Unread implements ListSink {
  readonly #report: (problem: string) => void;
  #count = 0;

  constructor(report: (problem: string) => void) {
    this.#report = report;
  }

  append(): void {
    this.#count += 1;
  }

  finish(): void {
    this.#report(`missing or torn, with ${this.#count} entries`);
  }
}

/** The items that should be there beside those that are; the first difference is told. */
class Compared implements ListSink {
  readonly #stored: Iterator<ListItem>;
  readonly #report: (problem: string) => void;
  #isDifferent = false;

  constructor(stored: Iterable<ListItem>, report: (problem: string) => void) {
    this.#stored = stored[Symbol.iterator]();
    this.#report = report;
  }

  append(key: Buffer, id: number): void {
    if (this.#isDifferent) return;
    const step = this.#stored.next();
    if (step.done === true) this.#differ(`entry ${id} is missing`);
    else if (compareItems(step.value.key, step.value.id, key, id) !== 0) {
      this.#differ(`entry ${step.value.id} where entry ${id} should be`);
    }
  }

  finish(): void {
    if (this.#isDifferent) return;
    const step = this.#stored.next();
    if (step.done !== true) this.#differ(`entry ${step.value.id} does not belong to it`);
  }

  #differ(problem: string): void {
    this.#isDifferent = true;
    this.#report(problem);
  }
}

/** Walks each tree by its rows; the starts of those that are sound. */
function verifyTrees(checked: Checked): Set<string> {
  const { shared, view } = checked;
  const sound = new Set<string>();
  let tree: { start: Buffer; head: Buffer | undefined; nodes: Set<number> } | undefined;
  const close = (): void => {
    if (tree && isSoundTree(checked, tree)) sound.add(tree.start.toString('latin1'));
  };
  const range = { ...view, start: Buffer.from([0]) };
  for (const { key, value } of pagedRows(shared.environment.lists, range)) {
    const start = key.subarray(0, listIdBytes + 4);
    const node = key.readUInt32BE(listIdBytes + 4);
    if (tree?.start.equals(start) !== true) {
      close();
      tree = { start, head: undefined, nodes: new Set() };
    }
    if (node === 0) tree.head = value;
    else tree.nodes.add(node);
  }
  close();
  return sound;
}

function isSoundTree(
  checked: Checked,
  tree: { readonly start: Buffer; readonly head: Buffer | undefined; readonly nodes: Set<number> },
): boolean {
  const report = (problem: string): false => {
    checked.findings.add('lists', readableStart(checked, tree.start), problem);
    return false;
  };
  if (tree.head?.length !== 12) return report('nodes without a head');
  const { root, nextNode, total } = headOf(tree.head);
  const unmet = new Set(tree.nodes);
  const problems: string[] = [];
  try {
    const { count } = checkNode(checked, tree.start, { number: root, unmet, problems });
    if (count !== total) problems.push(`counts ${total} entries and has ${count}`);
  } catch (error) {
    problems.push(messageOf(error));
  }
  const [stray] = unmet;
  if (stray !== undefined) problems.push(`node ${stray} hangs nowhere`);
  if (Math.max(...tree.nodes) >= nextNode) problems.push(`node ${nextNode} is there already`);
  return problems.length === 0 || report(problems.join(', '));
}

interface CheckedNode {
  readonly number: number;
  /** Nodes that no branch has named yet. */
  readonly unmet: Set<number>;
  readonly problems: string[];
}

/** A node and what hangs below it: their order, their counts, their bounds. */
function checkNode(
  checked: Checked,
  start: Buffer,
  { number, unmet, problems }: CheckedNode,
): {
  readonly count: number;
  readonly first: ListItem | undefined;
  readonly last: ListItem | undefined;
} {
  if (!unmet.delete(number)) throw new Error(`node ${number} is missing or hangs twice`);
  const { lists } = checked.shared.environment;
  const node = readNode(lists, start, { ...checked.view, node: number });
  if (!isAscending(node)) problems.push(`node ${number} is out of order`);
  if (node.isLeaf) {
    return {
      count: countBelow(node),
      first: itemOf(node, 0),
      last: itemOf(node, node.keys.length - 1),
    };
  }
  let first: ListItem | undefined;
  let last: ListItem | undefined;
  node.children.forEach((child, at) => {
    const below = checkNode(checked, start, { number: child, unmet, problems });
    if (below.count !== node.counts[at]) {
      problems.push(
        `node ${number} counts ${node.counts[at] ?? 0} below ${child}, not ${below.count}`,
      );
    }
    const bound = itemOf(node, at);
    const isBound =
      at === 0 || (!isBefore(below.first, bound) && (last === undefined || isBefore(last, bound)));
    if (!isBound) problems.push(`node ${child} reaches beyond its bounds`);
    first ??= below.first;
    last = below.last;
  });
  return { count: countBelow(node), first, last };
}

const itemOf = ({ keys, ids }: ListNode, at: number): ListItem | undefined => {
  const key = keys[at];
  return key && { key, id: ids[at] ?? 0 };
};

const isBefore = (a: ListItem | undefined, b: ListItem | undefined): boolean =>
  a !== undefined && b !== undefined && compareItems(a.key, a.id, b.key, b.id) < 0;

const isAscending = (node: ListNode): boolean =>
  node.keys.every((_, at) => at === 0 || isBefore(itemOf(node, at - 1), itemOf(node, at)));

function readableStart({ shared }: Checked, start: Buffer): string {
  const list = shared.listPlan.lists.find(({ id }) => id.equals(start.subarray(0, listIdBytes)));
  const parentId = start.readUInt32BE(listIdBytes);
  return list
    ? nameOf(list, parentId)
    : `${start.toString('hex', 0, listIdBytes)} below ${parentId}`;
}

const nameOf = ({ definition, order }: PlannedList, parentId: number): string =>
  `${formatFilter(definition.filter)} by ${order.indexed.name} below ${parentId}`;
