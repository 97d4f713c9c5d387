import { expect } from 'chai';
import {
  attributesEnd,
  attributesStart,
  checkRecordForm,
  encodeRecord,
  inRecordOrder,
  largeOf,
  operationalStart,
  parentOf,
  rdnOf,
  shapeOf,
} from '../../src/store/entry-record.js';
import { encodePartialAttribute, encodeValueSet } from '../../src/protocol/partial-attribute.js';

const user = (number: number, size: number) => ({
  number,
  operational: false,
  bytes: encodePartialAttribute('cn', [Buffer.alloc(size, 0x61)]),
});
const short = { number: 300, operational: true, bytes: encodeValueSet([Buffer.from('x')]) };

describe('the record of an entry', () => {
  for (const size of [1, 127, 70_000, 3_000_000]) {
    it(`tells where its parts are, of a value of ${size} octets`, () => {
      const attributes = [user(3, size), short];
      const large = [{ number: 9, count: 300, valueBytes: 12_345 }];
      const record = encodeRecord({ parentId: 7, rdn: 'cn=é', shape: 70_001, attributes, large });
      checkRecordForm(record);
      expect([parentOf(record), rdnOf(record), shapeOf(record)]).to.eql([7, 'cn=é', 70_001]);
      const users = record.subarray(attributesStart(record), operationalStart(record));
      expect(users.equals(attributes[0]?.bytes ?? users)).to.equal(true);
      const rest = record.subarray(operationalStart(record), attributesEnd(record));
      expect(rest).to.eql(short.bytes);
      expect(largeOf(record)).to.eql(large);
    });
  }

  it('has objectClass at the head, and operational attributes at the end, short ones last', () => {
    const whole = { ...user(5, 1), operational: true };
    const [name, classes] = [user(1, 1), user(2, 1)];
    const ordered = inRecordOrder([short, whole, name, classes], (each) => each === classes);
    expect(ordered).to.eql([classes, name, whole, short]);
  });

  it('is refused in a form that is not known, so that no field is misread', () => {
    for (const form of [0, 2, 4]) {
      expect(() => {
        checkRecordForm(Buffer.from([form, 0]));
      }).to.throw(`form ${form}`);
    }
  });
});
