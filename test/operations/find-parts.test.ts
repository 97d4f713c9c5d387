import { expect } from 'chai';
import fc from 'fast-check';
import {
  closenessAsTyped,
  closenessFar,
  closenessMisspelt,
  editDistance,
} from '../../src/operations/find/closeness.js';
import { isOptional, readQuery } from '../../src/operations/find/query.js';
import { bestOf, both, either, type RankedIds } from '../../src/operations/find/ranked-ids.js';

describe('a query that finds persons', () => {
  const rows: readonly (readonly [text: string, parts: string, readings: string])[] = [
    ['', '', ''],
    ['Le Goff', 'le goff', '=Le =Goff le goff legoff'],
    ["l'hénoret", 'l henoret', "=l'hénoret l henoret lhenoret"],
    ["PONT-L'ABBÉ", 'pont l abbe', "=PONT-L'ABBÉ pont l abbe pontl labbe pontlabbe"],
    ['st malo', 'saint malo', '=st =malo saint malo saintmalo'],
    ['990 0000 0017', '99000000017', '=99000000017 99000000017'],
    ['29 200', '29 200', '=29 =200 29 200 29200'],
    ['a@b.fr', 'a b fr', '=a@b.fr a b fr ab bfr abfr'],
  ];
  for (const [text, parts, readings] of rows) {
    it(`is read: “${text}”`, () => {
      const query = readQuery(text);
      const texts = query.readings.map((each) =>
        each.kind === 'word' ? each.word : `=${each.text}`,
      );
      expect(query.parts.join(' ')).to.equal(parts);
      expect(texts).to.have.members(readings.split(' ').filter(Boolean));
    });
  }

  it('has bounds, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { parts, readings } = readQuery(text);
        expect(parts.length).to.be.at.most(10);
        expect(readings.length).to.be.at.most(31);
        for (const { from, to } of readings) expect(from < to && to <= parts.length).to.equal(true);
      }),
    );
  });

  it('asks for a lone letter only where it is all there is', () => {
    expect([0, 1].map((at) => isOptional(readQuery('y riou'), at))).to.deep.equal([true, false]);
    expect([0, 1].map((at) => isOptional(readQuery('y r'), at))).to.deep.equal([false, false]);
  });
});

describe('how close a word is', () => {
  const distances: readonly (readonly [a: string, b: string, slips: number])[] = [
    ['riou', 'riou', 0],
    ['riou', 'roiu', 1],
    ['riou', 'rio', 1],
    ['riou', 'rriou', 1],
    ['riou', 'rien', 2],
    ['riou', 'martin', 3],
    ['', 'ab', 2],
    ['ca', 'abc', 3],
  ];
  for (const [a, b, slips] of distances) {
    it(`${a || 'nothing'} is ${String(slips)} slips from ${b}`, () => {
      expect([editDistance(a, b, 2), editDistance(b, a, 2)]).to.deep.equal([slips, slips]);
    });
  }

  /** For each word typed, others from the closest on; the last is no longer taken for it. */
  const orders: readonly (readonly string[])[] = [
    ['legoff', 'legoff', 'legoffic', 'legoffff', 'leghof', 'lagoff', 'martin'],
    ['quemener', 'quemener', 'kemener', 'quemenr', 'quimener', 'kervella'],
    ['moro', 'moro', 'moron', 'morro', 'moreau', 'martin'],
    ['rio', 'rio', 'riou', 'ryo', 'brio', 'pol'],
    ['le', 'le', 'leo', 'la'],
    ['29200', '29200', '29201'],
  ];
  for (const [asked = '', ...words] of orders) {
    it(`${asked}: ${words.join(', ')}`, () => {
      const closeness = words.map((word) => closenessMisspelt(asked, word));
      expect(closeness[0]).to.equal(1);
      expect(closeness.at(-1)).to.equal(0);
      for (const [at, close] of closeness.entries()) {
        if (at > 0) expect(close, words[at]).to.be.at.most(closeness[at - 1] ?? 0);
        if (at < closeness.length - 1) expect(close, words[at]).to.be.greaterThan(0);
      }
    });
  }

  it('is that of a beginning, or none, where no slips are looked for', () => {
    const words = ['martin', 'martine', 'marti', 'martni'];
    const closeness = words.map((word) => closenessAsTyped('martin', word));
    expect(closeness.map((close) => close > 0)).to.deep.equal([true, true, false, false]);
  });

  it('is seen from far of the same letters in another order, and of no numbers', () => {
    expect(closenessFar('egguen', 'gueguen')).to.be.greaterThan(closenessFar('egguen', 'guillou'));
    expect(closenessFar('egguen', 'corre')).to.equal(0);
    expect(closenessFar('2920', '2290')).to.equal(0);
  });
});

describe('ranked ids', () => {
  const list = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0.25, 0.5, 1)),
    {
      selector: ([id]) => id,
      maxLength: 20,
    },
  );
  const ranked = (rows: readonly (readonly [id: number, score: number])[]): RankedIds => {
    const sorted = [...rows].sort(([a], [b]) => a - b);
    return {
      ids: Uint32Array.from(sorted, ([id]) => id),
      scores: Float32Array.from(sorted, ([, score]) => score),
    };
  };
  const pairs = ({ ids, scores }: RankedIds): (readonly [number, number])[] =>
    [...ids].map((id, at) => [id, scores[at] ?? 0] as const);

  it('unite with the better score, and meet with the sum', () => {
    fc.assert(
      fc.property(list, list, (one, other) => {
        const [a, b] = [new Map(one), new Map(other)];
        const all = [...new Set([...a.keys(), ...b.keys()])].sort((x, y) => x - y);
        expect(pairs(either(ranked(one), ranked(other)))).to.deep.equal(
          all.map((id) => [id, Math.max(a.get(id) ?? 0, b.get(id) ?? 0)]),
        );
        expect(pairs(both(ranked(one), ranked(other)))).to.deep.equal(
          all.flatMap((id) => {
            const [x, y] = [a.get(id), b.get(id)];
            return x === undefined || y === undefined ? [] : [[id, x + y]];
          }),
        );
      }),
    );
  });

  it('give the best first and, of equals, the first', () => {
    fc.assert(
      fc.property(list, fc.nat(25), (rows, most) => {
        const expected = [...rows].sort(([a, x], [b, y]) => y - x || a - b).map(([id]) => id);
        expect(bestOf(ranked(rows), most)).to.deep.equal(expected.slice(0, most));
      }),
    );
  });
});
