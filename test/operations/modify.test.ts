import { expect } from 'chai';
import type { Modification } from '../../src/model/modification.js';
import type { ResultCodeName } from '../../src/model/result.js';
import { type Opened, openFixture, personDn, suffix } from './fixture.js';
import { add, change, lastRow, modify, read } from './writing.js';

const entry = `cn=Essai,ou=structures,${suffix}`;

interface Row {
  readonly name: string;
  readonly changes: readonly Modification[];
  readonly code: ResultCodeName;
  /** Attributes afterwards; an empty list: absent. */
  readonly then?: Readonly<Record<string, readonly string[]>>;
}

const rows: readonly Row[] = [
  {
    name: 'adds a value',
    changes: [change('add', 'description', 'deux')],
    code: 'success',
    then: { description: ['un', 'deux'] },
  },
  {
    name: 'refuses a value that is there by the matching rule (62)',
    changes: [change('add', 'description', '  UN ')],
    code: 'attributeOrValueExists',
  },
  {
    name: 'refuses one value twice in one change',
    changes: [change('add', 'description', 'x', 'X')],
    code: 'attributeOrValueExists',
  },
  {
    name: 'refuses add without values (66)',
    changes: [change('add', 'description')],
    code: 'protocolError',
  },
  {
    name: 'deletes a value by the matching rule',
    changes: [change('delete', 'description', 'UN')],
    code: 'success',
    then: { description: [] },
  },
  {
    name: 'refuses to delete an absent value (62)',
    changes: [change('delete', 'description', 'trois')],
    code: 'noSuchAttribute',
  },
  {
    name: 'refuses to delete an absent attribute (62)',
    changes: [change('delete', 'title')],
    code: 'noSuchAttribute',
  },
  {
    name: 'replaces with nothing what is not there (62)',
    changes: [change('replace', 'title')],
    code: 'success',
  },
  {
    name: 'knows an attribute by its OID and any case',
    changes: [change('replace', '2.5.4.13', 'oid'), change('add', 'DESCRIPTION', 'casse')],
    code: 'success',
    then: { description: ['oid', 'casse'] },
  },
  {
    name: 'keeps options apart (65)',
    changes: [change('replace', 'description', 'autre')],
    code: 'success',
    then: { description: ['autre'], 'description;lang-fr': ['français'] },
  },
  {
    name: 'refuses an unknown attribute',
    changes: [change('add', 'inconnu', 'x')],
    code: 'undefinedAttributeType',
  },
  {
    name: 'refuses a value that is not of its syntax',
    changes: [change('replace', 'uidNumber', '12a')],
    code: 'invalidAttributeSyntax',
  },
  {
    name: 'refuses what the server keeps',
    changes: [change('replace', 'createTimestamp', '20260101000000Z')],
    code: 'constraintViolation',
  },
  {
    name: 'refuses to remove the value of the RDN (63)',
    changes: [change('delete', 'cn', 'Essai')],
    code: 'notAllowedOnRDN',
  },
  {
    name: 'refuses to replace the value of the RDN (63)',
    changes: [change('replace', 'cn', 'Autre')],
    code: 'notAllowedOnRDN',
  },
  {
    name: 'lets the RDN value leave and come back in one request (64)',
    changes: [change('delete', 'cn', 'Essai'), change('add', 'cn', 'essai', 'Deux')],
    code: 'success',
    then: { cn: ['essai', 'Deux'] },
  },
  {
    name: 'refuses to remove what a class requires (63)',
    changes: [change('delete', 'gidNumber')],
    code: 'objectClassViolation',
  },
  {
    name: 'refuses to remove objectClass (63)',
    changes: [change('delete', 'objectClass')],
    code: 'objectClassViolation',
  },
  {
    name: 'refuses another structural class (63)',
    changes: [
      change('delete', 'objectClass', 'device'),
      change('add', 'objectClass', 'organizationalRole'),
    ],
    code: 'objectClassModsProhibited',
  },
  {
    name: 'changes nothing when one change of several is refused (64)',
    changes: [change('replace', 'description', 'perdu'), change('delete', 'title')],
    code: 'noSuchAttribute',
    then: { description: ['un'] },
  },
  {
    name: 'refuses single values of an attribute without equality (66)',
    changes: [change('delete', 'jpegPhoto', Buffer.from([0xff, 0xd8, 0xff, 1]))],
    code: 'inappropriateMatching',
  },
  {
    name: 'increments (RFC 4525)',
    changes: [change('increment', 'uidNumber', '-5')],
    code: 'success',
    then: { uidNumber: ['995'] },
  },
  {
    name: 'increments integers alone',
    changes: [change('increment', 'description', '1')],
    code: 'constraintViolation',
  },
  {
    name: 'increments by one value',
    changes: [change('increment', 'uidNumber', '1', '2')],
    code: 'protocolError',
  },
  {
    name: 'refuses memberOf',
    changes: [change('add', 'memberOf', suffix)],
    code: 'unwillingToPerform',
  },
  { name: 'changes nothing when asked for nothing', changes: [], code: 'success' },
];

describe('modify (RFC 4511 §4.6)', () => {
  let opened: Opened;

  beforeEach(async () => {
    opened = await openFixture();
    const added = await add(opened.directory, entry, {
      objectClass: ['device', 'posixAccount'],
      cn: 'Essai',
      uid: 'essai',
      uidNumber: '1000',
      gidNumber: '1',
      homeDirectory: '/',
      description: 'un',
      'description;lang-fr': 'français',
    });
    expect(added).deep.include({ code: 'success', message: '' });
  });
  afterEach(() => opened.close());

  for (const { name, changes, code, then } of rows) {
    it(name, async () => {
      const result = await modify(opened.directory, entry, changes);
      expect(result, result.message).include({ code });
      const after = read(opened.directory, entry);
      for (const [attribute, values] of Object.entries(then ?? {})) {
        expect(after[attribute] ?? [], attribute).deep.equal(values);
      }
    });
  }

  it('refuses single values without equality when there are some (66)', async () => {
    const photo = (byte: number): Buffer => Buffer.from([0xff, 0xd8, 0xff, byte]);
    const dn = personDn('anne.martin');
    await modify(opened.directory, dn, [change('add', 'jpegPhoto', photo(1), photo(2))]);
    for (const kind of ['add', 'delete'] as const) {
      const result = await modify(opened.directory, dn, [change(kind, 'jpegPhoto', photo(3))]);
      expect(result.code, kind).equal('inappropriateMatching');
    }
  });

  it('names the deepest superior of an entry that is missing', async () => {
    const dn = `cn=x,cn=y,ou=structures,${suffix}`;
    const result = await modify(opened.directory, dn, [change('add', 'description', 'x')]);
    expect(result).include({ code: 'noSuchObject', matchedDn: `ou=structures,${suffix}` });
  });

  it('refuses whoever is nobody, and a name that is none', async () => {
    const nobody = { kind: 'anonymous', door: 'ldap', secure: true } as const;
    const changes = [change('add', 'description', 'x')];
    expect(await modify(opened.directory, entry, changes, nobody)).include({
      code: 'strongerAuthRequired',
    });
    expect(await modify(opened.directory, 'foo', changes)).include({ code: 'invalidDNSyntax' });
    expect(await modify(opened.directory, '', changes)).include({ code: 'unwillingToPerform' });
  });

  it('moves the stamps and keeps the identity (67)', async () => {
    const before = read(opened.directory, entry);
    await modify(opened.directory, entry, [change('replace', 'description', 'neuf')]);
    const after = read(opened.directory, entry);
    expect(after['entryUUID']).deep.equal(before['entryUUID']);
    expect(after['createTimestamp']).deep.equal(before['createTimestamp']);
    expect(after['modifiersName']).deep.equal([`cn=admin,${suffix}`]);
    expect([before, after].map((each) => each['entryCSN']?.[0] ?? '')).deep.equal(
      [before, after].map((each) => each['entryCSN']?.[0] ?? '').sort(),
    );
    expect(after['entryCSN']).not.deep.equal(before['entryCSN']);
  });

  it('appends one journal row with what changed', async () => {
    await modify(opened.directory, entry, [change('replace', 'description', 'neuf')]);
    expect(lastRow(opened.directory)).deep.include({
      kind: 'change',
      operation: 'modify',
      actor: `cn=admin,${suffix}`,
      door: 'ldap',
      dn: entry,
      changes: [{ attribute: 'description', before: ['un'], after: ['neuf'] }],
      events: [],
    });
  });

  it('lets many change one entry at once, none lost', async () => {
    const { directory } = opened;
    const one = [change('increment', 'uidNumber', '1')];
    await Promise.all(Array.from({ length: 50 }, () => modify(directory, entry, one)));
    expect(read(directory, entry)['uidNumber']).deep.equal(['1050']);
  });
});
