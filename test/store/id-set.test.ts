import { expect } from 'chai';
import fc from 'fast-check';
import { intersectRuns, uniteRuns } from '../../src/store/indexes/id-set.js';

/** A set of ids in ascending runs, some of them empty. */
const runs = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), fc.array(fc.nat({ max: 8 })))
  .map(([ids, lengths]) => {
    const sorted = Uint32Array.from(ids).sort();
    const cut: Uint32Array[] = [];
    let at = 0;
    for (const length of lengths) cut.push(sorted.subarray(at, (at += length)));
    return [...cut, sorted.subarray(at)];
  });
const flat = (sets: Iterable<Uint32Array>): number[] => Array.from(sets, (ids) => [...ids]).flat();

describe('sets of ids in runs', () => {
  it('have in common what the whole sets have, in order', () => {
    fc.assert(
      fc.property(runs, runs, (one, other) => {
        const wanted = flat(one).filter((id) => flat(other).includes(id));
        expect(flat(intersectRuns(one, other))).to.deep.equal(wanted);
      }),
    );
  });

  it('hold together what the whole sets hold, each id once and in order', () => {
    fc.assert(
      fc.property(runs, runs, (one, other) => {
        const wanted = [...new Set([...flat(one), ...flat(other)])].sort((a, b) => a - b);
        expect(flat(uniteRuns(one, other))).to.deep.equal(wanted);
      }),
    );
  });

  it('are read no further than somebody asks', () => {
    let read = 0;
    const counting = function* (): Generator<Uint32Array> {
      for (let first = 0; first < 1_000; first += 10) {
        read += 1;
        yield Uint32Array.of(first, first + 1);
      }
    };
    const [common] = intersectRuns(counting(), counting());
    expect([...(common ?? [])]).to.deep.equal([0, 1]);
    expect(read).to.equal(2);
    const [united] = uniteRuns(counting(), counting());
    expect([...(united ?? [])]).to.deep.equal([0, 1]);
    expect(read).to.equal(4);
  });
});
