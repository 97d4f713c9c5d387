import { expect } from 'chai';
import fc from 'fast-check';
import { lettersOf, slipsOf, soundOf } from '../../src/schema/spelling.js';

describe('the spelling of a word', () => {
  const letters: readonly (readonly [string, string])[] = [
    ['quemener', 'kemener'],
    ['kemener', 'kemener'],
    ['philippe', 'filipe'],
    ['filipe', 'filipe'],
    ['guillou', 'guilou'],
    ['gwenaelle', 'gvenaele'],
    ['jezequel', 'jesekel'],
    ['yann', 'ian'],
    ['lhenoret', 'lenoret'],
    ['aaron', 'aaron'],
    ['2900', '2900'],
  ];
  for (const [word, code] of letters) {
    it(`keeps the letters of ${word} as ${code}`, () => {
      expect(lettersOf(word)).to.equal(code);
    });
  }

  const alike: readonly (readonly [string, string])[] = [
    ['moreau', 'moro'],
    ['renaud', 'reno'],
    ['dupont', 'dupond'],
    ['quimper', 'kimper'],
    ['lemaire', 'lemerre'],
    ['thebault', 'tebo'],
    ['michel', 'michele'],
  ];
  for (const [one, other] of alike) {
    it(`hears ${one} as ${other}`, () => {
      expect(soundOf(one)).to.equal(soundOf(other));
    });
  }

  it('hears other names otherwise', () => {
    const names = ['martin', 'morvan', 'moreau', 'tanguy', 'riou', 'simon', 'colin', 'prigent'];
    expect(new Set(names.map(soundOf))).to.have.length(names.length);
  });

  /** A word, and the same after one slip. */
  const word = fc
    .array(fc.constantFrom(...Array.from('abdefgijlmnoprstuvx')), { minLength: 4, maxLength: 12 })
    .map((all) => all.join(''));
  const slip = fc.tuple(word, fc.nat(), fc.constantFrom('omit', 'double', 'turn', 'change'));

  it('shares something with the same word after one slip', () => {
    fc.assert(
      fc.property(slip, ([whole, place, kind]) => {
        const at = place % (whole.length - 1);
        const [one = '', two = ''] = [whole[at], whole[at + 1]];
        const middle = { omit: '', double: one + one, turn: two + one, change: `b${two}` }[kind];
        const length = kind === 'omit' || kind === 'double' ? 1 : 2;
        const written = whole.slice(0, at) + middle + whole.slice(at + length);
        // A vowel between two alike, left out, makes one letter of three: two slips of the code.
        fc.pre(lettersOf(written).length >= lettersOf(whole).length - 1);
        fc.pre(lettersOf(written).length <= lettersOf(whole).length + 1);
        fc.pre(written.length > 2);
        const shared = new Set(slipsOf(whole));
        expect(slipsOf(written).some((code) => shared.has(code))).to.equal(true);
      }),
    );
  });

  it('has no slips of short words and of numbers', () => {
    for (const each of ['le', 'd', '29200', 'gcs02140']) expect(slipsOf(each)).to.deep.equal([]);
    expect(slipsOf('riou')).to.have.members(['riou', 'iou', 'rou', 'riu', 'rio', '~riou']);
  });
});
