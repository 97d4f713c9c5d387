import { checklist, row } from './checklist.js';
import { person } from './checklist-fixture.js';
import { missing, noSuch, rdn67, read, shown } from './checklist-update.js';
import { suffix } from './servers.js';
import { modify } from './session.js';

checklist('modify (RFC 4511 §4.6)', [
  row(
    '62 adds what is there, by the rule',
    modify(person('p2'), ['add', 'description', 'RÉSEAU  de bretagne']),
    'attributeOrValueExists',
  ),
  row(
    '62 deletes an absent value',
    modify(person('p2'), ['delete', 'description', 'z']),
    'noSuchAttribute',
  ),
  row(
    '62 deletes an absent attribute',
    modify(person('p2'), ['delete', 'title']),
    'noSuchAttribute',
  ),
  row(
    '62 replaces an absent attribute by nothing',
    modify(person('p2'), ['replace', 'title']),
    'success',
  ),
  row(
    '63 removes a value of the RDN',
    modify(person('p2'), ['delete', 'uid', 'p2']),
    'notAllowedOnRDN',
    { slapdDeparts: rdn67 },
  ),
  row(
    '63 replaces a value of the RDN',
    modify(person('p2'), ['replace', 'uid', 'z']),
    'notAllowedOnRDN',
    { slapdDeparts: rdn67 },
  ),
  row(
    '63 removes a required attribute',
    modify(person('p2'), ['delete', 'sn']),
    'objectClassViolation',
  ),
  row(
    '63 changes the structural class',
    modify(person('p2'), ['replace', 'objectClass', 'organizationalUnit']),
    'objectClassModsProhibited',
  ),
  row(
    '63 removes objectClass',
    modify(person('p2'), ['delete', 'objectClass']),
    'objectClassViolation',
  ),
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
    after: [
      read(person('p2')),
      shown({ description: ['autre'], 'description;lang-fr': ['français'] }),
    ],
  },
  row(
    '66 deletes a value without EQUALITY',
    modify(person('p1'), ['delete', 'jpegPhoto', 'x']),
    'inappropriateMatching',
  ),
  row(
    '66 the same, of an absent attribute',
    modify(person('p2'), ['delete', 'jpegPhoto', 'x']),
    'inappropriateMatching',
  ),
  {
    title: '66 increments (RFC 4525)',
    ask: modify(person('p1'), ['increment', 'uidNumber', '-10']),
    then: 'success',
    after: [read(person('p1')), shown({ uidNumber: ['-3'] })],
  },
  row(
    '66 increments what is no integer',
    modify(person('p1'), ['increment', 'description', '1']),
    'constraintViolation',
  ),
  row(
    '66 increments what is absent',
    modify(person('p2'), ['increment', 'uidNumber', '1']),
    'noSuchAttribute',
  ),
  row(
    '66 increments by two values',
    modify(person('p1'), ['increment', 'uidNumber', '1', '2']),
    'protocolError',
  ),
  row('66 adds no values', modify(person('p1'), ['add', 'title']), 'protocolError'),
  row('has no changes', modify(person('p1')), 'success'),
  row('has no changes of a missing entry', modify(missing), noSuch),
  row('names a missing entry', modify(missing, ['add', 'title', 'x']), noSuch),
  row(
    'names an undefined attribute',
    modify(person('p1'), ['delete', 'nope']),
    'undefinedAttributeType',
  ),
  row(
    'writes what the server keeps',
    modify(person('p1'), ['replace', 'creatorsName', suffix]),
    'constraintViolation',
  ),
  row(
    'gives two values to a SINGLE-VALUE attribute',
    modify(person('p1'), ['replace', 'employeeNumber', '1', '2']),
    'constraintViolation',
  ),
  row(
    'gives a second value to a SINGLE-VALUE attribute',
    modify(person('p3'), ['add', 'employeeNumber', '2']),
    'constraintViolation',
  ),
  row(
    'gives a value that is not of the syntax',
    modify(person('p1'), ['replace', 'uidNumber', 'x']),
    'invalidAttributeSyntax',
  ),
  row('is aimed at the root DSE', modify('', ['add', 'cn', 'x']), 'unwillingToPerform'),
  row(
    'is aimed at the subschema',
    modify('cn=Subschema', ['add', 'cn', 'x']),
    'unwillingToPerform',
  ),
  row(
    '67 by nobody (RFC 4513)',
    modify(person('p1'), ['add', 'title', 'x']),
    'strongerAuthRequired',
    { as: 'anonymous' },
  ),
  row(
    '67 without the right',
    modify(person('p1'), ['add', 'title', 'x']),
    'insufficientAccessRights',
    { as: { dn: person('p2'), password: 'secret2' } },
  ),
]);
