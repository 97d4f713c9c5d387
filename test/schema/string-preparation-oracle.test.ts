import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import type { SubstringPosition } from '../../src/schema/definitions.js';
import { prepareText, prepareTextPart } from '../../src/schema/insignificant-space.js';
import { prepareString } from '../../src/schema/string-preparation.js';

/** Debian's, which has the tables of RFC 3454 in its `stringprep` module. */
const python = '/usr/bin/python3';

type Forms = Readonly<Record<'value' | SubstringPosition, string>>;
type PointForms = readonly [folded: string | null, exact: string | null, unassigned: boolean];

interface Oracle {
  readonly points: Readonly<Record<string, PointForms>>;
  readonly strings: readonly (Forms | null)[];
}

/** The basic plane without surrogates, and what RFC 4518 says of others. */
const points = [
  [0x0000, 0xd7ff],
  [0xe000, 0xffff],
  [0x10300, 0x104ff],
  [0x1d000, 0x1d7ff],
  [0x20000, 0x200ff],
  [0xe0000, 0xe0fff],
] as const;

/**
 * Capitals of Unicode 3.2 whose small letters came later: RFC 3454 leaves them alone, today's
 * case folding has them equal to their small letters. Palochka, Georgian, Cherokee, turned F,
 * reversed C.
 */
const foldedSince = [
  [0x4c0, 0x4c0],
  [0x10a0, 0x10c5],
  [0x13a0, 0x13f4],
  [0x2132, 0x2132],
  [0x2183, 0x2183],
] as const;

const within = (ranges: readonly (readonly [number, number])[], point: number): boolean =>
  ranges.some(([first, last]) => point >= first && point <= last);

const pieces = ['a', 'É', 'ß', ' ', '  ', '\t', '\u00a0', '\u2003', '\u200b', '\u00ad', '\u0301'];
const texts = fc.sample(
  fc.array(fc.constantFrom(...pieces, '-', 'ﬁ', 'Σ', '\ufffd'), { maxLength: 8 }),
  { numRuns: 2000, seed: 4518 },
);

describe('string preparation against an oracle of Unicode 3.2', () => {
  let oracle: Oracle;
  const strings = texts.map((parts) => parts.join(''));

  before(function () {
    if (!existsSync(python) && process.env['CI'] !== 'true') this.skip();
    this.timeout(120_000);
    const script = fileURLToPath(new URL('rfc4518.py', import.meta.url));
    const input = JSON.stringify({ points, strings });
    const output = execFileSync(python, [script], { input, maxBuffer: 64 << 20 });
    oracle = JSON.parse(output.toString()) as Oracle;
  });

  it('prepares every code point that Unicode 3.2 has as the RFC does', () => {
    const different: string[] = [];
    let compared = 0;
    for (const [name, [folded, exact, unassigned]] of Object.entries(oracle.points)) {
      const point = Number(name);
      if (unassigned || within(foldedSince, point)) continue;
      compared += 1;
      const text = Buffer.from(`a${String.fromCodePoint(point)}b`);
      const ours = [prepareString(text, true) ?? null, prepareString(text, false) ?? null];
      if (ours[0] !== folded || ours[1] !== exact) different.push(point.toString(16));
    }
    expect(different).to.deep.equal([]);
    expect(compared).to.be.greaterThan(55_000);
  });

  it('has the capitals of later small letters equal to these, where the RFC sees one alone', () => {
    for (const [first, last] of foldedSince) {
      for (let point = first; point <= last; point += 1) {
        const capital = String.fromCodePoint(point);
        const [own, small] = [capital, capital.toLowerCase()].map((letter) =>
          prepareString(Buffer.from(letter), true),
        );
        expect(small, point.toString(16)).not.to.equal(capital);
        expect(own, point.toString(16)).to.equal(small);
      }
    }
  });

  it('takes characters newer than Unicode 3.2 for characters, and non-characters for none', () => {
    const later: Record<string, string | undefined> = {
      '\u1e9e': 'ss',
      '\u2c60': '\u2c61',
      '\u{1f600}': '\u{1f600}',
      '\u2066': '',
      '\u180f': '',
      '\u0378': undefined,
      '\ufdd0': undefined,
      '\u{1ffff}': undefined,
    };
    for (const [char, folded] of Object.entries(later)) {
      const name = char.codePointAt(0)?.toString(16);
      expect(prepareString(Buffer.from(char), true), name).to.equal(folded);
    }
  });

  it('handles spaces in values and in each part of a substring assertion as the RFC does', () => {
    const textOf = (key: Buffer | undefined): string | undefined => key?.toString('utf8');
    let refused = 0;
    for (const [index, text] of strings.entries()) {
      const forms = oracle.strings[index] ?? null;
      const octets = Buffer.from(text);
      const part = (position: SubstringPosition): string | undefined =>
        textOf(prepareTextPart(octets, position, true));
      if (forms === null) refused += 1;
      const value = textOf(prepareText(octets, true));
      const ours = { value, initial: part('initial'), any: part('any'), final: part('final') };
      const none = { value: undefined, initial: undefined, any: undefined, final: undefined };
      expect(ours, JSON.stringify(text)).to.deep.equal(forms ?? none);
    }
    expect(refused).to.be.within(1, strings.length / 2);
  });
});
