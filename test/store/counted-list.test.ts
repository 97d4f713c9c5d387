import { expect } from 'chai';
import fc from 'fast-check';
import { dataFile, type Environment, openEnvironment } from '../../src/store/environment.js';
import { CountedList, type ListItem } from '../../src/store/lists/counted-list.js';
import { compareItems, decodeNode, encodeNode } from '../../src/store/lists/list-node.js';
import { listStart } from '../../src/store/lists/list-rows.js';
import { insertItem, removeItem } from '../../src/store/lists/list-update.js';
import { ListWriter } from '../../src/store/lists/list-writer.js';
import { latest } from '../../src/store/rows.js';
import { temporaryPaths } from './fixture.js';

/** Items of a run of ids whose keys are alike, spread, or long. */
interface Run {
  readonly kind: 'insert' | 'remove';
  readonly from: number;
  readonly count: number;
  readonly keys: 'alike' | 'spread' | 'long';
}

const run: fc.Arbitrary<Run> = fc.record({
  kind: fc.constantFrom('insert' as const, 'insert' as const, 'remove' as const),
  from: fc.integer({ min: 1, max: 4_000 }),
  count: fc.integer({ min: 1, max: 1_500 }),
  keys: fc.constantFrom('alike' as const, 'spread' as const, 'long' as const),
});

const keyOf = (id: number, keys: Run['keys']): Buffer => {
  if (keys === 'alike') return Buffer.from('martin');
  const spread = `${String((id * 7_919) % 10_007)} le goff`;
  return Buffer.from(keys === 'spread' ? spread : spread.padEnd(390, 'x'));
};

const itemsOf = ({ from, count, keys }: Run): ListItem[] =>
  Array.from({ length: count }, (_, at) => ({ key: keyOf(from + at, keys), id: from + at }));

const inOrder = (a: ListItem, b: ListItem): number => compareItems(a.key, a.id, b.key, b.id);
const textOf = ({ key, id }: ListItem): string => `${key.toString()} ${id}`;

describe('a counted list', () => {
  const temporaryPath = temporaryPaths();
  const start = listStart(Buffer.alloc(8, 7), 2);
  const neighbours = [1, 3].map((parent) => listStart(Buffer.alloc(8, 7), parent));
  let environment: Environment;

  beforeEach(() => {
    environment = openEnvironment(dataFile(temporaryPath()), { unsafe: true });
  });
  afterEach(() => environment.root.close());

  const clear = (): void => {
    const { lists } = environment;
    for (const key of lists.getKeys({ start: Buffer.from([0]) })) lists.removeSync(key);
    for (const each of neighbours) insertItem(lists, each, { key: Buffer.from('x'), id: 1 });
  };

  /** The whole, some ranks, and the ranks of items that are there and of some that are not. */
  function compare(sorted: readonly ListItem[]): void {
    const list = new CountedList(environment.lists, start, latest);
    expect(list.total).to.equal(sorted.length);
    // One string: an array of many is slow to compare.
    expect([...list.from(0)].map(textOf).join()).to.equal(sorted.map(textOf).join());
    for (let rank = 0; rank <= sorted.length; rank += 1 + (sorted.length >> 4)) {
      const item = sorted[rank];
      const [first] = list.from(rank);
      expect(first && textOf(first)).to.equal(item && textOf(item));
      if (item === undefined) continue;
      expect(list.rankOf(item.key, item.id)).to.equal(rank);
      const absent = { key: Buffer.concat([item.key, Buffer.from('!')]), id: 9 };
      const ahead = sorted.filter((each) => inOrder(each, absent) < 0).length;
      expect(list.rankOf(absent.key, absent.id)).to.equal(ahead);
    }
  }

  it('is a sorted array, whatever is put in and taken out', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 10 }), (runs) => {
        environment.root.transactionSync(() => {
          clear();
          const model = new Map<string, ListItem>();
          for (const each of runs) {
            for (const item of itemsOf(each)) {
              const isThere = model.has(textOf(item));
              const change = each.kind === 'insert' ? insertItem : removeItem;
              const changed = change(environment.lists, start, item);
              expect(changed).to.equal(each.kind === 'insert' ? !isThere : isThere);
              if (each.kind === 'insert') model.set(textOf(item), item);
              else model.delete(textOf(item));
            }
          }
          compare([...model.values()].sort(inOrder));
          for (const item of model.values()) removeItem(environment.lists, start, item);
          expect([...environment.lists.getKeys({ start: Buffer.from([0]) })]).to.have.length(4);
        });
      }),
      { numRuns: 15 },
    );
  });

  for (const count of [1, 300, 5_000, 40_000]) {
    it(`written at once with ${count} items, it goes on as one written item by item`, () => {
      const sorted = itemsOf({ kind: 'insert', from: 1, count, keys: 'spread' }).sort(inOrder);
      environment.root.transactionSync(() => {
        clear();
        const put = (key: Buffer, value: Buffer): boolean => environment.lists.putSync(key, value);
        const writer = new ListWriter({ put }, start);
        for (const { key, id } of sorted) writer.append(key, id);
        writer.finish();
        compare(sorted);
        const odd = sorted.filter((_, at) => at % 2 === 1);
        for (const item of odd) expect(removeItem(environment.lists, start, item)).to.equal(true);
        compare(sorted.filter((_, at) => at % 2 === 0));
        for (const item of odd) expect(insertItem(environment.lists, start, item)).to.equal(true);
        compare(sorted);
      });
    });
  }

  it('is read back from the octets of its nodes', () => {
    const node = {
      isLeaf: false,
      keys: ['', 'le', 'le', 'le goff', 'z'.repeat(400)].map((text) => Buffer.from(text)),
      ids: [0, 1, 0xffffffff, 2, 3],
      children: [9, 8, 7, 6, 5],
      counts: [1, 2, 3, 4, 0xffffffff],
    };
    expect(decodeNode(encodeNode(node))).to.deep.equal(node);
    const leaf = { ...node, isLeaf: true, children: [], counts: [] };
    expect(decodeNode(encodeNode(leaf))).to.deep.equal(leaf);
    expect(() => decodeNode(encodeNode(node).subarray(0, 20))).to.throw();
  });
});
