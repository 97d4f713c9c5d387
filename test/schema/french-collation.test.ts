import { expect } from 'chai';
import fc from 'fast-check';
import { approximateKey } from '../../src/schema/approximate.js';
import { collationKey } from '../../src/schema/french-collation.js';
import { familyNames, givenNames } from '../region/names.js';

/** ICU's French order: by letters alone, punctuation ignored; and with accents. */
const byLetters = new Intl.Collator('fr', { sensitivity: 'base', ignorePunctuation: true });
const byAccents = new Intl.Collator('fr', { sensitivity: 'accent', ignorePunctuation: true });

type KeyOf = (value: Buffer) => Buffer;

const orderOf = (keyOf: KeyOf, a: string, b: string): number =>
  Math.sign(keyOf(Buffer.from(a)).compare(keyOf(Buffer.from(b))));

const letters = 'abcdefghijklmnopqrstuvwxyzàâäæçéèêëîïôöœùûüÿñßø';
const french = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...Array.from(letters + letters.toUpperCase())) },
      { weight: 1, arbitrary: fc.constantFrom(' ', '-', "'", '’', '\u00a0', '.', '0', '1', '9') },
      { weight: 1, arbitrary: fc.constantFrom('e\u0301', 'C\u0327', 'ﬁ', 'Ⅻ', '²') },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => /[\p{L}\p{N}]/u.test(text));

/** Words that differ in few places, so that accents decide. */
const alike = fc
  .tuple(
    fc.constantFrom('c', 'ç', 'C'),
    fc.constantFrom('o', 'ô', 'ö', 'œ', 'oe', 'Ô'),
    fc.constantFrom('t', 'T', '-t'),
    fc.constantFrom('e', 'é', 'è', 'ê', 'ë', 'E\u0301'),
  )
  .map((parts) => parts.join(''));

describe('French collation', () => {
  it('has the order of ICU at primary strength, punctuation ignored', () => {
    fc.assert(
      fc.property(french, french, (a, b) => {
        expect(orderOf(approximateKey, a, b)).to.equal(Math.sign(byLetters.compare(a, b)));
      }),
      { numRuns: 5000 },
    );
  });

  it('sorts the names of the region as ICU does', () => {
    const [family, given] = [fc.constantFrom(...familyNames), fc.constantFrom(...givenNames)];
    fc.assert(
      fc.property(family, given, family, given, (a, b, c, d) => {
        const [one, other] = [`${a} ${b}`, `${c} ${d}`];
        expect(orderOf(approximateKey, one, other)).to.equal(
          Math.sign(byLetters.compare(one, other)),
        );
        expect(orderOf(collationKey, one, other)).to.equal(
          Math.sign(byAccents.compare(one, other)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('has accents break ties from left to right, as ICU does', () => {
    fc.assert(
      fc.property(alike, alike, (a, b) => {
        expect(orderOf(collationKey, a, b)).to.equal(Math.sign(byAccents.compare(a, b)));
      }),
      { numRuns: 2000 },
    );
    const dictionary = ['cote', 'coté', 'côte', 'côté', 'coter', 'coteau'];
    const sorted = [...dictionary].sort((a, b) => orderOf(collationKey, a, b));
    expect(sorted).to.deep.equal(['cote', 'coté', 'côte', 'côté', 'coteau', 'coter']);
  });

  it('has equal letters share all of a sort key but its accents', () => {
    fc.assert(
      fc.property(french, french, (a, b) => {
        const [primary, sort] = [orderOf(approximateKey, a, b), orderOf(collationKey, a, b)];
        if (primary !== 0) expect(sort).to.equal(primary);
      }),
    );
  });

  it('differs from ICU in these letters of Latin-1 and Latin Extended-A only', () => {
    const different: string[] = [];
    for (let point = 0xc0; point <= 0x17f; point += 1) {
      const letter = String.fromCodePoint(point);
      const key = approximateKey(Buffer.from(letter)).toString();
      if (!/\p{L}/u.test(letter) || byLetters.compare(letter, key) === 0) continue;
      different.push(`${letter} as ${key}`);
    }
    expect(different).to.deep.equal([
      'Þ as th',
      'þ as th',
      'ı as i',
      'ŉ as n',
      'Ŋ as n',
      'ŋ as n',
      'Ŧ as t',
      'ŧ as t',
    ]);
  });
});
