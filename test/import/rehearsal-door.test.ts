import { expect } from 'chai';
import { Readable } from 'node:stream';
import { applyLdif, type SeenRecord } from '../../src/import/ldif-apply.js';
import { directoryDoor } from '../../src/import/directory-door.js';
import { readLdif } from '../../src/import/ldif-reader.js';
import { rehearsalDoor } from '../../src/import/rehearsal-door.js';
import { type Opened, openFixture, realSchema, root, suffix } from '../operations/fixture.js';

const { schema } = realSchema();
const group = (cn: string): string => `cn=${cn},ou=groupes,${suffix}`;
const unit = (ou: string, above: string): string => `ou=${ou},${above}`;

const record = (dn: string, ...lines: string[]): string => [`dn: ${dn}`, ...lines, ''].join('\n');
const aUnit = (dn: string): string => record(dn, 'objectClass: organizationalUnit');
const removed = (dn: string): string => record(dn, 'changetype: delete');
const described = (dn: string): string =>
  record(dn, 'changetype: modify', 'replace: description', 'description: essai', '-');

const top = unit('essai', suffix);
const below = unit('dessous', top);

/** What a file leads to, record by record: planned and then applied, the two must agree. */
const files: readonly (readonly [title: string, text: string[], outcomes: string[]])[] = [
  ['a parent, then its child', [aUnit(top), aUnit(below)], ['added', 'added']],
  ['a change of what the file made', [aUnit(top), described(top)], ['added', 'modified']],
  ['an entry twice', [aUnit(top), aUnit(top)], ['added', 'rejected']],
  ['a child without its parent', [aUnit(below), aUnit(top)], ['rejected', 'added']],
  [
    'what was taken away',
    [removed(group('vide')), described(group('vide'))],
    ['deleted', 'rejected'],
  ],
  [
    'an entry taken away and made again',
    [
      removed(group('vide')),
      record(group('vide'), 'objectClass: groupOfNames', 'cn: vide'),
      described(group('vide')),
    ],
    ['deleted', 'added', 'modified'],
  ],
  [
    'children taken away, then what held them',
    [aUnit(top), aUnit(below), removed(below), removed(top)],
    ['added', 'added', 'deleted', 'deleted'],
  ],
  [
    'a renamed entry, under both names',
    [
      record(group('vide'), 'changetype: modrdn', 'newrdn: cn=plein', 'deleteoldrdn: 1'),
      described(group('plein')),
      described(group('vide')),
    ],
    ['renamed', 'modified', 'rejected'],
  ],
  [
    'what the schema refuses, and what cannot be read',
    [record(top, 'objectClass: nulPart'), record('cn=x', 'changetype: nulle')],
    ['rejected', 'rejected'],
  ],
  ['a name that is none', [removed('nul part')], ['rejected']],
];

describe('a plan of a file', () => {
  let opened: Opened;
  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  const outcomesOf = async (
    door: ReturnType<typeof directoryDoor>,
    text: string,
  ): Promise<SeenRecord[]> => {
    const seen: SeenRecord[] = [];
    await applyLdif(readLdif(Readable.from([Buffer.from(text)])), door, {
      schema,
      update: false,
      continueOnError: true,
      onRecord: (each) => seen.push(each),
    });
    return seen;
  };

  for (const [title, records, expected] of files) {
    it(`agrees with its application: ${title}`, async () => {
      const operations = opened.directory.as(root);
      const before = opened.directory.lastSequence;
      const text = records.join('\n');
      const planned = await outcomesOf(rehearsalDoor(schema, operations), text);
      expect(planned.map(({ outcome }) => outcome)).to.deep.equal(expected);
      expect(opened.directory.lastSequence).to.equal(before);
      const applied = await outcomesOf(directoryDoor(operations), text);
      const told = ({ line, outcome, attributes, rejection }: SeenRecord): unknown => {
        return [line, outcome, attributes, rejection?.code];
      };
      expect(applied.map(told)).to.deep.equal(planned.map(told));
    });
  }
});
