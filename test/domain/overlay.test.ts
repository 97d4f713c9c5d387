import { expect } from 'chai';
import {
  effectiveValue,
  isBlank,
  modificationOf,
  nationalOf,
  overrideState,
  type OverrideState,
} from '../../src/domain/overlay.js';

describe('an override', () => {
  const table: readonly (readonly [string | undefined, OverrideState])[] = [
    [undefined, 'hérité'],
    ['', 'hérité'],
    ['33', 'remplacé'],
    [' 33 ', 'remplacé'],
    ['-', 'remplacé'],
    [' ', 'vidé'],
    ['     ', 'vidé'],
    ['\t\r\n', 'vidé'],
    ['\u0085', 'vidé'],
    ['\u00a0', 'vidé'],
    ['\u1680\u2000\u2007\u200a\u2028\u2029\u202f\u205f\u3000', 'vidé'],
    ['\u200b', 'vidé'],
    [' \u00ad\ufeff\u2060 ', 'vidé'],
    ['\ufffc\u034f\ufe0f', 'vidé'],
    ['\u00a0x', 'remplacé'],
  ];
  for (const [value, state] of table) {
    it(`${value === undefined ? 'absent' : JSON.stringify(value)} is ${state}`, () => {
      expect(overrideState(value)).to.equal(state);
    });
  }

  it('is told blank in linear time', () => {
    expect(isBlank(`${' '.repeat(1_000_000)}x`)).to.equal(false);
  });
});

describe('an effective value', () => {
  const table: readonly (readonly [string | undefined, string | undefined, string | undefined])[] =
    [
      ['7', undefined, '7'],
      ['7', '33', '33'],
      ['7', ' ', undefined],
      ['7', '\u00a0', undefined],
      [undefined, '33', '33'],
      [undefined, undefined, undefined],
      [undefined, ' ', undefined],
      [' ', undefined, undefined],
      ['', undefined, undefined],
    ];
  for (const [national, override, effective] of table) {
    const given = JSON.stringify([national ?? null, override ?? null]);
    it(`of national and override ${given} is ${effective ?? 'none'}`, () => {
      expect(effectiveValue(national, override)).to.equal(effective);
    });
  }

  it('comes from two attributes named after the field', () => {
    expect(nationalOf('codePostal')).to.equal('codePostalNational');
    expect(modificationOf('codePostal')).to.equal('codePostalModification');
  });
});
