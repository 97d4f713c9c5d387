import { expect } from 'chai';
import { type Entry, entryOf, textsOf } from '../../src/model/entry.js';
import { LdapError, type ResultCodeName } from '../../src/model/result.js';
import { checkEntry, completeClasses } from '../../src/schema/entry-check.js';
import { shipped } from './shipped.js';

function entry(attributes: Record<string, readonly string[]>): Entry {
  return entryOf(
    'cn=x,dc=x',
    Object.entries(attributes).map(([description, values]) => ({
      description,
      values: values.map((value) => Buffer.from(value)),
    })),
  );
}

function codeOf(attributes: Record<string, readonly string[]>): ResultCodeName {
  try {
    checkEntry(shipped, completeClasses(shipped, entry(attributes)));
    return 'success';
  } catch (error) {
    if (error instanceof LdapError) return error.code;
    throw error;
  }
}

const person = { objectClass: ['inetOrgPerson'], cn: ['a'], sn: ['b'] };

const rows: [string, Record<string, readonly string[]>, ResultCodeName][] = [
  ['a person', person, 'success'],
  [
    'a person of the directory',
    {
      ...person,
      objectClass: ['inetOrgPerson', 'personneAnnuaire'],
      uid: ['a'],
      codePostalModification: [' '],
    },
    'success',
  ],
  ['classes by OID', { ...person, objectClass: ['2.5.6.6'] }, 'success'],
  ['a required attribute missing', { objectClass: ['person'], cn: ['a'] }, 'objectClassViolation'],
  ['an attribute not allowed', { ...person, homeDirectory: ['/x'] }, 'objectClassViolation'],
  ['no class', { cn: ['a'] }, 'objectClassViolation'],
  ['no structural class', { objectClass: ['uidObject'], uid: ['a'] }, 'objectClassViolation'],
  ['only an abstract class', { objectClass: ['top'] }, 'objectClassViolation'],
  [
    'two unrelated structural classes',
    { ...person, objectClass: ['person', 'account'], uid: ['a'] },
    'objectClassViolation',
  ],
  ['two classes of one chain', { ...person, objectClass: ['inetOrgPerson', 'person'] }, 'success'],
  [
    'two branches of one chain',
    { ...person, objectClass: ['inetOrgPerson', 'residentialPerson'], l: ['x'] },
    'objectClassViolation',
  ],
  ['an unknown attribute', { ...person, nope: ['x'] }, 'undefinedAttributeType'],
  ['an option that is none', { ...person, 'cn;nope': ['x'] }, 'undefinedAttributeType'],
  ['binary where nothing is', { ...person, 'cn;binary': ['x'] }, 'undefinedAttributeType'],
  [
    'an unknown class',
    { ...person, objectClass: ['inetOrgPerson', 'nope'] },
    'invalidAttributeSyntax',
  ],
  ['a value that is not of its syntax', { ...person, mail: ['é@x'] }, 'invalidAttributeSyntax'],
  ['an empty Directory String', { ...person, description: [''] }, 'invalidAttributeSyntax'],
  ['a name of unknown types', { ...person, seeAlso: ['nope=x'] }, 'invalidAttributeSyntax'],
  ['a wrong operational value', { ...person, createTimestamp: ['hier'] }, 'invalidAttributeSyntax'],
  ['two values of one', { ...person, displayName: ['a', 'b'] }, 'constraintViolation'],
  ['two equal values', { ...person, mail: ['a@x', 'A@X '] }, 'attributeOrValueExists'],
  [
    'two equal names',
    { ...person, seeAlso: ['cn=a,dc=x', 'CN=A, dc=X'] },
    'attributeOrValueExists',
  ],
  ['two equal octet strings', { ...person, jpegPhoto: ['a', 'a'] }, 'attributeOrValueExists'],
  [
    'a supertype for a required subtype',
    { objectClass: ['organization'], name: ['x'] },
    'objectClassViolation',
  ],
  [
    'a tagged required attribute',
    { objectClass: ['person'], 'cn;lang-fr': ['a'], sn: ['b'] },
    'success',
  ],
  ['tagged attributes beside plain ones', { ...person, 'cn;lang-fr': ['a'] }, 'success'],
  ['a certificate', { ...person, 'userCertificate;binary': ['0\u0000'] }, 'success'],
  [
    'anything, with extensibleObject',
    { ...person, objectClass: ['person', 'extensibleObject'], homeDirectory: ['/x'] },
    'success',
  ],
  [
    'nothing unknown, with extensibleObject',
    { ...person, objectClass: ['person', 'extensibleObject'], nope: ['/x'] },
    'undefinedAttributeType',
  ],
  [
    'operational attributes of any class',
    { ...person, entryUUID: ['597ae2f6-16a6-1027-98f4-d28b5365dc14'] },
    'success',
  ],
  ['a group without members', { objectClass: ['groupOfNames'], cn: ['x'] }, 'success'],
  [
    'a group of unique names without members',
    { objectClass: ['groupOfUniqueNames'], cn: ['x'] },
    'success',
  ],
  ['a group without a name', { objectClass: ['groupOfNames'] }, 'objectClassViolation'],
];

describe('checkEntry', () => {
  for (const [title, attributes, code] of rows) {
    it(`${code === 'success' ? 'allows' : `answers ${code} to`} ${title}`, () => {
      expect(codeOf(attributes)).to.equal(code);
    });
  }

  it('names the attribute but never shows the value', () => {
    const secret = entry({ ...person, mail: ['sécret'] });
    expect(() => {
      checkEntry(shipped, secret);
    })
      .to.throw(LdapError, /“mail”/)
      .with.property('message')
      .not.match(/sécret/);
  });
});

describe('completeClasses', () => {
  it('names the classes as the schema does and adds superclasses and the structural class', () => {
    const complete = completeClasses(
      shipped,
      entry({ ...person, objectClass: ['INETORGPERSON', '1.3.6.1.1.1.2.0'] }),
    );
    expect(textsOf(complete, 'objectClass')).to.deep.equal([
      'inetOrgPerson',
      'posixAccount',
      'organizationalPerson',
      'person',
      'top',
    ]);
    expect(textsOf(complete, 'structuralObjectClass')).to.deep.equal(['inetOrgPerson']);
    expect(completeClasses(shipped, complete)).to.deep.equal(complete);
  });
});
