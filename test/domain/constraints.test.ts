import { expect } from 'chai';
import { constraintFaults, type ValueConstraint } from '../../src/domain/constraints.js';

const message = "Merci d'indiquer une valeur numérique";
const numeric: ValueConstraint = {
  attribute: 'numeroVoieModification',
  accepts: (value) => /^\d+$/.test(value),
  message,
};

describe('a constraint on an override', () => {
  const fault = [{ field: 'numeroVoieModification', message }];
  const table: readonly (readonly [string, readonly string[], unknown])[] = [
    ['binds a value', ['sept'], fault],
    ['lets a good value pass', ['33'], []],
    ['does not count spaces around a value', [' 33 '], []],
    ['does not bind a space, which empties the field', [' '], []],
    ['does not bind a no-break space either', ['\u00a0'], []],
    ['binds every value', ['33', 'x'], fault],
    ['does not bind an absent value', [], []],
  ];
  for (const [title, values, expected] of table) {
    it(title, () => {
      const entry = new Map([['numerovoiemodification', values]]);
      expect(constraintFaults(entry, [numeric])).to.deep.equal(expected);
    });
  }

  it('binds neither national nor effective values', () => {
    const entry = new Map([
      ['numerovoienational', ['P']],
      ['numerovoie', ['P']],
    ]);
    expect(constraintFaults(entry, [numeric])).to.deep.equal([]);
  });
});
