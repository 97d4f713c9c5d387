import { expect } from 'chai';
import type { ResultCodeName } from '../../src/model/result.js';
import {
  actorOf,
  anonymous,
  type Opened,
  openFixture,
  personDn,
  suffix,
  type Values,
} from './fixture.js';
import { add, lastRow, read } from './writing.js';

interface Row {
  readonly name: string;
  readonly dn: string;
  readonly values: Values;
  readonly code: ResultCodeName;
  readonly matchedDn?: string;
}

const at = (rdn: string): string => `${rdn},ou=structures,${suffix}`;
const device: Values = { objectClass: 'device', cn: 'Neuf' };

const rows: readonly Row[] = [
  { name: 'adds an entry', dn: at('cn=Neuf'), values: device, code: 'success' },
  {
    name: 'refuses below a missing parent and names the superior (57)',
    dn: at('cn=Neuf,cn=absent,cn=loin'),
    values: device,
    code: 'noSuchObject',
    matchedDn: `ou=structures,${suffix}`,
  },
  {
    name: 'refuses a name that is taken in another spelling (57)',
    dn: `UID=Anne.Martin , OU=Personnes,${suffix}`,
    values: { objectClass: 'account', uid: 'Anne.Martin' },
    code: 'entryAlreadyExists',
  },
  {
    name: 'refuses outside the naming context (57)',
    dn: 'cn=Neuf,dc=ailleurs,dc=org',
    values: device,
    code: 'unwillingToPerform',
  },
  { name: 'refuses what is no name', dn: 'foo', values: device, code: 'invalidDNSyntax' },
  {
    name: 'refuses a name of unknown attribute type',
    dn: at('inconnu=x'),
    values: device,
    code: 'invalidDNSyntax',
  },
  {
    name: 'refuses an entry without what its class requires (58)',
    dn: at('cn=Neuf'),
    values: { objectClass: 'inetOrgPerson' },
    code: 'objectClassViolation',
  },
  {
    name: 'refuses an attribute its classes do not allow (58)',
    dn: at('cn=Neuf'),
    values: { ...device, sn: 'x' },
    code: 'objectClassViolation',
  },
  {
    name: 'refuses an entry without a structural class (58)',
    dn: at('cn=Neuf'),
    values: { objectClass: 'uidObject', uid: 'x' },
    code: 'objectClassViolation',
  },
  {
    name: 'refuses two structural chains (58)',
    dn: at('cn=Neuf'),
    values: { objectClass: ['device', 'organizationalRole'] },
    code: 'objectClassViolation',
  },
  {
    name: 'refuses an undefined attribute (58)',
    dn: at('cn=Neuf'),
    values: { ...device, inconnu: 'x' },
    code: 'undefinedAttributeType',
  },
  {
    name: 'refuses an unknown class (58)',
    dn: at('cn=Neuf'),
    values: { objectClass: ['device', 'inconnue'] },
    code: 'invalidAttributeSyntax',
  },
  {
    name: 'refuses an empty string where the syntax has none (58)',
    dn: at('cn=Neuf'),
    values: { ...device, description: '' },
    code: 'invalidAttributeSyntax',
  },
  {
    name: 'refuses two values of a single-valued attribute (59)',
    dn: at('cn=Neuf'),
    values: { objectClass: 'inetOrgPerson', sn: 'x', preferredLanguage: ['fr', 'br'] },
    code: 'constraintViolation',
  },
  {
    name: 'refuses equivalent values (59)',
    dn: at('cn=Neuf'),
    values: { ...device, description: ['un', ' UN'] },
    code: 'attributeOrValueExists',
  },
  {
    name: 'refuses attributes that the server keeps (59)',
    dn: at('cn=Neuf'),
    values: { ...device, entryUUID: '3f1c3d8e-0000-4000-8000-000000000000' },
    code: 'constraintViolation',
  },
  {
    name: 'refuses an empty set of values (59)',
    dn: at('cn=Neuf'),
    values: { ...device, description: [] },
    code: 'protocolError',
  },
  {
    name: 'refuses an empty list of attributes (59)',
    dn: at('cn=Neuf'),
    values: {},
    code: 'protocolError',
  },
  {
    name: 'takes a group whose only member is of zero length',
    dn: `cn=nouveau,ou=groupes,${suffix}`,
    values: { objectClass: 'groupOfNames', cn: 'nouveau', member: '' },
    code: 'success',
  },
  {
    name: 'refuses members of a computed group',
    dn: `cn=ror,ou=acces,${suffix}`,
    values: { objectClass: 'groupOfNames', cn: 'ror', member: personDn('anne.martin') },
    code: 'unwillingToPerform',
  },
];

describe('add (RFC 4511 §4.7)', () => {
  let opened: Opened;

  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  for (const { name, dn, values, code, matchedDn = '' } of rows) {
    it(name, async () => {
      const before = opened.directory.lastSequence;
      const result = await add(opened.directory, dn, values);
      expect(result, result.message).include({ code, matchedDn });
      expect(opened.directory.lastSequence - before).equal(code === 'success' ? 1 : 0);
    });
  }

  it('supplies the values of the name, the superclasses and the stamps (60, 61)', async () => {
    await add(opened.directory, at('cn=Neuf+description=du nom'), {
      objectClass: 'inetOrgPerson',
      sn: 'x',
    });
    const entry = read(opened.directory, at('description=du nom+cn=neuf'));
    expect(entry).deep.include({
      cn: ['Neuf'],
      description: ['du nom'],
      structuralObjectClass: ['inetOrgPerson'],
      creatorsName: [`cn=admin,${suffix}`],
      modifiersName: [`cn=admin,${suffix}`],
    });
    const classes = ['inetOrgPerson', 'organizationalPerson', 'person', 'top'];
    expect(entry['objectClass']).members(classes);
    expect(entry['entryUUID']).length(1);
    expect(entry['createTimestamp']?.[0]).match(/^\d{14}Z$/);
    expect(entry['entryCSN']?.[0]).match(/^\d{14}\.\d{6}Z#[0-9a-f]{6}#[0-9a-f]{3}#[0-9a-f]{6}$/);
  });

  it('refuses nobody, and whoever has no right to add', async () => {
    const person = actorOf(opened.directory, personDn('soazig.riou'));
    const branch = `ou=groupes,${suffix}`;
    expect(await add(opened.directory, `cn=x,${branch}`, device, anonymous)).include({
      code: 'strongerAuthRequired',
    });
    const values = { objectClass: 'device', cn: 'x' };
    expect(['insufficientAccessRights', 'noSuchObject']).include(
      (await add(opened.directory, `cn=x,${branch}`, values, person)).code,
    );
  });

  it('lets a regional administrator add a person, not a service account', async () => {
    const admin = actorOf(opened.directory, personDn('anne.martin'));
    const person = { objectClass: ['inetOrgPerson', 'personneAnnuaire'], cn: 'x', sn: 'x' };
    const added = await add(opened.directory, personDn('neuf'), person, admin);
    expect(added, added.message).include({ code: 'success' });
    const account = { objectClass: 'compteService', cn: 'x' };
    const refused = await add(opened.directory, `cn=x,ou=comptes,${suffix}`, account, admin);
    expect(refused).include({ code: 'insufficientAccessRights' });
  });

  it('never journals a password', async () => {
    await add(opened.directory, at('cn=Neuf'), {
      objectClass: 'inetOrgPerson',
      cn: 'Neuf',
      sn: 'x',
      userPassword: 'un secret',
    });
    const row = lastRow(opened.directory);
    const change = row.changes.find(({ attribute }) => attribute === 'userPassword');
    expect(change).deep.equal({ attribute: 'userPassword', before: [], after: ['modifié'] });
    expect(JSON.stringify(row)).not.include('ARGON2');
    expect(read(opened.directory, at('cn=Neuf'))['userPassword']?.[0]).match(/^\{ARGON2\}/);
  });
});
