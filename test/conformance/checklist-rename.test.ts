import { checklist, row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { missing, noSuch, read, shown, someone } from './checklist-update.js';
import { suffix } from './servers.js';
import { add, remove, rename } from './session.js';

const q = { ...someone, uid: 'q' };

checklist('delete and Modify DN (RFC 4511 §4.8, §4.9)', [
  row('68 deletes an entry with others below', remove(people), 'notAllowedOnNonLeaf'),
  row('68 deletes a missing entry', remove(missing), noSuch),
  row('deletes outside the naming contexts', remove('dc=nowhere'), 'unwillingToPerform'),
  row('deletes the root DSE', remove(''), 'unwillingToPerform'),
  row('deletes at a referral object', remove(`ou=Ailleurs,${suffix}`), 'referral'),
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
  row('69 onto an existing name', rename(person('r3'), 'UID=P1'), 'entryAlreadyExists'),
  row(
    '69 below a missing superior',
    rename(person('r3'), 'uid=r3', { under: missing }),
    'noSuchObject',
  ),
  row(
    '69 below itself',
    rename(people, 'ou=People', { under: person('p1') }),
    'unwillingToPerform',
  ),
  row(
    '69 into another naming context',
    rename(person('r3'), 'uid=r3', { under: 'dc=nowhere' }),
    'affectsMultipleDSAs',
  ),
  row('70 to two RDNs', rename(person('r3'), 'uid=a,ou=b'), 'invalidDNSyntax'),
  row('70 by an undefined attribute', rename(person('r3'), 'nope=a'), 'invalidDNSyntax'),
  row(
    '70 by an attribute that no class allows',
    rename(person('r3'), 'uidNumber=3'),
    'objectClassViolation',
  ),
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
  row('renames a missing entry', rename(`cn=x,${people}`, 'cn=z'), 'noSuchObject'),
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
