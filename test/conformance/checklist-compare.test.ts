import { checklist, row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { missing, noSuch } from './checklist-update.js';
import { suffix } from './servers.js';
import { compare } from './session.js';

checklist('compare (RFC 4511 §4.10)', [
  row('56 true', compare(person('p1'), 'sn', 'dupont'), 'compareTrue'),
  row('56 false', compare(person('p1'), 'sn', 'autre'), 'compareFalse'),
  row('56 by the rule', compare(person('p1'), 'telephoneNumber', '+33298-0011'), 'compareTrue'),
  row('56 through the supertype', compare(person('p1'), 'name', 'dupont'), 'compareTrue'),
  row(
    '56 a name by the rule',
    compare(person('p2'), 'manager', ` UID = P1,${people}`),
    'compareTrue',
  ),
  row('56 an absent attribute', compare(person('p1'), 'title', 'x'), 'noSuchAttribute'),
  row('56 an undefined attribute', compare(person('p1'), 'nope', 'x'), 'undefinedAttributeType'),
  row('56 a missing entry', compare(missing, 'cn', 'x'), noSuch),
  row(
    '56 a malformed assertion',
    compare(person('p1'), 'uidNumber', '007'),
    'invalidAttributeSyntax',
  ),
  row(
    '56 a malformed assertion of an absent attribute',
    compare(person('p2'), 'uidNumber', 'x'),
    'invalidAttributeSyntax',
  ),
  row('56 an empty assertion', compare(person('p1'), 'sn', ''), 'invalidAttributeSyntax'),
  row(
    '56 an attribute without EQUALITY',
    compare(person('p1'), 'jpegPhoto', 'x'),
    'inappropriateMatching',
  ),
  row('56 the same, absent', compare(person('p2'), 'jpegPhoto', 'x'), 'inappropriateMatching'),
  row(
    '56 an unknown class',
    compare(person('p1'), 'objectClass', '1.2.3'),
    'invalidAttributeSyntax',
  ),
  row('56 a superclass', compare(person('p1'), 'objectClass', 'person'), 'compareTrue'),
  row('56 the subschema', compare('cn=Subschema', 'objectClass', 'subschema'), 'compareTrue'),
  row('56 an attribute that the root DSE has not', compare('', 'cn', 'x'), 'noSuchAttribute'),
  row(
    'at a referral object (RFC 3296 §5.3)',
    compare(`cn=x,ou=Ailleurs,${suffix}`, 'cn', 'x'),
    'referral',
  ),
  row(
    'an alias is not followed',
    compare(`cn=autre nom,${groups}`, 'uid', 'p1'),
    'noSuchAttribute',
  ),
]);
