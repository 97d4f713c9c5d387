import { expect } from 'chai';
import {
  attributeEndOf,
  attributeNumberOf,
  attributesStart,
  checkRecordVersion,
  encodeRecord,
  parentOf,
  rdnOf,
  recordEnd,
  userAttributeCountOf,
} from '../../src/store/entry-record.js';

describe('the record of an entry', () => {
  const rows = [
    ['a usual entry', 900, 2],
    ['an entry of just 64 KiB', 65_533, 2],
    ['a larger one', 65_534, 4],
    ['a huge one', 3_000_000, 4],
  ] as const;
  for (const [title, size, endBytes] of rows) {
    it(`tells where the attributes end in ${endBytes} octets each: ${title}`, () => {
      const record = encodeRecord(7, 'cn=é', [
        { number: 3, operational: false, bytes: Buffer.alloc(size, 1) },
        { number: 300, operational: true, bytes: Buffer.from('xy') },
      ]);
      checkRecordVersion(record);
      expect(record.length).to.equal(12 + 2 * (endBytes + 2) + 5 + size + 2);
      expect([attributeEndOf(record, 0), attributeEndOf(record, 1)]).to.eql([size, size + 2]);
      expect([attributeNumberOf(record, 0), attributeNumberOf(record, 1)]).to.eql([3, 300]);
      expect([parentOf(record), rdnOf(record), userAttributeCountOf(record)]).to.eql([
        7,
        'cn=é',
        1,
      ]);
      expect(record.toString('latin1', attributesStart(record) + size)).to.equal('xy');
      expect(recordEnd(record)).to.equal(record.length);
    });
  }

  it('is read in the wide form that earlier stores have of all entries', () => {
    const fields = ['01', '00', '0100', '07000000', '0400', '0100', '02000000', '0300'];
    const record = Buffer.concat([Buffer.from(fields.join(''), 'hex'), Buffer.from('cn=axy')]);
    checkRecordVersion(record);
    expect([attributeEndOf(record, 0), attributeNumberOf(record, 0)]).to.eql([2, 3]);
    expect([parentOf(record), rdnOf(record)]).to.eql([7, 'cn=a']);
    expect(record.toString('latin1', attributesStart(record))).to.equal('xy');
  });

  it('is refused in a form that is not known, so that no field is misread', () => {
    expect(() => {
      checkRecordVersion(Buffer.from([3, 0]));
    }).to.throw('form 3');
  });
});
