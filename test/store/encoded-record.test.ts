import { expect } from 'chai';
import {
  decodePartialAttribute,
  encodePartialAttribute,
  encodeValueSet,
} from '../../src/protocol/partial-attribute.js';
import { firstText } from '../../src/operations/filter/slice-values.js';
import { EncodedRecord } from '../../src/store/encoded-record.js';
import { encodeRecord, type StoredAttribute } from '../../src/store/entry-record.js';
import type { StoredShape } from '../../src/store/shape-dictionary.js';

const values = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text));
const whole = (description: string, operational: boolean, ...texts: string[]) => ({
  description,
  operational,
  bytes: encodePartialAttribute(description, values(texts)),
});
const short = (description: string, ...texts: string[]) => ({
  description,
  operational: true,
  bytes: encodeValueSet(values(texts)),
});

type Given = Omit<StoredAttribute, 'number'> & { readonly description: string };

const parent = { dn: Buffer.from('dc=org'), parentId: 1 };

function recordOf(given: readonly Given[]): EncodedRecord {
  const attributes = given.map((each, at) => ({ ...each, number: at + 1 }));
  const record = encodeRecord({ parentId: 1, rdn: 'cn=é', shape: 1, attributes, large: [] });
  return new EncodedRecord(record, parent, shapeOf(given));
}

function shapeOf(given: readonly Given[]): StoredShape {
  const descriptions = given.map(({ description }) => description);
  return {
    number: 1,
    descriptions,
    places: new Map(descriptions.map((description, place) => [description, place])),
    attributes: [],
    userCount: given.filter(({ operational }) => !operational).length,
  };
}

/** What each slice says, as text. */
function read(record: EncodedRecord): [string, string[]][] {
  const { slices, bytes } = record;
  return slices.map(({ description, start, end }) => {
    const attribute = decodePartialAttribute(bytes, start, end);
    expect(attribute.description).to.equal(description);
    return [description, attribute.values.map(String)];
  });
}

describe('an entry as a view of its record', () => {
  const long = 'x'.repeat(300);
  const rows: Readonly<Record<string, readonly Given[]>> = {
    'user attributes alone': [whole('objectClass', false, 'top'), whole('cn', false, 'é', long)],
    'operational ones alone': [short('modifyTimestamp', '2026')],
    'whole and short operational ones': [
      whole('objectClass', false, 'top'),
      whole('cn', false, 'a', 'b'),
      whole('entryUUID', true, 'u'),
      short('creatorsName', long),
      short('modifyTimestamp', '1', '2'),
    ],
    'nothing at all': [],
  };
  for (const [title, given] of Object.entries(rows)) {
    it(`gives every attribute as an answer has it: ${title}`, () => {
      const expected = given.map(({ description }): [string, string | undefined] => [
        description,
        firstText(recordOf(given), description),
      ]);
      const found = read(recordOf(given));
      expect(found.map(([description, [first]]) => [description, first])).to.eql(expected);
    });

    it(`has attributes follow one another where they end: ${title}`, () => {
      const record = recordOf(given);
      given.forEach((_, place) => {
        expect(record.endOf(place)).to.equal(record.slices[place]?.end);
        expect(record.endOf(place - 1)).to.equal(record.slices[place]?.start);
      });
      expect(record.endOf(-1)).to.equal(record.rdnEnd);
    });
  }

  it('reads the values of a short attribute where they stand, before and after it is made', () => {
    const record = recordOf(rows['whole and short operational ones'] ?? []);
    const { bytes } = record;
    expect(firstText(record, 'modifyTimestamp')).to.equal('1');
    expect(record.bytes).to.equal(bytes);
    record.endOf(4);
    expect(record.bytes).not.to.equal(bytes);
    expect(firstText(record, 'modifyTimestamp')).to.equal('1');
    expect(record.dn.toString()).to.equal('cn=é,dc=org');
  });
});
