import { expect } from 'chai';

import { scimClient } from '../../src/provision/client.js';
import { fixedToken } from '../../src/provision/credentials.js';
import { scimTarget } from '../../src/provision/scim-target.js';
import { annuaireUserSchema } from '../../src/provision/scim-user.js';
import { type Relay, startRelay } from '../../src/relay/relay.js';
import { startStrictReceiver, type StrictReceiver } from '../provision/strict-receiver.js';
import { memoryState } from '../state/memory-state.js';
import { type FakeDirectory, fakeDirectory, suffix } from './fake-directory.js';
import { accountOf, personOf } from './numbered-persons.js';
import { relayOptions, until } from './region.js';

const clock = () => new Date();
/** `ANNUAIRE_TEST_PERSONS` makes the large one smaller. */
const everyone = Number(process.env['ANNUAIRE_TEST_PERSONS'] ?? 47_200);

describe('comparing the directory with webDCR', function () {
  this.timeout(120_000);
  let directory: FakeDirectory;
  let webdcr: StrictReceiver;
  let relay: Relay | undefined;

  beforeEach(async () => {
    directory = fakeDirectory();
    webdcr = await startStrictReceiver();
  });
  afterEach(async () => {
    await relay?.close();
    relay = undefined;
    await webdcr.close();
  });

  /** The persons, and an account of each at the target. */
  const populate = (count: number): void => {
    for (let n = 1; n <= count; n += 1) {
      const { dn, values } = personOf(n);
      directory.put(dn, values);
      webdcr.seed(accountOf(n));
    }
  };
  const start = (): Relay => {
    const client = scimClient({ url: webdcr.url, credentials: fixedToken('jeton'), clock });
    const store = memoryState();
    // As a relay that has read the journal: it does not begin by sending everyone.
    store.state.put('cursors', 'webdcr', 0);
    relay = startRelay({
      ...relayOptions({ directory, store, change: () => undefined }, []),
      scimTarget: scimTarget(client, clock),
    });
    return relay;
  };
  const compare = async (wish: { person?: string; repair?: boolean } = {}) => {
    const found = await (relay ?? start()).compare({
      person: wish.person,
      repair: wish.repair ?? false,
    });
    return found ?? expect.fail('nothing was compared');
  };

  it('finds nothing to do where nothing differs', async () => {
    populate(450);
    const found = await compare();
    expect(found.counts).to.include({ identique: 450, différent: 0, absent: 0, inconnu: 0 });
    expect(found).to.deep.include({ incomplete: undefined, differences: [], accounts: 450 });
    expect(relay?.lastReconciliation()).to.deep.include({ counts: found.counts, repaired: 0 });
    expect(relay?.status().reconciliation).to.deep.include({ incomplete: null, accounts: 450 });
  });

  it('tells the classes apart, with the attributes that differ', async () => {
    populate(8);
    const uuid = (n: number): string => personOf(n).values['entryUUID'] ?? '';
    const [one, two, three, four, five, six] = [...webdcr.users.values()];
    if (!one || !two || !three || !four || !five || !six) expect.fail('six accounts');
    webdcr.seed({ ...one, title: 'Cuisinier', active: false });
    webdcr.seed({ ...two, externalId: 'autre.chose' });
    webdcr.lose(three.id);
    webdcr.seed({ ...four, id: 'second', userName: 'personne4bis' });
    webdcr.seed({ ...five, [annuaireUserSchema]: { entryUUID: 'de-quelqu’un-d’autre' } });
    webdcr.seed({
      ...six,
      [annuaireUserSchema]: undefined,
      userName: 'etranger',
      externalId: 'personne6',
    });
    webdcr.seed({ id: 'admin', userName: 'admin.local' });
    const found = await compare();
    const told = found.differences.map((each) => [each.class, each.login, ...each.attributes]);
    expect(told).to.have.deep.members([
      ['différent', 'personne1', 'active', 'title'],
      ['différent', 'personne2', 'externalId'],
      ['absent', 'personne3'],
      ['doublon', 'personne4'],
      ['conflit', 'personne5'],
      ['conflit', 'personne6'],
      ['inconnu', 'admin.local'],
    ]);
    expect(found.counts.identique).to.equal(3);
    const alone = await compare({ person: uuid(1) });
    expect(alone.counts).to.include({ différent: 1, identique: 0, inconnu: 0, absent: 0 });
    expect((await compare({ person: uuid(3) })).counts.absent).to.equal(1);
    expect((await compare({ person: uuid(4) })).counts).to.include({ identique: 1, doublon: 1 });
    expect((await compare({ person: 'nobody' })).incomplete).to.equal('personne inconnue ici');
  });

  it('calls a login that a renamed person still holds there a conflict, which a repair ends', async () => {
    populate(1);
    const { dn, values } = personOf(1);
    directory.remove(dn);
    directory.put(`uid=nouveau,ou=personnes,${suffix}`, { ...values, uid: 'nouveau' });
    directory.put(dn, { ...personOf(2).values, uid: 'personne1' });
    const found = await compare({ repair: true });
    expect(found.counts).to.include({ différent: 1, conflit: 1, absent: 0 });
    await until(() => [...webdcr.users.values()].some(({ userName }) => userName === 'nouveau'));
    expect((await compare()).counts).to.include({ identique: 1, absent: 1, conflit: 0 });
  });

  it('changes nothing as a plan, and by a repair sends who differs or is absent, nobody else', async () => {
    populate(5);
    const [one, two, three] = [...webdcr.users.values()];
    if (!one || !two || !three) expect.fail('three accounts');
    webdcr.seed({ ...one, title: 'Cuisinier' });
    webdcr.lose(two.id);
    webdcr.seed({ userName: 'admin.local', title: 'À eux' });
    const before = JSON.stringify([...webdcr.users.values()]);
    expect((await compare()).repaired).to.equal(0);
    expect(JSON.stringify([...webdcr.users.values()])).to.equal(before);
    expect((await compare({ repair: true })).repaired).to.equal(2);
    await until(() => webdcr.users.size === 6 && webdcr.users.get(one.id)?.['title'] === undefined);
    const { counts } = await compare();
    expect(counts).to.include({ identique: 5, différent: 0, absent: 0, inconnu: 1 });
    expect([...webdcr.users.values()].filter(({ title }) => title === 'À eux')).to.have.length(1);
  });

  /** What a target does to its pages, and whether absence may be concluded from them all the same. */
  const bugs: readonly {
    readonly bug: string;
    readonly manners: (held: StrictReceiver) => void;
    readonly complete: boolean;
  }[] = [
    {
      bug: 'gives pages shorter than asked',
      manners: ({ manners }) => (manners.paging = (page) => ({ ...page, count: 37 })),
      complete: true,
    },
    {
      bug: 'announces the size of the page as its total',
      manners: ({ manners }) => (manners.total = () => 200),
      complete: true,
    },
    {
      bug: 'gives its first page again past the end',
      manners: ({ manners }) => {
        manners.paging = (page, held) =>
          page.startIndex > held ? { ...page, startIndex: 1 } : page;
      },
      complete: true,
    },
    {
      bug: 'ignores startIndex',
      manners: ({ manners }) => (manners.paging = (page) => ({ ...page, startIndex: 1 })),
      complete: false,
    },
    {
      bug: 'ignores startIndex and announces one page',
      manners: ({ manners }) => {
        manners.paging = (page) => ({ ...page, startIndex: 1 });
        manners.total = () => 200;
      },
      complete: false,
    },
    {
      bug: 'counts startIndex from zero',
      manners: ({ manners }) => {
        manners.paging = (page) => ({ ...page, startIndex: page.startIndex + 1 });
      },
      complete: false,
    },
    {
      bug: 'ends with an empty page before its total',
      manners: ({ manners }) => {
        manners.paging = (page) => (page.startIndex > 300 ? { ...page, count: 0 } : page);
      },
      complete: false,
    },
    {
      bug: 'fails midway',
      manners: ({ manners }) => {
        manners.fault = ({ query }) =>
          query.get('startIndex') === '201' ? { kind: 'answer', status: 500 } : undefined;
      },
      complete: false,
    },
    {
      bug: 'fails once midway',
      manners: ({ manners }) => {
        let failed = false;
        manners.fault = ({ query }) => {
          if (failed || query.get('startIndex') !== '201') return undefined;
          failed = true;
          return { kind: 'drop-before' };
        };
      },
      complete: true,
    },
    {
      bug: 'loses an account during the reading',
      manners: ({ manners, users, lose }) => {
        manners.fault = ({ query }) => {
          const [first] = users.values();
          if (query.get('startIndex') === '201' && first) lose(first.id);
          return undefined;
        };
      },
      complete: false,
    },
    {
      bug: 'asks to wait',
      manners: ({ manners }) => {
        manners.fault = ({ query }) =>
          query.get('startIndex') === '401'
            ? { kind: 'answer', status: 429, headers: { 'retry-after': '30' } }
            : undefined;
      },
      complete: false,
    },
  ];
  for (const { bug, manners, complete } of bugs) {
    it(`${complete ? 'sees everyone at' : 'concludes nothing about absence at'} a target that ${bug}`, async () => {
      populate(450);
      // One that is truly absent is told only when the scan is complete.
      const absent = personOf(451);
      directory.put(absent.dn, absent.values);
      manners(webdcr);
      const found = await compare({ repair: true });
      expect(found.incomplete === undefined, found.incomplete).to.equal(complete);
      expect(found.counts.absent).to.equal(complete ? 1 : 0);
      expect(found.counts.identique).to.be.at.most(450);
      if (complete) expect(found.counts.identique).to.equal(450);
      else expect(found.repaired).to.equal(0);
      expect(found.counts).to.include({ doublon: 0, conflit: 0, inconnu: 0, différent: 0 });
    });
  }

  it(`compares ${everyone} persons, through short, repeated and failing pages`, async () => {
    populate(everyone);
    const ids = [...webdcr.users.keys()];
    for (let n = 0; n < ids.length; n += 100) {
      const user = webdcr.users.get(ids[n] ?? '');
      if (user) webdcr.seed({ ...user, title: 'Cuisinier' });
    }
    let pages = 0;
    webdcr.manners.paging = (page, held) => ({
      // Every tenth page is short, and the one past the end is the first.
      startIndex: page.startIndex > held ? 1 : page.startIndex,
      count: pages % 10 === 0 ? 83 : page.count,
    });
    webdcr.manners.fault = () => {
      pages += 1;
      return pages % 50 === 0 ? { kind: 'answer', status: 502 } : undefined;
    };
    const found = await compare();
    const different = Math.ceil(everyone / 100);
    expect(found.incomplete).to.equal(undefined);
    expect(found.counts).to.include({ différent: different, absent: 0, inconnu: 0, doublon: 0 });
    expect(found.counts.identique).to.equal(everyone - different);
    expect(found.differences).to.have.length(Math.min(100, different));
  });
});
