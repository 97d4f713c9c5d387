import { expect } from 'chai';
import { translate } from '../../src/panel/language.js';
import {
  birthDateOf,
  countOfRecords,
  dayOf,
  frenchSpaces,
  hourOf,
  readGeneralizedTime,
} from '../../src/panel/typography.js';

describe('typography', () => {
  const spaces: readonly (readonly [given: string, expected: string])[] = [
    ['Mot de passe :', 'Mot de passe\u00a0:'],
    ['Souhaitez vous ?</h2>', 'Souhaitez vous\u00a0?</h2>'],
    ['« Refusée » retire', '«\u00a0Refusée\u00a0» retire'],
    ['vide ; un espace', 'vide\u00a0; un espace'],
    ['<a href="https://x">x</a>', '<a href="https://x">x</a>'],
  ];
  for (const [given, expected] of spaces) {
    it(`keeps together the spaces of ${given}`, () => {
      expect(frenchSpaces(given)).to.equal(expected);
    });
  }

  it('writes dates and hours as in France, in Paris time', () => {
    const winter = new Date('2026-11-23T23:05:00Z');
    expect(dayOf(winter)).to.equal('24/11/2026');
    expect(hourOf(winter)).to.equal('0\u00a0h\u00a005');
    expect(hourOf(new Date('2026-07-01T08:42:00Z'))).to.equal('10\u00a0h\u00a042');
  });

  it('reads the forms of a generalized time and refuses what is none', () => {
    const read = (text: string) => readGeneralizedTime(text)?.toISOString();
    expect(read('20261120091500Z')).to.equal('2026-11-20T09:15:00.000Z');
    expect(read('2026112009Z')).to.equal('2026-11-20T09:00:00.000Z');
    expect(readGeneralizedTime('20261120091500.5Z')).to.not.equal(undefined);
    for (const text of [undefined, '', 'demain', '2026']) {
      expect(readGeneralizedTime(text)).to.equal(undefined);
    }
  });

  it('shows a birth date as stored, whatever the time zone', () => {
    expect(birthDateOf('19700131000000Z')).to.equal('31/01/1970');
    expect(birthDateOf(undefined)).to.equal('');
  });

  it('counts with the right number', () => {
    const said = (total: number, isExact: boolean): string => {
      const counted = countOfRecords(total, isExact);
      return translate(counted.words, undefined, counted);
    };
    expect(said(0, true)).to.equal('0 enregistrement');
    expect(said(1, true)).to.equal('1 enregistrement');
    expect(said(47200, true)).to.equal('47200 enregistrements');
    expect(said(5000, false)).to.equal('plus de 5000 enregistrements');
  });
});
