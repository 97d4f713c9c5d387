import { expect } from 'chai';
import { saslPrep } from '../../src/password/saslprep.js';

describe('SASLprep (RFC 4013)', () => {
  const rows: readonly (readonly [title: string, text: string, prepared: string | undefined])[] = [
    ['maps SOFT HYPHEN to nothing (§3 example 1)', 'I\u00ADX', 'IX'],
    ['leaves plain text alone (example 2)', 'user', 'user'],
    ['keeps the case (example 3)', 'USER', 'USER'],
    ['normalises compatibility characters (example 4)', '\u00AA', 'a'],
    ['normalises roman numerals (example 5)', '\u2168', 'IX'],
    ['prohibits controls (example 6)', '\u0007', undefined],
    ['prohibits mixed directions (example 7)', '\u0627\u0031', undefined],
    ['maps spaces of other widths to SPACE', 'a\u00A0b\u3000c', 'a b c'],
    ['composes', 'e\u0301te\u0301', 'été'],
    ['spells superscripts out', 'm²', 'm2'],
    ['takes text from right to left', '\u05D0 1 \u05D1', '\u05D0 1 \u05D1'],
    ['prohibits letters of both directions', '\u05D0a\u05D1', undefined],
    ['prohibits private use', '\uE000', undefined],
    ['prohibits what is no character', '\uFDD0', undefined],
    ['prohibits the replacement character', '\uFFFD', undefined],
    ['prohibits marks of direction', 'a\u200Eb', undefined],
    ['prohibits tags', 'a\u{E0041}', undefined],
    ['may leave nothing', '\u00AD', ''],
    ['takes characters beyond the first plane', '𝔘', 'U'],
  ];
  for (const [title, text, prepared] of rows) {
    it(title, () => {
      expect(saslPrep(text)).to.equal(prepared);
    });
  }

  it('prohibits unassigned characters in what is stored, not in a query', () => {
    expect(saslPrep('\u0378')).to.equal('\u0378');
    expect(saslPrep('\u0378', 'stored')).to.equal(undefined);
  });
});
