import { expect } from 'chai';
import { candidateRuns } from '../../src/operations/filter/candidate-runs.js';
import { knownIds, type Plan } from '../../src/operations/filter/plan.js';
import type { Steps } from '../../src/operations/steps.js';
import { searchedIds } from '../../src/operations/search/search-ids.js';
import type { EntryIds, Postings, Reader } from '../../src/store/reader.js';
import { idsBeyond } from '../../src/store/indexes/id-set.js';

/** How often each list was read. */
let read = 0;

const indexed = (postings: Postings): Plan => ({ kind: 'index', name: 'test', postings });
const long = (...ids: number[]): Plan => {
  const all = Uint32Array.from(ids);
  const runs = function* (after: number): Generator<EntryIds> {
    read += 1;
    yield idsBeyond(all, after);
  };
  return indexed({ count: all.length, exact: true, ids: () => all, runs });
};
/** What takes so many look-ups that it is read with pauses (the members of a group). */
const inSteps = (...ids: number[]): Plan => {
  const all = Uint32Array.from(ids);
  const readAll = (): EntryIds => {
    read += 1;
    return all;
  };
  // eslint-disable-next-line require-yield -- its one step is its end
  const steps = function* (): Steps<EntryIds> {
    return readAll();
  };
  return indexed({ count: all.length, exact: true, ids: readAll, steps });
};
const and = (...plans: Plan[]): Plan => ({ kind: 'intersection', plans });
const or = (...plans: Plan[]): Plan => ({ kind: 'union', plans });
const scan: Plan = { kind: 'scan', why: 'test' };

describe('operations/candidates that are read as they are looked at', () => {
  beforeEach(() => {
    read = 0;
  });

  const rows: readonly (readonly [
    title: string,
    plan: Plan,
    found: { readonly ids: readonly number[]; readonly exact: boolean } | undefined,
  ])[] = [
    ['a long list', long(1, 2, 3), { ids: [1, 2, 3], exact: true }],
    ['a short list', knownIds('test', [1]), undefined],
    ['a scan', scan, undefined],
    ['two long lists', and(long(1, 2, 3), long(2, 3, 4, 5)), { ids: [2, 3], exact: true }],
    ['a long list and a scan', and(scan, long(1, 2)), { ids: [1, 2], exact: false }],
    ['a long list and a short one', and(long(1, 2, 3), knownIds('test', [2])), undefined],
    ['either of two', or(long(1, 3), knownIds('test', [2])), { ids: [1, 2, 3], exact: true }],
    ['either of two, one a scan', or(long(1, 3), scan), undefined],
    ['more than is worth uniting', or(long(1, 2, 3, 4, 5, 6), long(1, 2, 3, 4, 5, 6)), undefined],
    ['either, one read with pauses', or(long(1, 3), inSteps(2)), undefined],
    ['either in a conjunction, the same', and(long(1), or(long(1, 3), inSteps(2))), undefined],
  ];
  for (const [title, plan, expected] of rows) {
    it(`${title}: ${expected ? 'in runs' : 'not in runs'}`, () => {
      const runs = candidateRuns(plan, 5);
      const ids = runs && Array.from(runs.runs(0), (run) => [...run]).flat();
      expect(runs && { ids, exact: runs.exact }).to.deep.equal(expected);
    });
  }

  it('reads nothing in one go that is to be read with pauses', () => {
    const runs = candidateRuns(or(long(1, 3), inSteps(2)), 5)?.runs(0) ?? [];
    expect([...runs]).to.deep.equal([]);
    expect(read).to.equal(0);
  });

  it('may be gone through more than once', () => {
    const condition = { plan: long(1, 2, 3), matches: () => true, open: () => true };
    const tree = { whole: true, ids: () => undefined, has: () => true } as never;
    const reader = { entryCount: 5 } as Reader;
    const found = searchedIds(reader, { condition, tree, after: 1, asLookedAt: true });
    expect([[...found.ids], [...found.ids]]).to.deep.equal([
      [2, 3],
      [2, 3],
    ]);
    expect([...(found.runs ?? [])].map((run) => [...run])).to.deep.equal([[2, 3]]);
  });
});
