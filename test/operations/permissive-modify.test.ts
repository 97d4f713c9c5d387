import { expect } from 'chai';
import type { Modification } from '../../src/model/modification.js';
import type { ResultCodeName } from '../../src/model/result.js';
import { type Opened, openFixture, personDn, root } from './fixture.js';
import { ask, control } from './controlled.js';
import { change, read } from './writing.js';

const dn = personDn('francois.grangere');
const mail = 'francois.grangere@example.org';

type Row = readonly [
  name: string,
  changes: readonly Modification[],
  strict: ResultCodeName,
  permissive: ResultCodeName,
  mails?: readonly string[],
];

const rows: readonly Row[] = [
  [
    'a value that is there is added',
    [change('add', 'mail', mail.toUpperCase())],
    'attributeOrValueExists',
    'success',
    [mail],
  ],
  [
    'one that is there and one that is not',
    [change('add', 'mail', mail, 'b@example.org')],
    'attributeOrValueExists',
    'success',
    [mail, 'b@example.org'],
  ],
  ['a missing value', [change('delete', 'mail', 'x@example.org')], 'noSuchAttribute', 'success'],
  [
    'one value of two is missing',
    [change('delete', 'mail', 'x@example.org', mail)],
    'noSuchAttribute',
    'success',
    [],
  ],
  ['a missing attribute', [change('delete', 'title')], 'noSuchAttribute', 'success'],
  ['a value of it', [change('delete', 'title', 'x')], 'noSuchAttribute', 'success'],
  [
    'deleted twice in a row',
    [change('delete', 'mail'), change('delete', 'mail')],
    'noSuchAttribute',
    'success',
    [],
  ],
  // Nothing else is forgiven.
  [
    'a value given twice',
    [change('add', 'mail', 'c@example.org', 'C@example.org')],
    'attributeOrValueExists',
    'attributeOrValueExists',
  ],
  [
    'a required attribute',
    [change('delete', 'sn')],
    'objectClassViolation',
    'objectClassViolation',
  ],
  ['what names the entry', [change('delete', 'uid')], 'notAllowedOnRDN', 'notAllowedOnRDN'],
  [
    'a value that is not of the syntax',
    [change('delete', 'manager', 'x')],
    'invalidAttributeSyntax',
    'invalidAttributeSyntax',
  ],
  [
    'an unknown attribute',
    [change('delete', 'nope')],
    'undefinedAttributeType',
    'undefinedAttributeType',
  ],
  [
    'an increment of nothing',
    [change('increment', 'uidNumber', '1')],
    'noSuchAttribute',
    'noSuchAttribute',
  ],
];

describe('permissive modify', () => {
  let opened: Opened;

  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  for (const [name, changes, strict, permissive, mails] of rows) {
    it(`${name}: ${strict}, with the control ${permissive}`, async () => {
      const request = { kind: 'modify', dn, changes } as const;
      const before = read(opened.directory, dn);
      const plain = await ask(opened.directory, root, request);
      expect(plain.code, plain.message).to.equal(strict);
      expect(read(opened.directory, dn)).to.deep.equal(before);
      const forgiven = await ask(opened.directory, root, request, control('permissive'));
      expect(forgiven.code, forgiven.message).to.equal(permissive);
      const expected = mails ?? [mail];
      expect(read(opened.directory, dn)['mail'] ?? []).to.deep.equal(expected);
    });
  }
});
