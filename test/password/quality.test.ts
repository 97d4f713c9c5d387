import { expect } from 'chai';
import { generatePassword } from '../../src/password/generate.js';
import { entropyBits, passwordFaults } from '../../src/password/quality.js';

const about = ['françois.grangère', 'FRANCOIS', 'GRANGERE'];

/** Password → the sentence’s telling words, or nothing. */
const rows: readonly (readonly [string, RegExp | undefined])[] = [
  ['Xy7!kLm9?pQr', undefined],
  ['Xy7kLm9pQrTu4w', undefined],
  ['correct cheval batterie agrafe nuage lampe soleil', undefined],
  ['Xy7!kLm9?pQ', /trop faible/],
  ['xykmlqpzrtuwbc', /trop faible/],
  ['', /trop faible/],
  ['aA1!aA1!aA1!aA1!', /facile à deviner/],
  ['abcdefghijKLMNO1!', /facile à deviner/],
  ['Grangere-2026!xyZ', /ni votre nom/],
  ['x7!GRANGÈREmarée2', /ni votre nom/],
  ['é'.repeat(600), /trop long/],
];

describe('the quality of a password (CNIL 2022-100)', () => {
  for (const [password, sentence] of rows) {
    it(`${sentence ? 'refuses' : 'accepts'} “${password.slice(0, 30)}”`, () => {
      const faults = passwordFaults(password, about);
      if (!sentence) expect(faults).deep.equal([]);
      else expect(faults.join(' ')).match(sentence);
    });
  }

  it('counts length × log2 of the alphabet', () => {
    expect(entropyBits('0000000000000000')).equal(53);
    expect(entropyBits('aaaa')).equal(19);
  });

  it('accepts every password we generate', () => {
    for (let count = 0; count < 200; count += 1) {
      const password = generatePassword();
      expect(passwordFaults(password, about), password).deep.equal([]);
    }
  });
});
