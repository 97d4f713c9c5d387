import type { Request } from '../../src/model/request.js';
import { checklist, row, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { certificate, missing, noSuch, someone } from './checklist-update.js';
import { suffix } from './servers.js';
import { add, inputs } from './session.js';
import { testSchema } from './test-schema.js';

/** What no `Values` can say: one attribute in two elements. */
const twice: Request = {
  kind: 'add',
  dn: person('q'),
  attributes: [...inputs({ ...someone, description: 'a' }), ...inputs({ description: 'b' })],
};

const refusedAdditions: readonly Row[] = [
  row('57 below a missing parent', add(missing, { ...someone, cn: 'x' }), noSuch),
  row(
    '57 outside the naming contexts',
    add('cn=x,dc=nowhere', { ...someone, cn: 'x' }),
    'unwillingToPerform',
  ),
  row(
    '57 what exists, in other words',
    add(`UID=P1 , OU=people,${suffix}`, { ...someone, uid: 'p1' }),
    'entryAlreadyExists',
  ),
  row(
    '57 below an alias',
    add(`cn=x,cn=autre nom,${groups}`, { ...someone, cn: 'x' }),
    'aliasProblem',
  ),
  row(
    '57 below a referral object',
    add(`cn=x,ou=Ailleurs,${suffix}`, { ...someone, cn: 'x' }),
    'referral',
  ),
  row(
    '58 a required attribute is missing',
    add(person('q'), { objectClass: 'inetOrgPerson', uid: 'q', cn: 'q' }),
    'objectClassViolation',
  ),
  row(
    '58 an attribute that no class allows',
    add(person('q'), { ...someone, uid: 'q', uidNumber: '1' }),
    'objectClassViolation',
  ),
  row(
    '58 no class at all',
    add(person('q'), { uid: 'q', cn: 'q', sn: 'q' }),
    'objectClassViolation',
  ),
  row(
    '58 no structural class',
    add(person('q'), { objectClass: ['top', 'uidObject'], uid: 'q' }),
    'objectClassViolation',
  ),
  row(
    '58 an abstract class alone',
    add(`cn=q,${people}`, { objectClass: 'top', cn: 'q' }),
    'objectClassViolation',
  ),
  row(
    '58 two structural chains',
    add(`cn=q,${people}`, {
      ...someone,
      objectClass: ['person', 'organizationalUnit'],
      ou: 'q',
    }),
    'objectClassViolation',
  ),
  row(
    '58 an undefined attribute',
    add(person('q'), { ...someone, uid: 'q', nope: 'x' }),
    'undefinedAttributeType',
  ),
  row(
    '58 an unknown option (RFC 4512 §2.5.2)',
    add(person('q'), { ...someone, uid: 'q', 'description;x-a': 'x' }),
    'undefinedAttributeType',
  ),
  row(
    '58 a range of languages (RFC 3866 §4)',
    add(person('q'), { ...someone, uid: 'q', 'description;lang-': 'x' }),
    'undefinedAttributeType',
  ),
  row(
    '58 a certificate without `;binary` (RFC 4523 §2)',
    add(person('q'), {
      ...someone,
      uid: 'q',
      userCertificate: certificate,
    }),
    'undefinedAttributeType',
  ),
  row(
    '58 half a certificate',
    add(person('q'), {
      ...someone,
      uid: 'q',
      'userCertificate;binary': certificate.subarray(1),
    }),
    'invalidAttributeSyntax',
  ),
  row(
    '58 a text with `;binary` (RFC 4522 §4)',
    add(person('q'), {
      ...someone,
      uid: 'q',
      'description;binary': certificate,
    }),
    'undefinedAttributeType',
  ),
  row(
    '58 an unknown class',
    add(person('q'), {
      ...someone,
      uid: 'q',
      objectClass: ['person', 'nope'],
    }),
    'invalidAttributeSyntax',
  ),
  row(
    '58 a value that is not of the syntax',
    add(person('q'), { ...someone, uid: 'q', seeAlso: 'foo' }),
    'invalidAttributeSyntax',
  ),
  row(
    '58 an empty Directory String',
    add(person('q'), { ...someone, uid: 'q', description: '' }),
    'invalidAttributeSyntax',
  ),
  row(
    '59 two values of a SINGLE-VALUE attribute',
    add(person('q'), { ...someone, uid: 'q', employeeNumber: ['1', '2'] }),
    'constraintViolation',
  ),
  row(
    '59 two equivalent values',
    add(person('q'), {
      ...someone,
      uid: 'q',
      description: ['a  B', 'A b'],
    }),
    'attributeOrValueExists',
  ),
  row(
    '59 one attribute under two names',
    add(person('q'), { ...someone, uid: 'q', commonName: 'r' }),
    'attributeOrValueExists',
  ),
  row(
    '59 an attribute that the server keeps',
    add(person('q'), { ...someone, uid: 'q', entryDN: person('q') }),
    'constraintViolation',
  ),
  row(
    '59 an empty set of values',
    add(person('q'), { ...someone, uid: 'q', description: [] }),
    'protocolError',
  ),
  row('59 no attributes', add(person('q'), {}), 'protocolError'),
  row(
    '60 an attribute type twice in the RDN (X.501 §9.3)',
    add(`cn=q+cn=r,${people}`, someone),
    'invalidDNSyntax',
  ),
  row('60 a malformed name', add(`foo,${people}`, someone), 'invalidDNSyntax'),
  row(
    '57 the suffix again',
    add(suffix, { objectClass: ['organization', 'dcObject'], o: 'x', dc: 'example' }),
    'entryAlreadyExists',
  ),
  row('57 the root DSE', add('', someone), ['entryAlreadyExists', 'unwillingToPerform']),
  row('57 the subschema', add('cn=Subschema', someone), [
    'entryAlreadyExists',
    'unwillingToPerform',
    'noSuchObject',
  ]),
  row(
    '58 an empty class',
    add(person('q'), { ...someone, objectClass: '' }),
    'invalidAttributeSyntax',
  ),
  row(
    '58 octets that are no UTF-8',
    add(person('q'), { ...someone, description: Buffer.from([0xc3, 0x28]) }),
    'invalidAttributeSyntax',
  ),
  ...['creatorsName', 'modifiersName', 'subschemaSubentry'].map((name) =>
    row(
      `59 the server keeps ${name}`,
      add(person('q'), { ...someone, [name]: suffix }),
      'constraintViolation',
    ),
  ),
  ...['createTimestamp', 'modifyTimestamp'].map((name) =>
    row(
      `59 the server keeps ${name}`,
      add(person('q'), { ...someone, [name]: '20240101000000Z' }),
      'constraintViolation',
    ),
  ),
  row(
    '59 the server keeps entryUUID',
    add(person('q'), { ...someone, entryUUID: '00000000-0000-4000-8000-000000000001' }),
    'constraintViolation',
  ),
  row('59 an attribute twice', twice, ['attributeOrValueExists', 'protocolError']),
  row(
    '60 a value of the RDN beside the one that a SINGLE-VALUE attribute has',
    add(`employeeNumber=1,${people}`, { ...someone, employeeNumber: '2' }),
    ['constraintViolation', 'namingViolation', 'objectClassViolation'],
  ),
  row(
    '61 a required supertype without one',
    add(`nombre=1,${people}`, { objectClass: 'nomme' }),
    'objectClassViolation',
  ),
  row(
    '61 a subtype does not stand for the supertype (RFC 4512 §2.5.1, §3.2)',
    add(`cn=a,${people}`, { objectClass: 'nomme' }),
    'objectClassViolation',
  ),
];

checklist('add', refusedAdditions, { schema: testSchema });
