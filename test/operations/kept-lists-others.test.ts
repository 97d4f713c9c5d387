import { expect } from 'chai';
import { type Opened, openFixture, root, search, suffix, type Values } from './fixture.js';
import { sortBy, viewAt, viewResultOf } from './search-controls.js';
import { base, person, type Row, top, uidsOf } from './sorted-people.js';

/** A person of the region; other classes can be such a person as well. */
const personne = (uid: string, structural: string, values: Values = {}): Row => [
  `uid=${uid},${base}`,
  { objectClass: [structural, 'personneAnnuaire'], uid, cn: uid, sn: uid, ...values },
];

/** Entries that a kept list has and that a search passes over, or tells otherwise. */
const others: Readonly<Record<string, Row>> = {
  'a subentry': personne('b', 'subentry'),
  'a referral object': personne('b', 'referral', { ref: 'ldap://elsewhere.example/' }),
};

const asked = {
  base,
  scope: 'one',
  attributes: ['uid'],
  filter: '(objectClass=inetOrgPerson)',
} as const;

describe('operations/kept lists, beside other entries', () => {
  const people = ['a', 'c', 'd'].map((uid) => person(uid, { sn: uid }));
  const open = (more: readonly Row[]): Promise<Opened> =>
    openFixture({ general: true, entries: [...top, ...people, ...more] });
  const controls = [sortBy('!sn'), viewAt(0, 9, [1, 0])];

  for (const [name, row] of Object.entries(others)) {
    it(`${name} is not counted`, async () => {
      const opened = await open([personne('x', 'inetOrgPerson'), row]);
      try {
        const filter = '(objectClass=personneAnnuaire)';
        const found = await search(opened.directory, root, { ...asked, filter, controls });
        expect(uidsOf(found)).to.deep.equal(['x']);
        expect(viewResultOf(found)).to.include({ contentCount: 1 });
      } finally {
        await opened.close();
      }
    });
  }

  it('a subtree that has them below several entries is found whole, its base with it', async () => {
    const below = person('e', { sn: 'b' });
    const opened = await open([[`cn=e,uid=a,${base}`, { ...below[1], cn: 'e' }]]);
    try {
      const from = (start: string) =>
        search(opened.directory, root, { ...asked, base: start, scope: 'sub', controls });
      expect(uidsOf(await from(suffix))).to.deep.equal(['a', 'e', 'c', 'd']);
      expect(uidsOf(await from(`uid=a,${base}`))).to.deep.equal(['a', 'e']);
    } finally {
      await opened.close();
    }
  });

  it('entries without the value come last, in reverse first', async () => {
    const nameless = (uid: string): Row => [
      `uid=${uid},${base}`,
      { objectClass: 'inetOrgPerson', uid, cn: uid },
    ];
    const opened = await open([nameless('y'), nameless('z')]);
    try {
      const by = async (key: string): Promise<string[]> =>
        uidsOf(
          await search(opened.directory, root, {
            ...asked,
            controls: [sortBy(key), viewAt(0, 9, [1, 0])],
          }),
        );
      expect(await by('!sn:fr')).to.deep.equal(['a', 'c', 'd', 'y', 'z']);
      expect(await by('!-sn:fr')).to.deep.equal(['y', 'z', 'd', 'c', 'a']);
    } finally {
      await opened.close();
    }
  });
});
