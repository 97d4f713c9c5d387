import type { Found, Values } from './fixture.js';
import { suffix } from './fixture.js';

export type Row = readonly [dn: string, values: Values];

export const base = `ou=gens,${suffix}`;

/** A directory of the general profile to put people in. */
export const top: readonly Row[] = [
  [suffix, { objectClass: ['dcObject', 'organization'], dc: 'telesantebretagne', o: 'T' }],
  [base, { objectClass: 'organizationalUnit', ou: 'gens' }],
];

/** Entries that are nobody: so many that memory is not for all. */
export const others: readonly Row[] = Array.from({ length: 40 }, (_, at) => [
  `ou=autre-${at},${suffix}`,
  { objectClass: 'organizationalUnit', ou: `autre-${at}` },
]);

export const person = (uid: string, values: Values): Row => [
  `uid=${uid},${base}`,
  {
    objectClass: ['inetOrgPerson', 'posixAccount'],
    uid,
    cn: uid,
    sn: 'x',
    gidNumber: '1',
    homeDirectory: '/',
    ...values,
  },
];

/** Everybody, by a filter that no index answers, from a base that holds everything. */
export const everybody = {
  base: suffix,
  scope: 'sub',
  attributes: ['uid'],
  filter: '(!(|(ou=*)(dc=*)))',
} as const;

export const uidsOf = ({ entries }: Found): string[] =>
  entries.map(({ attributes }) => attributes.get('uid')?.values.join() ?? '');
