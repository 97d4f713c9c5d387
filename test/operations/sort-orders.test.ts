import { expect } from 'chai';
import fc from 'fast-check';
import type { DirectoryOptions } from '../../src/operations/open-directory.js';
import { type Asked, type Found, type Opened, openFixture, root, search } from './fixture.js';
import { cookieOf, pageOf, sortBy, sortKey, viewAt, viewResultOf } from './search-controls.js';
import { everybody, others, person, type Row, top, uidsOf } from './sorted-people.js';

/** The ways to sort: with so many entries beside, the second is along an index where there is one. */
type Limits = NonNullable<DirectoryOptions['limits']>;

const ways: Readonly<Record<string, Limits>> = {
  'in memory': {},
  'along an index': { sortedMax: 20 },
};

/** What the matching rules make of the words below, as far as the order goes. */
const folded = (word: string): string =>
  ` ${word.toLowerCase().replace(/ +/g, ' ')} `.slice(0, 400);
const word = fc.constantFrom('a', 'B', 'é', 'ab', 'a  b', 'z'.repeat(450), 'z'.repeat(449));
const words = (minLength: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(word, { minLength, maxLength: 3, selector: (each) => each.toLowerCase() });
const people = fc.array(
  fc.record({
    sn: words(1),
    givenName: words(0),
    uidNumber: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 12 },
);
const keys = fc.uniqueArray(
  fc.constantFrom('sn', '-sn', 'uidNumber', '-uidNumber', 'givenName', '-givenName'),
  { minLength: 1, maxLength: 3, selector: (each) => each.replace('-', '') },
);

type Person = typeof people extends fc.Arbitrary<(infer T)[]> ? T : never;

const rowOf = ({ sn, givenName, uidNumber }: Person, at: number): Row =>
  person(`p${at}`, {
    sn,
    ...(givenName.length > 0 && { givenName }),
    ...(uidNumber !== undefined && { uidNumber: String(uidNumber) }),
  });

/** The order, worked out anew: no value is the greatest, the least of several counts. */
function expectedOrder(of: readonly Person[], by: readonly string[]): string[] {
  const least = (each: Person, attribute: string): string | number => {
    if (attribute === 'uidNumber') return each.uidNumber ?? Infinity;
    const values = each[attribute as 'sn' | 'givenName'].map(folded);
    return values.sort((a, b) => Buffer.from(a).compare(Buffer.from(b)))[0] ?? '\u{10FFFF}';
  };
  const compare = (a: Person, b: Person): number => {
    for (const key of by.map(sortKey)) {
      const [x, y] = [least(a, key.attribute), least(b, key.attribute)];
      if (x === y) continue;
      const isLess =
        typeof x === 'number' ? x < Number(y) : Buffer.from(x).compare(Buffer.from(String(y))) < 0;
      return isLess === key.reverse ? 1 : -1;
    }
    return 0;
  };
  return [...of.keys()]
    .sort((a, b) => compare(of[a] as Person, of[b] as Person) || a - b)
    .map((at) => `p${at}`);
}

async function withDirectory(
  of: readonly Person[],
  limits: Limits,
  use: (ask: (asked: Asked) => Promise<Found>) => Promise<void>,
): Promise<void> {
  const entries = [...top, ...others, ...of.map(rowOf)];
  const opened: Opened = await openFixture({ general: true, entries, with: { limits } });
  try {
    await use((asked) => search(opened.directory, root, { ...everybody, ...asked }));
  } finally {
    await opened.close();
  }
}

describe('operations/orders of a sort', function () {
  this.timeout(120_000);

  for (const [way, limits] of Object.entries(ways)) {
    it(`${way}: whole, in pages and in windows the order is the same`, async () => {
      await fc.assert(
        fc.asyncProperty(people, keys, fc.integer({ min: 1, max: 5 }), async (of, by, size) => {
          const expected = expectedOrder(of, by);
          const sort = sortBy(`!${by.join('/')}`);
          await withDirectory(of, limits, async (ask) => {
            expect(uidsOf(await ask({ controls: [sort] }))).to.deep.equal(expected);
            const paged: string[] = [];
            let cookie: Buffer | undefined = Buffer.alloc(0);
            do {
              const page: Found = await ask({ controls: [sort, pageOf(size, cookie)] });
              expect(page.result.code).to.equal('success');
              expect(page.dns.length).to.be.at.most(size);
              paged.push(...uidsOf(page));
              cookie = cookieOf(page);
            } while (cookie && cookie.length > 0);
            expect(paged, 'pages').to.deep.equal(expected);
            for (let at = 1; at <= expected.length; at += size) {
              const window = await ask({ controls: [sort, viewAt(1, 2, [at, expected.length])] });
              expect(viewResultOf(window)).to.include({
                code: 'success',
                targetPosition: at,
                contentCount: expected.length,
              });
              expect(uidsOf(window), `window at ${at}`).to.deep.equal(
                expected.slice(Math.max(0, at - 2), at + 2),
              );
            }
          });
        }),
        { numRuns: 8 },
      );
    });

    it(`${way}: a value seeks the first entry that is not ahead of it`, async () => {
      const given = fc.constantFrom('0', '3', '4', '9', undefined);
      await fc.assert(
        fc.asyncProperty(fc.array(given, { maxLength: 10 }), fc.boolean(), async (of, reverse) => {
          const key = reverse ? '-givenName' : 'givenName';
          const persons = of.map((each): Person => ({
            sn: ['x'],
            givenName: each === undefined ? [] : [each],
            uidNumber: undefined,
          }));
          const expected = expectedOrder(persons, [key]);
          await withDirectory(persons, limits, async (ask) => {
            for (const sought of ['', '0', '4', '9', 'a']) {
              const isAhead = (uid: string): boolean => {
                const value = of[Number(uid.slice(1))] ?? 'none';
                return reverse ? value > sought : value < sought;
              };
              const rank = expected.filter(isAhead).length;
              const found = await ask({ controls: [sortBy(key), viewAt(1, 1, sought)] });
              expect(viewResultOf(found)).to.include({
                code: 'success',
                targetPosition: rank + 1,
                contentCount: of.length,
              });
              expect(uidsOf(found)).to.deep.equal(expected.slice(Math.max(0, rank - 1), rank + 2));
            }
          });
        }),
        { numRuns: 5 },
      );
    });
  }
});
