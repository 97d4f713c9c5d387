import { checklist, row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { missing, noSuch } from './checklist-update.js';
import { suffix } from './servers.js';
import { compare, modify } from './session.js';

const p1 = person('p1');
const p2 = person('p2');

/** 56 (RFC 4511 §4.10). */
checklist('compare', [
  row('56 true', compare(p1, 'sn', 'dupont'), { code: 'compareTrue', matchedDn: '' }),
  row('56 false', compare(p1, 'sn', 'autre'), { code: 'compareFalse', matchedDn: '' }),
  row(
    '56 by the rule, not by octets',
    compare(p1, 'telephoneNumber', '+33298-0011'),
    'compareTrue',
  ),
  row('56 any of several values', compare(p2, 'description', 'B'), 'compareTrue'),
  row('56 through the supertype', compare(p1, 'name', 'dupont'), 'compareTrue'),
  row('56 not through a subtype', compare(p1, 'givenName', 'dupont'), 'compareFalse'),
  row('56 by the OID of the type', compare(p1, '2.5.4.4', 'dupont'), 'compareTrue'),
  row('56 by another name of it, in capitals', compare(p1, 'SURNAME', 'dupont'), 'compareTrue'),
  row('56 what is tagged too', compare(p1, 'cn', 'jean-pierre'), 'compareTrue'),
  row('56 what is tagged only', compare(p1, 'cn;lang-fr', 'jean pierre'), 'compareFalse'),
  row('56 another tag is absent', compare(p1, 'cn;lang-en', 'jean'), 'noSuchAttribute'),
  row('56 a name by the rule', compare(p2, 'manager', ` UID = P1,${people}`), 'compareTrue'),
  row('56 an absent attribute', compare(p1, 'title', 'x'), 'noSuchAttribute'),
  row('56 an undefined attribute', compare(p1, 'nope', 'x'), 'undefinedAttributeType'),
  row('56 an undefined OID', compare(p1, '9.9.9', 'x'), 'undefinedAttributeType'),
  row('56 a missing entry', compare(missing, 'cn', 'x'), noSuch),
  row('56 outside the naming contexts', compare('dc=nowhere', 'cn', 'x'), {
    code: 'noSuchObject',
    matchedDn: '',
  }),
  row('56 a name that is none', compare('foo', 'cn', 'x'), 'invalidDNSyntax'),
  row('56 a malformed assertion', compare(p1, 'uidNumber', '007'), 'invalidAttributeSyntax'),
  row(
    '56 a malformed assertion of an absent attribute',
    compare(p2, 'uidNumber', 'x'),
    'invalidAttributeSyntax',
  ),
  row('56 a malformed name as assertion', compare(p2, 'manager', 'foo'), 'invalidAttributeSyntax'),
  row('56 an empty assertion', compare(p1, 'sn', ''), 'invalidAttributeSyntax'),
  row(
    '56 octets that are no UTF-8',
    compare(p1, 'sn', Buffer.from([0xff])),
    'invalidAttributeSyntax',
  ),
  row('56 an attribute without EQUALITY', compare(p1, 'jpegPhoto', 'x'), 'inappropriateMatching'),
  row('56 the same, absent', compare(p2, 'jpegPhoto', 'x'), 'inappropriateMatching'),
  row('56 an unknown class', compare(p1, 'objectClass', '1.2.3'), 'invalidAttributeSyntax'),
  row(
    '56 a class by its OID',
    compare(p1, 'objectClass', '2.16.840.1.113730.3.2.2'),
    'compareTrue',
  ),
  row('56 a superclass', compare(p1, 'objectClass', 'person'), 'compareTrue'),
  row('56 an operational attribute', compare(p1, 'hasSubordinates', 'FALSE'), 'compareTrue'),
  row('56 the name of the entry', compare(p1, 'entryDN', p1.toUpperCase()), 'compareTrue', {
    slapdDeparts: 'it does not compare it',
  }),
  row('56 the subschema', compare('cn=Subschema', 'objectClass', 'subschema'), 'compareTrue'),
  row('56 the root DSE', compare('', 'objectClass', 'top'), 'compareTrue'),
  row('56 an attribute that the root DSE has not', compare('', 'cn', 'x'), 'noSuchAttribute'),
  row('56 at a referral object', compare(`cn=x,ou=Ailleurs,${suffix}`, 'cn', 'x'), 'referral'),
  row(
    '56 an alias is not followed',
    compare(`cn=autre nom,${groups}`, 'uid', 'p1'),
    'noSuchAttribute',
  ),
  row('56 a value just written', compare(p2, 'title', 'NEUF'), 'compareTrue', {
    given: [modify(p2, ['replace', 'title', 'Neuf'])],
  }),
]);
