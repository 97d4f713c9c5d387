import { expect } from 'chai';
import { parseFilter } from '../../src/model/filter-text.js';
import type { Operations } from '../../src/operations/directory.js';
import { collationKey } from '../../src/schema/french-collation.js';
import {
  actorOf,
  type Asked,
  type Found,
  type Opened,
  openFixture,
  personDn,
  plain,
  root,
  search,
  smallDirectory,
  suffix,
  type Values,
} from './fixture.js';
import { cookieOf, pageOf, sortBy, sortResultOf, viewAt, viewResultOf } from './search-controls.js';
import { uidsOf } from './sorted-people.js';

/** More than may be sorted: what is answered comes from a kept list, or not at all. */
const count = 10_400;
const surnames = ['Étienne', 'Etel', 'étang', 'Le Goff', 'LEGOFF', 'Zola', 'abgrall', 'Œuvrard'];

interface Someone {
  readonly uid: string;
  readonly sn: string | undefined;
  readonly answer: string | undefined;
}

const everyone = (): Someone[] =>
  Array.from({ length: count }, (_, at) => ({
    uid: `p${String(at).padStart(5, '0')}`,
    sn: `${surnames[(at * 5) % surnames.length] ?? ''} ${String(at % 900)}`,
    answer: at % 50 === 0 ? 'A traiter' : at % 3 === 0 ? 'Acceptée' : undefined,
  }));

const rowOf = ({ uid, sn = '', answer }: Someone): readonly [string, Values] => [
  personDn(uid),
  {
    objectClass: ['inetOrgPerson', 'personneAnnuaire'],
    uid,
    cn: `${uid} ${sn}`,
    sn,
    givenName: 'X',
    etat: 'Actif',
    origine: 'local',
    ...(answer !== undefined && { reponseAccesCancerologie: answer }),
  },
];

/** By the French key of the name, alike ones as they were loaded. */
function inFrenchOrder(people: readonly Someone[], reverse = false): string[] {
  return people
    .map((each, at) => ({ ...each, at, key: collationKey(Buffer.from(each.sn ?? '')) }))
    .sort((a, b) => (reverse ? b.key.compare(a.key) : a.key.compare(b.key)) || a.at - b.at)
    .map(({ uid }) => uid);
}

const isOwn = (dn: string): boolean => /ou=(personnes|groupes)/.test(dn);
const branches = smallDirectory.filter(([dn]) => !isOwn(dn.replace(/^ou=\w+,/, '')));
const persons = '(objectClass=personneAnnuaire)';
const asked = { base: `ou=personnes,${suffix}`, scope: 'one', attributes: ['uid'] } as const;

describe('operations/kept lists', function () {
  this.timeout(120_000);
  const people = everyone();
  let opened: Opened;
  before(async () => {
    const entries = [
      ...branches,
      ...people.map(rowOf),
      [
        `cn=administrateurs,ou=groupes,${suffix}`,
        { objectClass: 'groupOfNames', cn: 'administrateurs', member: personDn('p00001') },
      ],
      [
        `cn=referents-Cancerologie,ou=groupes,${suffix}`,
        { objectClass: 'groupOfNames', cn: 'referents-Cancerologie', member: personDn('p00002') },
      ],
    ] as const;
    opened = await openFixture({ entries, bulk: true });
  });
  after(() => opened.close());

  const ask = (more: Asked, as = root): Promise<Found> =>
    search(opened.directory, as, { ...asked, filter: persons, ...more });
  const referent = () => actorOf(opened.directory, personDn('p00002'));

  const windows: readonly (readonly [before: number, after: number, offset: number])[] = [
    [0, 24, 1],
    [0, 24, 5_000],
    [12, 12, 7_777],
    [24, 0, count],
    [24, 24, count - 3],
    [24, 24, 3],
  ];
  for (const reverse of [false, true]) {
    const key = reverse ? '-sn:fr' : 'sn:fr';
    for (const [ahead, behind, offset] of windows) {
      it(`${key}: ${ahead} before and ${behind} after the ${offset}th`, async () => {
        const found = await ask({
          controls: [sortBy(`!${key}`), viewAt(ahead, behind, [offset, 0])],
        });
        expect(found.result.code).to.equal('success');
        expect(viewResultOf(found)).to.include({ targetPosition: offset, contentCount: count });
        expect(uidsOf(found)).to.deep.equal(
          inFrenchOrder(people, reverse).slice(Math.max(0, offset - 1 - ahead), offset + behind),
        );
      });
    }
  }

  const values: Readonly<Record<string, string>> = {
    'the first of a name, É beside E': 'etienne',
    'what nobody has, between two': 'f',
    'what is after all': 'zzz',
    nothing: '',
  };
  for (const [name, value] of Object.entries(values)) {
    it(`seeks ${name}`, async () => {
      const found = await ask({ controls: [sortBy('!sn:fr'), viewAt(3, 3, value)] });
      const key = collationKey(Buffer.from(value));
      const ahead = people.filter(
        ({ sn }) => value !== '' && collationKey(Buffer.from(sn ?? '')).compare(key) < 0,
      ).length;
      expect(viewResultOf(found)).to.include({ targetPosition: ahead + 1, contentCount: count });
      expect(uidsOf(found)).to.deep.equal(
        inFrenchOrder(people).slice(Math.max(0, ahead - 3), ahead + 4),
      );
    });
  }

  it('answers a referent as it answers the root DN, and by its subtree too', async () => {
    const controls = [sortBy('!sn:fr'), viewAt(0, 24, [3_000, 0])];
    const expected = inFrenchOrder(people).slice(2_999, 3_024);
    expect(uidsOf(await ask({ controls }, referent()))).to.deep.equal(expected);
    const whole = await ask({ base: suffix, scope: 'sub', controls }, referent());
    expect(uidsOf(whole)).to.deep.equal(expected);
  });

  it('counts for whoever may not see all of a list what that one may see', async () => {
    const own = actorOf(opened.directory, personDn('p00007'));
    const found = await ask({ controls: [sortBy('sn:fr'), viewAt(0, 24, [1, 0])] }, own);
    expect(viewResultOf(found)).to.include({ targetPosition: 1, contentCount: 1 });
    expect(uidsOf(found)).to.deep.equal(['p00007']);
  });

  it('goes through the pages of a sort', async () => {
    const seen: string[] = [];
    let cookie: Buffer | undefined = Buffer.alloc(0);
    do {
      const page: Found = await ask({ controls: [sortBy('!-uid'), pageOf(1_000, cookie)] });
      expect(page.result.code).to.equal('success');
      seen.push(...uidsOf(page));
      cookie = cookieOf(page);
    } while (cookie && cookie.length > 0);
    expect(seen.join()).to.equal(
      people
        .map(({ uid }) => uid)
        .reverse()
        .join(),
    );
  });

  it('sorts what no list is kept of no further than it may', async () => {
    const found = await ask({ filter: '(etat=Actif)', controls: [sortBy('!sn:fr')] });
    expect(found.result.code).to.equal('unavailableCriticalExtension');
    expect(sortResultOf(found)?.code).to.equal('adminLimitExceeded');
  });

  const list = (more: Partial<Parameters<Operations['list']>[0]> = {}, as = referent()) => {
    const listing = opened.directory.as(as).list({
      ...asked,
      filter: parseFilter(persons),
      sortBy: 'sn',
      offset: 0,
      limit: 25,
      ...more,
    });
    const uids = listing.entries.map((entry) => plain(entry)['uid']?.[0] ?? '');
    return { uids, total: listing.total, isExact: listing.totalIsExact };
  };

  it('the panel’s pages are those of the kept list, both ways', () => {
    const up = list({ offset: 9_990 });
    expect(up).to.deep.equal({
      uids: inFrenchOrder(people).slice(9_990, 10_015),
      total: count,
      isExact: true,
    });
    expect(list({ reverse: true, offset: 100 }).uids).to.deep.equal(
      inFrenchOrder(people, true).slice(100, 125),
    );
  });

  it('the panel’s lists of a service are kept, and follow an answer', async () => {
    const waiting = parseFilter(`(&${persons}(reponseAccesCancerologie=A traiter))`);
    const anyAnswer = parseFilter(
      `(&${persons}(|(demandeAccesCancerologie=*)(reponseAccesCancerologie=Acceptée)` +
        '(reponseAccesCancerologie=A traiter)(reponseAccesCancerologie=Refusée)))',
    );
    const now = people.filter(({ answer }) => answer === 'A traiter');
    const all = people.filter(({ answer }) => answer !== undefined);
    expect(list({ filter: waiting })).to.deep.equal({
      uids: inFrenchOrder(now).slice(0, 25),
      total: now.length,
      isExact: true,
    });
    expect(list({ filter: anyAnswer, offset: 1_000 })).to.deep.equal({
      uids: inFrenchOrder(all).slice(1_000, 1_025),
      total: all.length,
      isExact: true,
    });
    const [first = ''] = inFrenchOrder(now);
    const answered = await opened.directory.as(referent()).modify(
      {
        kind: 'modify',
        dn: personDn(first),
        changes: [
          {
            kind: 'replace',
            attribute: 'reponseAccesCancerologie',
            values: [Buffer.from('Refusée')],
          },
        ],
      },
      { controls: [] },
    );
    expect(answered.code).to.equal('success');
    expect(list({ filter: waiting }).uids[0]).to.equal(inFrenchOrder(now)[1]);
    expect(list({ filter: waiting }).total).to.equal(now.length - 1);
    expect(list({ filter: anyAnswer }).total).to.equal(all.length);
  });

  it('a long list by another column is whole, one of another filter says that there are more', () => {
    const byState = list({ sortBy: 'etat', offset: count - 5 });
    expect(byState).to.include({ total: count, isExact: true });
    expect(byState.uids).to.have.length(5);
    const active = list({ filter: parseFilter(`(&${persons}(etat=Actif))`) });
    expect(active).to.deep.equal({
      uids: inFrenchOrder(people).slice(0, 25),
      total: 10_000,
      isExact: false,
    });
  });

  it('follows new names, new entries and deletions', async () => {
    const { directory } = opened;
    const operations = directory.as(root);
    const dn = personDn('p00100');
    const sn = { kind: 'replace', attribute: 'sn', values: [Buffer.from('Aaa')] } as const;
    expect(
      (await operations.modify({ kind: 'modify', dn, changes: [sn] }, { controls: [] })).code,
    ).to.equal('success');
    expect(list({ limit: 1 }).uids).to.deep.equal(['p00100']);
    expect((await operations.delete({ kind: 'delete', dn }, { controls: [] })).code).to.equal(
      'success',
    );
    expect(list({ limit: 1 }).total).to.equal(count - 1);
    expect(list({ limit: 1 }).uids).to.not.include('p00100');
    const window = await ask({ controls: [sortBy('!sn:fr'), viewAt(0, 0, 'aaa')] });
    expect(viewResultOf(window)).to.include({ targetPosition: 1, contentCount: count - 1 });
  });
});
