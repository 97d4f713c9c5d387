import { expect } from 'chai';
import fc from 'fast-check';
import { dataFile, type Environment, openEnvironment } from '../../src/store/environment.js';
import { indexKey } from '../../src/store/indexes/index-key.js';
import { postingsAt, readIds } from '../../src/store/indexes/posting-list.js';
import { addPosting, removePosting } from '../../src/store/indexes/posting-update.js';
import { latest } from '../../src/store/rows.js';
import { temporaryPaths } from './fixture.js';

type Step = readonly ['add' | 'remove', from: number, count: number, stride: number];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('add', 'add', 'remove'),
  fc.integer({ min: 1, max: 6000 }),
  fc.integer({ min: 1, max: 1500 }),
  fc.integer({ min: 1, max: 3 }),
);

describe('a posting list', () => {
  const temporaryPath = temporaryPaths();
  let environment: Environment;

  beforeEach(() => {
    environment = openEnvironment(dataFile(temporaryPath()), { unsafe: true });
  });
  afterEach(() => environment.root.close());

  it('is a set, short or long, beside lists whose keys start alike', () => {
    const rows = environment.index;
    const listKey = indexKey(7, 1, Buffer.from('a'));
    const neighbours = ['', 'a\0', 'aa', 'b'].map((key) => indexKey(7, 1, Buffer.from(key)));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        environment.root.transactionSync(() => {
          for (const key of rows.getKeys({ start: Buffer.from([0]) })) rows.removeSync(key);
          for (const key of neighbours) addPosting(rows, key, 5);
          const model = new Set<number>();
          for (const [what, from, count, stride] of steps) {
            for (let n = 0; n < count; n += 1) {
              const id = from + n * stride;
              const changed =
                what === 'add' ? addPosting(rows, listKey, id) : removePosting(rows, listKey, id);
              expect(changed).to.equal(what === 'add' ? !model.has(id) : model.has(id));
              if (what === 'add') model.add(id);
              else model.delete(id);
            }
            const wanted = Uint32Array.from(model).sort();
            expect(readIds(rows, listKey, latest)).to.deep.equal(wanted);
            const postings = postingsAt(rows, listKey, { view: latest, exact: true });
            expect(postings.count).to.equal(model.size);
            for (const after of postings.runs ? [0, 1, 2_999, 3_000, 7_400, 20_000] : []) {
              const beyond = Array.from(postings.runs?.(after) ?? [], (run) => [...run]).flat();
              expect(beyond).to.deep.equal([...wanted].filter((id) => id > after));
            }
          }
          for (const key of neighbours) {
            expect(readIds(rows, key, latest)).to.deep.equal(Uint32Array.of(5));
          }
        });
      }),
      { numRuns: 15 },
    );
  });

  it('of ids in order fills its chunks', () => {
    const rows = environment.index;
    const listKey = indexKey(7, 1, Buffer.from('a'));
    environment.root.transactionSync(() => {
      for (let id = 1; id <= 5000; id += 1) addPosting(rows, listKey, id);
    });
    const sizes = [...rows.getRange({ start: listKey })].map(({ value }) => value.length / 4);
    expect(sizes.slice(1)).to.deep.equal([1016, 1016, 1016, 1016, 936]);
  });
});
