import { checklist, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { suffix } from './servers.js';
import { add, compare, modify, remove, rename, search } from './session.js';

const someone = { objectClass: 'inetOrgPerson', cn: 'q', sn: 'q' } as const;
const certificate = Buffer.from([0x30, 0x00]);
const missing = `cn=x,cn=y,${people}`;
const noSuch = { code: 'noSuchObject', matchedDn: people } as const;
const read = (dn: string): ReturnType<typeof search> => search(dn, { attributes: ['*', '+'] });
const shown = (attributes: Readonly<Record<string, readonly string[]>>) =>
  ({ code: 'success', shown: attributes }) as const;
const rdn67 = 'it answers namingViolation (RFC 4511 §4.6: notAllowedOnRDN)';

checklist('compare (RFC 4511 §4.10)', [
  { title: '56 true', ask: compare(person('p1'), 'sn', 'dupont'), then: 'compareTrue' },
  { title: '56 false', ask: compare(person('p1'), 'sn', 'autre'), then: 'compareFalse' },
  { title: '56 by the rule', ask: compare(person('p1'), 'telephoneNumber', '+33298-0011'), then: 'compareTrue' },
  { title: '56 through the supertype', ask: compare(person('p1'), 'name', 'dupont'), then: 'compareTrue' },
  { title: '56 a name by the rule', ask: compare(person('p2'), 'manager', ` UID = P1,${people}`), then: 'compareTrue' },
  { title: '56 an absent attribute', ask: compare(person('p1'), 'title', 'x'), then: 'noSuchAttribute' },
  { title: '56 an undefined attribute', ask: compare(person('p1'), 'nope', 'x'), then: 'undefinedAttributeType' },
  { title: '56 a missing entry', ask: compare(missing, 'cn', 'x'), then: noSuch },
  { title: '56 a malformed assertion', ask: compare(person('p1'), 'uidNumber', '007'), then: 'invalidAttributeSyntax' },
  { title: '56 a malformed assertion of an absent attribute', ask: compare(person('p2'), 'uidNumber', 'x'), then: 'invalidAttributeSyntax' },
  { title: '56 an empty assertion', ask: compare(person('p1'), 'sn', ''), then: 'invalidAttributeSyntax' },
  { title: '56 an attribute without EQUALITY', ask: compare(person('p1'), 'jpegPhoto', 'x'), then: 'inappropriateMatching' },
  { title: '56 the same, absent', ask: compare(person('p2'), 'jpegPhoto', 'x'), then: 'inappropriateMatching' },
  { title: '56 an unknown class', ask: compare(person('p1'), 'objectClass', '1.2.3'), then: 'invalidAttributeSyntax' },
  { title: '56 a superclass', ask: compare(person('p1'), 'objectClass', 'person'), then: 'compareTrue' },
  { title: '56 the subschema', ask: compare('cn=Subschema', 'objectClass', 'subschema'), then: 'compareTrue' },
  { title: '56 an attribute that the root DSE has not', ask: compare('', 'cn', 'x'), then: 'noSuchAttribute' },
  { title: 'at a referral object (RFC 3296 §5.3)', ask: compare(`cn=x,ou=Ailleurs,${suffix}`, 'cn', 'x'), then: 'referral' },
  { title: 'an alias is not followed', ask: compare(`cn=autre nom,${groups}`, 'uid', 'p1'), then: 'noSuchAttribute' },
]);

const refusedAdditions: readonly Row[] = [
  { title: '57 below a missing parent', ask: add(missing, { ...someone, cn: 'x' }), then: noSuch },
  { title: '57 outside the naming contexts', ask: add('cn=x,dc=nowhere', { ...someone, cn: 'x' }), then: 'unwillingToPerform' },
  { title: '57 what exists, in other words', ask: add(`UID=P1 , OU=people,${suffix}`, { ...someone, uid: 'p1' }), then: 'entryAlreadyExists' },
  { title: '57 below an alias', ask: add(`cn=x,cn=autre nom,${groups}`, { ...someone, cn: 'x' }), then: 'aliasProblem' },
  { title: '57 below a referral object', ask: add(`cn=x,ou=Ailleurs,${suffix}`, { ...someone, cn: 'x' }), then: 'referral' },
  { title: '58 a required attribute is missing', ask: add(person('q'), { objectClass: 'inetOrgPerson', uid: 'q', cn: 'q' }), then: 'objectClassViolation' },
  { title: '58 an attribute that no class allows', ask: add(person('q'), { ...someone, uid: 'q', uidNumber: '1' }), then: 'objectClassViolation' },
  { title: '58 no class at all', ask: add(person('q'), { uid: 'q', cn: 'q', sn: 'q' }), then: 'objectClassViolation' },
  { title: '58 no structural class', ask: add(person('q'), { objectClass: ['top', 'uidObject'], uid: 'q' }), then: 'objectClassViolation' },
  { title: '58 an abstract class alone', ask: add(`cn=q,${people}`, { objectClass: 'top', cn: 'q' }), then: 'objectClassViolation' },
  { title: '58 two structural chains', ask: add(`cn=q,${people}`, { ...someone, objectClass: ['person', 'organizationalUnit'], ou: 'q' }), then: 'objectClassViolation' },
  { title: '58 an undefined attribute', ask: add(person('q'), { ...someone, uid: 'q', nope: 'x' }), then: 'undefinedAttributeType' },
  { title: '58 an unknown option (RFC 4512 §2.5.2)', ask: add(person('q'), { ...someone, uid: 'q', 'description;x-a': 'x' }), then: 'undefinedAttributeType' },
  { title: '58 a range of languages (RFC 3866 §4)', ask: add(person('q'), { ...someone, uid: 'q', 'description;lang-': 'x' }), then: 'undefinedAttributeType' },
  { title: '58 a certificate without `;binary` (RFC 4523 §2)', ask: add(person('q'), { ...someone, uid: 'q', userCertificate: certificate }), then: 'undefinedAttributeType' },
  { title: '58 half a certificate', ask: add(person('q'), { ...someone, uid: 'q', 'userCertificate;binary': certificate.subarray(1) }), then: 'invalidAttributeSyntax' },
  { title: '58 a text with `;binary` (RFC 4522 §4)', ask: add(person('q'), { ...someone, uid: 'q', 'description;binary': certificate }), then: 'undefinedAttributeType' },
  { title: '58 an unknown class', ask: add(person('q'), { ...someone, uid: 'q', objectClass: ['person', 'nope'] }), then: 'invalidAttributeSyntax' },
  { title: '58 a value that is not of the syntax', ask: add(person('q'), { ...someone, uid: 'q', seeAlso: 'foo' }), then: 'invalidAttributeSyntax' },
  { title: '58 an empty Directory String', ask: add(person('q'), { ...someone, uid: 'q', description: '' }), then: 'invalidAttributeSyntax' },
  { title: '59 two values of a SINGLE-VALUE attribute', ask: add(person('q'), { ...someone, uid: 'q', employeeNumber: ['1', '2'] }), then: 'constraintViolation' },
  { title: '59 two equivalent values', ask: add(person('q'), { ...someone, uid: 'q', description: ['a  B', 'A b'] }), then: 'attributeOrValueExists' },
  { title: '59 one attribute under two names', ask: add(person('q'), { ...someone, uid: 'q', commonName: 'r' }), then: 'attributeOrValueExists' },
  { title: '59 an attribute that the server keeps', ask: add(person('q'), { ...someone, uid: 'q', entryDN: person('q') }), then: 'constraintViolation' },
  { title: '59 an empty set of values', ask: add(person('q'), { ...someone, uid: 'q', description: [] }), then: 'protocolError' },
  { title: '59 no attributes', ask: add(person('q'), {}), then: 'protocolError' },
  { title: '60 an attribute type twice in the RDN (X.501 §9.3)', ask: add(`cn=q+cn=r,${people}`, someone), then: 'invalidDNSyntax' },
  { title: '60 a malformed name', ask: add(`foo,${people}`, someone), then: 'invalidDNSyntax' },
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
    after: [read(`cn=a\\=d+sn=b\\,c,${people}`), shown({ entryDN: [`cn=A\\3Dd+sn=b\\2Cc,${people}`] })],
  },
  {
    title: '53 and so do names that are values',
    ask: add(person('q4'), { ...someone, seeAlso: 'CN = x\\, y , 2.5.4.10=Z' }),
    then: 'success',
    after: [read(person('q4')), shown({ seeAlso: ['cn=x\\2C y,o=Z'] })],
  },
]);

checklist('modify (RFC 4511 §4.6)', [
  { title: '62 adds what is there, by the rule', ask: modify(person('p2'), ['add', 'description', 'RÉSEAU  de bretagne']), then: 'attributeOrValueExists' },
  { title: '62 deletes an absent value', ask: modify(person('p2'), ['delete', 'description', 'z']), then: 'noSuchAttribute' },
  { title: '62 deletes an absent attribute', ask: modify(person('p2'), ['delete', 'title']), then: 'noSuchAttribute' },
  { title: '62 replaces an absent attribute by nothing', ask: modify(person('p2'), ['replace', 'title']), then: 'success' },
  { title: '63 removes a value of the RDN', ask: modify(person('p2'), ['delete', 'uid', 'p2']), then: 'notAllowedOnRDN', slapdDeparts: rdn67 },
  { title: '63 replaces a value of the RDN', ask: modify(person('p2'), ['replace', 'uid', 'z']), then: 'notAllowedOnRDN', slapdDeparts: rdn67 },
  { title: '63 removes a required attribute', ask: modify(person('p2'), ['delete', 'sn']), then: 'objectClassViolation' },
  { title: '63 changes the structural class', ask: modify(person('p2'), ['replace', 'objectClass', 'organizationalUnit']), then: 'objectClassModsProhibited' },
  { title: '63 removes objectClass', ask: modify(person('p2'), ['delete', 'objectClass']), then: 'objectClassViolation' },
  {
    title: '64 is all or nothing',
    ask: modify(person('p2'), ['add', 'title', 'neuf'], ['delete', 'employeeNumber']),
    then: 'noSuchAttribute',
    after: [read(person('p2')), shown({ title: [] })],
  },
  {
    title: '64 may pass through what the schema forbids',
    ask: modify(person('p2'), ['delete', 'sn'], ['add', 'sn', 'Martin']),
    then: 'success',
  },
  {
    title: '65 options are attributes of their own',
    given: [modify(person('p2'), ['add', 'description;lang-fr', 'français'])],
    ask: modify(person('p2'), ['replace', 'description', 'autre']),
    then: 'success',
    after: [read(person('p2')), shown({ description: ['autre'], 'description;lang-fr': ['français'] })],
  },
  { title: '66 deletes a value without EQUALITY', ask: modify(person('p1'), ['delete', 'jpegPhoto', 'x']), then: 'inappropriateMatching' },
  { title: '66 the same, of an absent attribute', ask: modify(person('p2'), ['delete', 'jpegPhoto', 'x']), then: 'inappropriateMatching' },
  {
    title: '66 increments (RFC 4525)',
    ask: modify(person('p1'), ['increment', 'uidNumber', '-10']),
    then: 'success',
    after: [read(person('p1')), shown({ uidNumber: ['-3'] })],
  },
  { title: '66 increments what is no integer', ask: modify(person('p1'), ['increment', 'description', '1']), then: 'constraintViolation' },
  { title: '66 increments what is absent', ask: modify(person('p2'), ['increment', 'uidNumber', '1']), then: 'noSuchAttribute' },
  { title: '66 increments by two values', ask: modify(person('p1'), ['increment', 'uidNumber', '1', '2']), then: 'protocolError' },
  { title: '66 adds no values', ask: modify(person('p1'), ['add', 'title']), then: 'protocolError' },
  { title: 'has no changes', ask: modify(person('p1')), then: 'success' },
  { title: 'has no changes of a missing entry', ask: modify(missing), then: noSuch },
  { title: 'names a missing entry', ask: modify(missing, ['add', 'title', 'x']), then: noSuch },
  { title: 'names an undefined attribute', ask: modify(person('p1'), ['delete', 'nope']), then: 'undefinedAttributeType' },
  { title: 'writes what the server keeps', ask: modify(person('p1'), ['replace', 'creatorsName', suffix]), then: 'constraintViolation' },
  { title: 'gives two values to a SINGLE-VALUE attribute', ask: modify(person('p1'), ['replace', 'employeeNumber', '1', '2']), then: 'constraintViolation' },
  { title: 'gives a second value to a SINGLE-VALUE attribute', ask: modify(person('p3'), ['add', 'employeeNumber', '2']), then: 'constraintViolation' },
  { title: 'gives a value that is not of the syntax', ask: modify(person('p1'), ['replace', 'uidNumber', 'x']), then: 'invalidAttributeSyntax' },
  { title: 'is aimed at the root DSE', ask: modify('', ['add', 'cn', 'x']), then: 'unwillingToPerform' },
  { title: 'is aimed at the subschema', ask: modify('cn=Subschema', ['add', 'cn', 'x']), then: 'unwillingToPerform' },
  { title: '67 by nobody (RFC 4513)', as: 'anonymous', ask: modify(person('p1'), ['add', 'title', 'x']), then: 'strongerAuthRequired' },
  { title: '67 without the right', as: { dn: person('p2'), password: 'secret2' }, ask: modify(person('p1'), ['add', 'title', 'x']), then: 'insufficientAccessRights' },
]);

const q = { ...someone, uid: 'q' };

checklist('delete and Modify DN (RFC 4511 §4.8, §4.9)', [
  { title: '68 deletes an entry with others below', ask: remove(people), then: 'notAllowedOnNonLeaf' },
  { title: '68 deletes a missing entry', ask: remove(missing), then: noSuch },
  { title: 'deletes outside the naming contexts', ask: remove('dc=nowhere'), then: 'unwillingToPerform' },
  { title: 'deletes the root DSE', ask: remove(''), then: 'unwillingToPerform' },
  { title: 'deletes at a referral object', ask: remove(`ou=Ailleurs,${suffix}`), then: 'referral' },
  {
    title: '68 deletes an alias, not what it stands for',
    ask: remove(`cn=autre nom,${groups}`),
    then: 'success',
    after: [read(person('p1')), shown({ sn: ['Dupont'] })],
  },
  {
    title: '69 renames and removes the old value',
    given: [add(person('r1'), { ...q, uid: 'r1' })],
    ask: rename(person('r1'), 'uid=r2'),
    then: 'success',
    after: [read(person('r2')), shown({ uid: ['r2'] })],
  },
  {
    title: '69 renames and keeps the old value',
    ask: rename(person('r2'), 'uid=r3', { keep: true }),
    then: 'success',
    after: [read(person('r3')), shown({ uid: ['r2', 'r3'] })],
  },
  { title: '69 onto an existing name', ask: rename(person('r3'), 'UID=P1'), then: 'entryAlreadyExists' },
  { title: '69 below a missing superior', ask: rename(person('r3'), 'uid=r3', { under: missing }), then: 'noSuchObject' },
  { title: '69 below itself', ask: rename(people, 'ou=People', { under: person('p1') }), then: 'unwillingToPerform' },
  { title: '69 into another naming context', ask: rename(person('r3'), 'uid=r3', { under: 'dc=nowhere' }), then: 'affectsMultipleDSAs' },
  { title: '70 to two RDNs', ask: rename(person('r3'), 'uid=a,ou=b'), then: 'invalidDNSyntax' },
  { title: '70 by an undefined attribute', ask: rename(person('r3'), 'nope=a'), then: 'invalidDNSyntax' },
  { title: '70 by an attribute that no class allows', ask: rename(person('r3'), 'uidNumber=3'), then: 'objectClassViolation' },
  {
    title: '70 to another case',
    ask: rename(person('r3'), 'uid=R3'),
    then: 'success',
    after: [read(person('r3')), shown({ entryDN: [person('R3')], uid: ['r2', 'R3'] })],
  },
  {
    title: '70 by a value that is there already, which stays as it is',
    ask: rename(person('r3'), 'CN=Q', { keep: true }),
    then: 'success',
    after: [read(`cn=q,${people}`), shown({ entryDN: [`cn=Q,${people}`], cn: ['q'] })],
  },
  {
    title: '70 moves a subtree with what is below',
    given: [
      add(`ou=d,${people}`, { objectClass: 'organizationalUnit' }),
      add(`uid=q,ou=d,${people}`, q),
    ],
    ask: rename(`ou=d,${people}`, 'ou=e', { under: groups }),
    then: 'success',
    after: [read(`uid=q,ou=e,${groups}`), shown({ entryDN: [`uid=q,ou=e,${groups}`] })],
  },
  { title: 'renames a missing entry', ask: rename(`cn=x,${people}`, 'cn=z'), then: 'noSuchObject' },
  {
    title: '71 an unknown critical control refuses, and nothing is done',
    ask: remove(person('p4')),
    controls: [{ oid: '1.2.3.4', critical: true, value: undefined }],
    then: 'unavailableCriticalExtension',
    after: [read(person('p4')), shown({ uid: ['p4'] })],
  },
  {
    title: '71 an unknown control that is not critical is ignored',
    ask: remove(person('p4')),
    controls: [{ oid: '1.2.3.4', critical: false, value: undefined }],
    then: 'success',
  },
]);
