import { expect } from 'chai';
import { prepareText, prepareTextPart } from '../../src/schema/insignificant-space.js';
import { foldCase, prepareString } from '../../src/schema/string-preparation.js';

const folded = (text: string): string | undefined =>
  prepareText(Buffer.from(text), true)?.toString('utf8');

describe('string preparation (RFC 4518)', () => {
  it('frames values and doubles the spaces between words', () => {
    const rows: [string, string][] = [
      ['Jean Pierre', ' jean  pierre '],
      ['  JEAN   pierre', ' jean  pierre '],
      ['foo bar  ', ' foo  bar '],
      ['Élodie  LE GOFF', ' élodie  le  goff '],
      ['', '  '],
      ['   ', '  '],
      ['\u00a0\u3000', '  '],
      ['\u200b', '  '],
    ];
    for (const [text, key] of rows) expect(folded(text), JSON.stringify(text)).to.equal(key);
  });

  it('maps every code point that §2.2 lists to a space or to nothing', () => {
    const nothing: [number, number][] = [
      [0x00, 0x08],
      [0x0e, 0x1f],
      [0x7f, 0x84],
      [0x86, 0x9f],
      [0xad, 0xad],
      [0x34f, 0x34f],
      [0x6dd, 0x6dd],
      [0x70f, 0x70f],
      [0x1806, 0x1806],
      [0x180b, 0x180e],
      [0x200b, 0x200f],
      [0x202a, 0x202e],
      [0x2060, 0x2063],
      [0x206a, 0x206f],
      [0xfe00, 0xfe0f],
      [0xfeff, 0xfeff],
      [0xfff9, 0xfffc],
      [0x1d173, 0x1d17a],
      [0xe0001, 0xe0001],
      [0xe0020, 0xe007f],
    ];
    const spaces: [number, number][] = [
      [0x09, 0x0d],
      [0x20, 0x20],
      [0x85, 0x85],
      [0xa0, 0xa0],
      [0x1680, 0x1680],
      [0x2000, 0x200a],
      [0x2028, 0x2029],
      [0x202f, 0x202f],
      [0x205f, 0x205f],
      [0x3000, 0x3000],
    ];
    for (const [ranges, key] of [
      [nothing, ' ab '],
      [spaces, ' a  b '],
    ] as const) {
      for (const [first, last] of ranges) {
        for (let point = first; point <= last; point += 1) {
          const text = `a${String.fromCodePoint(point)}b`;
          expect(folded(text), point.toString(16)).to.equal(key);
        }
      }
    }
  });

  it('folds case in full and normalises to form KC', () => {
    const rows: [string, string][] = [
      ['Straße', 'strasse'],
      ['STRAẞE', 'strasse'],
      ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
      ['ﬁn', 'fin'],
      ['ＡＢＣ', 'abc'],
      ['℡', 'tel'],
      ['e\u0301', 'é'],
      ['İı', 'i̇ı'],
      ['K', 'k'],
      ['ǅ', 'dž'],
      ['ŉ', 'ʼn'],
    ];
    for (const [text, prepared] of rows) {
      expect(prepareString(Buffer.from(text), true), text).to.equal(prepared);
    }
    expect(foldCase('ÇA')).to.equal('ça');
    expect(prepareString(Buffer.from('ﬁN'), false)).to.equal('fiN');
  });

  it('refuses what is no UTF-8 and prohibited characters', () => {
    const refused = [
      Buffer.from([0xe9]),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from('\ufffd'),
      Buffer.from('\ue000'),
      Buffer.from('\ufdd0'),
      Buffer.from('\u{10ffff}'),
      Buffer.from('\u0378'),
    ];
    for (const value of refused) {
      expect(prepareText(value, true), value.toString('hex')).to.equal(undefined);
    }
  });

  it('does not take a space that carries a combining mark for one', () => {
    expect(folded('a \u0301b')).to.equal(' a \u0301b ');
  });

  it('prepares the parts of substrings as their position asks', () => {
    const rows = [
      ['initial', 'foo bar  ', ' foo  bar '],
      ['any', 'foo bar  ', 'foo  bar '],
      ['final', 'foo bar  ', 'foo  bar '],
      ['initial', 'jean ', ' jean '],
      ['initial', 'Je', ' je'],
      ['any', '  p', ' p'],
      ['final', 'dupont', 'dupont '],
      ['final', ' Dupont', ' dupont '],
      ['any', '   ', ' '],
      ['initial', ' ', ' '],
      ['final', 'É', 'é '],
    ] as const;
    for (const [position, part, key] of rows) {
      const prepared = prepareTextPart(Buffer.from(part), position, true)?.toString('utf8');
      expect(prepared, `${position} “${part}”`).to.equal(key);
    }
  });
});
