import { expect } from 'chai';
import fc from 'fast-check';
import type { EncodedEntry } from '../../src/model/encoded-entry.js';
import { encodeSearchResultEntry, writeEntry } from '../../src/protocol/encode-entry.js';
import { BerWriter } from '../../src/protocol/writer.js';

/** One attribute, `a: b`. */
const attribute = Buffer.from('30080401613103040162', 'hex');

const written = (entry: EncodedEntry): Buffer => {
  const writer = new BerWriter();
  writeEntry(writer, 7, entry, { typesOnly: false });
  return writer.copy();
};

describe('the name of an entry on the wire', () => {
  it('is the same whether it lies in one part or in two', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 80 }).map((each) => Buffer.from(each));
    fc.assert(
      fc.property(text, text, fc.boolean(), (rdn, above, isSuffix) => {
        const superior = isSuffix ? undefined : above;
        const bytes = Buffer.concat([Buffer.from('head'), rdn, attribute]);
        const end = bytes.length;
        const slices = [{ description: 'a', start: end - attribute.length, end }];
        const dn = superior ? Buffer.concat([rdn, Buffer.from(','), superior]) : rdn;
        const whole: EncodedEntry = { dn, bytes, slices, computed: [], large: undefined };
        const name = { rdnStart: 4, rdnEnd: 4 + rdn.length, superior };
        const inParts: EncodedEntry = { ...whole, dn: Buffer.from('nobody asks'), name };
        expect(written(inParts).equals(written(whole))).to.equal(true);
        expect(encodeSearchResultEntry(inParts).equals(encodeSearchResultEntry(whole))).to.equal(
          true,
        );
      }),
    );
  });
});
