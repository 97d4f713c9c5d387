import { expect } from 'chai';
import { checklist, row, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { someone } from './checklist-update.js';
import type { Then } from './expected.js';
import { add, compare, remove, rename, search } from './session.js';

const unit = `ou=equipe,${people}`;
const below = `uid=e1,${unit}`;
const moved = `ou=equipe,${groups}`;
const team = `cn=equipe,${groups}`;

/** The group, without this name among its members. */
const without = (name: string): Then => ({
  code: 'success',
  and: ({ entries: [entry] }) => {
    const members = entry?.attributes.flatMap(({ values }) => values.map(String));
    expect(members).to.not.include(name);
  },
});
const read = search(team, { attributes: ['member'] });
const member = (dn: string): ReturnType<typeof compare> => compare(team, 'member', dn);

const slapdLags = 'its refint mends the other entries in a thread of its own';

/**
 * 70: memberships survive a move, and 68: end with the entry. A plain directory leaves other
 * entries alone; the regional one does not, nor does OpenLDAP with its overlay refint.
 */
const memberships: readonly Row[] = [
  row('70 of an entry below what moves', rename(unit, 'ou=equipe', { under: groups }), 'success', {
    given: [
      add(unit, { objectClass: 'organizationalUnit' }),
      add(below, someone),
      add(team, { objectClass: 'groupOfNames', member: [unit, below, person('p1')] }),
    ],
    after: [member(`uid=e1,${moved}`), 'compareTrue'],
  }),
  row('70 of the entry that moves', member(moved), 'compareTrue'),
  row('70 not under the old name', member(below), 'compareFalse'),
  row('70 of an entry that is renamed', rename(`uid=e1,${moved}`, 'uid=e2'), 'success', {
    after: [member(`uid=e2,${moved}`), 'compareTrue'],
  }),
  row('70 others stay', member(person('p1')), 'compareTrue'),
  row('68 of an entry that is deleted', remove(`uid=e2,${moved}`), 'success', {
    after: [read, without(`uid=e2,${moved}`)],
  }),
];

checklist(
  'delete, rename',
  memberships.map((each) => ({ ...each, slapdLags })),
  { ours: { ANNUAIRE_PROFILE: 'annuaire' } },
);
