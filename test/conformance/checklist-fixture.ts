import type { Request } from '../../src/model/request.js';
import { suffix } from './servers.js';
import { add } from './session.js';

export const people = `ou=People,${suffix}`;
export const groups = `ou=Groups,${suffix}`;
export const person = (uid: string): string => `uid=${uid},${people}`;

/** The directory that the checklist is asked of; parents first. */
export const fixture: readonly Request[] = [
  add(suffix, { objectClass: ['organization', 'dcObject'], o: 'Example', dc: 'example' }),
  add(people, { objectClass: 'organizationalUnit', ou: 'People' }),
  add(groups, { objectClass: 'organizationalUnit', ou: 'Groups' }),
  add(person('p1'), {
    objectClass: ['inetOrgPerson', 'posixAccount'],
    uid: 'p1',
    cn: 'Jean Pierre',
    'cn;lang-fr': 'Jean-Pierre',
    sn: 'Dupont',
    givenName: 'Jean',
    mail: 'p1@example.org',
    telephoneNumber: '+33 2 98-00 11',
    x121Address: '12 34',
    postalAddress: '1 rue de Siam$29200 Brest',
    description: 'a*b(c)\\d',
    jpegPhoto: Buffer.from([0xff, 0xd8, 0x00, 0x2a]),
    uidNumber: '7',
    gidNumber: '100',
    homeDirectory: '/home/p1',
    userPassword: 'secret1',
  }),
  add(person('p2'), {
    objectClass: 'inetOrgPerson',
    uid: 'p2',
    cn: 'Marie Martin',
    sn: 'Martin',
    description: ['Réseau de Bretagne', 'b'],
    manager: person('p1'),
    userPassword: 'secret2',
  }),
  add(person('p3'), {
    objectClass: 'inetOrgPerson',
    uid: 'p3',
    cn: 'Hélène Le Goff',
    sn: 'Le Goff',
    employeeNumber: '12',
  }),
  add(person('p4'), { objectClass: 'inetOrgPerson', uid: 'p4', cn: 'x\u00a0y', sn: 'Z' }),
  add(`cn=a+sn=b,${people}`, { objectClass: 'person', cn: 'a', sn: 'b' }),
  add(`cn=tous,${groups}`, {
    objectClass: 'groupOfNames',
    cn: 'tous',
    member: [person('p1'), person('p2')],
  }),
  add(`cn=autre nom,${groups}`, {
    objectClass: ['alias', 'extensibleObject'],
    cn: 'autre nom',
    aliasedObjectName: person('p1'),
  }),
  add(`ou=Ailleurs,${suffix}`, {
    objectClass: ['referral', 'extensibleObject'],
    ou: 'Ailleurs',
    ref: 'ldap://ailleurs.example/ou=Ailleurs,dc=example,dc=org',
  }),
];
