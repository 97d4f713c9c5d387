import { checklist, row, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { certificate, missing, noSuch, read, shown, someone } from './checklist-update.js';
import { suffix } from './servers.js';
import { add } from './session.js';

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
];

checklist('add (RFC 4511 §4.7)', [
  ...refusedAdditions,
  {
    title: '60 an attribute of the RDN that was left out is supplied',
    ask: add(person('q1'), someone),
    then: 'success',
    after: [read(person('q1')), shown({ uid: ['q1'], structuralObjectClass: ['inetOrgPerson'] })],
  },
  {
    title: '60 a value of the RDN joins the others',
    ask: add(`cn=q2,${people}`, { ...someone, cn: 'autre' }),
    then: 'success',
    after: [read(`cn=q2,${people}`), shown({ cn: ['autre', 'q2'] })],
  },
  {
    title: '61 superclasses are added to objectClass (RFC 4512 §3.3)',
    ask: add(person('q3'), someone),
    then: 'success',
    after: [
      read(person('q3')),
      shown({ objectClass: ['inetOrgPerson', 'organizationalPerson', 'person', 'top'] }),
    ],
    slapdDeparts: 'it only finds by them',
  },
  {
    title: '53 names come back in one spelling (RFC 4514 §2)',
    ask: add(`SN=b\\,c+2.5.4.3=A\\=d , ${people}`, { objectClass: 'person' }),
    then: 'success',
    after: [
      read(`cn=a\\=d+sn=b\\,c,${people}`),
      shown({ entryDN: [`cn=A\\3Dd+sn=b\\2Cc,${people}`] }),
    ],
  },
  {
    title: '53 and so do names that are values',
    ask: add(person('q4'), { ...someone, seeAlso: 'CN = x\\, y , 2.5.4.10=Z' }),
    then: 'success',
    after: [read(person('q4')), shown({ seeAlso: ['cn=x\\2C y,o=Z'] })],
  },
]);
