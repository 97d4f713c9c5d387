import { expect } from 'chai';
import fc from 'fast-check';
import { approximateKey, approximatePart } from '../../src/schema/approximate.js';
import { shipped } from './shipped.js';

const keyOf = (text: string): string => approximateKey(Buffer.from(text)).toString('utf8');

describe('approximate matching', () => {
  it('takes the spellings of a French name for one', () => {
    const rows: [string, string][] = [
      ['helene', 'Hélène'],
      ['legoff', 'LE GOFF'],
      ['lhenoret', "L'HÉNORET"],
      ['lhenoret', 'L’Hénoret'],
      ['jeanpierre', 'Jean-Pierre'],
      ['coeur', 'Cœur'],
      ['laetitia', 'Lætitia'],
      ['francois', 'Franc\u0327ois'],
      ['strasse', 'Straße'],
      ['noel', 'NOËL'],
      ['soren', 'Søren'],
      [' ', '-'],
    ];
    for (const [key, name] of rows) expect(keyOf(name), name).to.equal(key);
  });

  it('is never narrower than equality', () => {
    const rule = shipped.matchingRule('caseIgnoreMatch');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(2), (text, spaces) => {
        const other = ` ${text.toUpperCase()}${' '.repeat(spaces)}`.normalize('NFD');
        const [a, b] = [text, other].map((each) => rule?.prepareValue(Buffer.from(each)));
        fc.pre(a !== undefined && b !== undefined && a.equals(b));
        expect(keyOf(other)).to.equal(keyOf(text));
      }),
    );
  });

  it('finds parts', () => {
    expect(keyOf("L'HÉNORET")).to.include(approximatePart(Buffer.from('Héno')).toString());
    expect(approximatePart(Buffer.from('-'))).to.have.length(0);
    expect(approximateKey(Buffer.from([0xff]))).to.deep.equal(Buffer.from([0xff]));
  });
});
