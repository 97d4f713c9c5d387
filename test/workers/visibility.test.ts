import { expect } from 'chai';
import { type Client, personDn, suffix, WorkersUnderTest } from './workers-under-test.js';

const person = personDn('pierre.barel');

/** How often a write is followed by reads; each time by that of every other connection. */
const rounds = 1_500;
const readers = 20;

describe('a write answered by one worker', function () {
  this.timeout(300_000);
  const under = new WorkersUnderTest();
  let clients: readonly Client[];

  before(async () => {
    await under.start();
    clients = await under.openMany(readers + 1);
  });
  after(() => under.stop());

  /** What each connection finds, all asked at once. */
  const foundByAll = (filter: string, attribute: string): Promise<string[]> =>
    Promise.all(
      clients.map(async (client) => (await client.find(filter, attribute)).flat().join(' ')),
    );

  const writer = (round: number): Client => {
    const client = clients[round % clients.length];
    if (!client) throw new Error('a connection for each round is expected');
    return client;
  };

  it('is spread over several, evenly', async () => {
    const workers = await Promise.all(clients.map((client) => under.workerOf(client)));
    const counts = [...new Set(workers)].map(
      (worker) => workers.filter((each) => each === worker).length,
    );
    expect([...new Set(workers)].sort()).to.deep.equal([...under.started].sort());
    expect(Math.max(...counts) - Math.min(...counts)).to.be.at.most(1);
  });

  it(`is what all others read at once, ${String(rounds)} times in a row`, async () => {
    const stale: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const title = `tour ${String(round)}`;
      expect(await writer(round).modify(person, 'title', title)).to.equal('success');
      const found = await foundByAll('(uid=pierre.barel)', 'title');
      stale.push(...found.filter((each) => each !== title));
    }
    expect(stale).to.deep.equal([]);
  });

  it('is found by its new value and no more by its old one', async () => {
    for (let round = 0; round < 100; round += 1) {
      const mail = (of: number): string => `tour.${String(of)}@exemple.bzh`;
      expect(await writer(round).modify(person, 'mail', mail(round))).to.equal('success');
      const [now, before] = await Promise.all([
        foundByAll(`(mail=${mail(round)})`, 'uid'),
        foundByAll(`(mail=${mail(round - 1)})`, 'uid'),
      ]);
      expect(new Set(now)).to.deep.equal(new Set(['pierre.barel']));
      expect(new Set(before)).to.deep.equal(new Set(['']));
    }
  });

  it('is there when it adds, and gone when it deletes', async () => {
    for (let round = 0; round < 50; round += 1) {
      const dn = `cn=compte-${String(round)},ou=comptes,${suffix}`;
      const filter = `(cn=compte-${String(round)})`;
      const classes = ['applicationProcess', 'simpleSecurityObject'];
      const added = await writer(round).add(dn, {
        objectClass: classes,
        userPassword: ['Cargo-Brume-71'],
        // An attribute description that no entry had before: every dictionary learns it.
        [`description;lang-x-tour-${String(round)}`]: ['essai'],
      });
      expect(added).to.equal('success');
      expect(
        new Set(await foundByAll(filter, `description;lang-x-tour-${String(round)}`)),
      ).to.deep.equal(new Set(['essai']));
      expect(await writer(round + 1).ask({ kind: 'delete', dn })).to.equal('success');
      expect(new Set(await foundByAll(filter, 'cn'))).to.deep.equal(new Set(['']));
    }
  });

  it('is read while the store outgrows what was mapped of it', async () => {
    const photo = Buffer.alloc(200_000, 'x').toString();
    for (let round = 0; round < 100; round += 1) {
      const name = `grand-${String(round)}`;
      const added = await writer(round).add(`cn=${name},ou=comptes,${suffix}`, {
        objectClass: ['applicationProcess'],
        description: [`${name} ${photo}`],
      });
      expect(added).to.equal('success');
      const found = await Promise.all(
        clients.slice(0, 4).map((client) => client.find(`(cn=${name})`, 'description')),
      );
      for (const [[value]] of found as [[string]][]) {
        expect(value.length).to.equal(name.length + 1 + photo.length);
      }
    }
  });

  it('follows a renamed entry', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [from, to] = [round, round + 1].map((each) => `ou=branche-${String(each)},${suffix}`);
      if (from === undefined || to === undefined) throw new Error('two names are expected');
      if (round === 0) {
        expect(await writer(0).add(from, { objectClass: ['organizationalUnit'] })).to.equal(
          'success',
        );
        const child = `ou=feuille,${from}`;
        expect(await writer(1).add(child, { objectClass: ['organizationalUnit'] })).to.equal(
          'success',
        );
      }
      await Promise.all(clients.map((client) => client.find('(ou=feuille)', 'ou', from)));
      const renamed = await writer(round).ask({
        kind: 'modifyDn',
        dn: from,
        newRdn: `ou=branche-${String(round + 1)}`,
        deleteOldRdn: true,
        newSuperior: undefined,
      });
      expect(renamed).to.equal('success');
      const found = await Promise.all(
        clients.map((client) => client.find('(ou=feuille)', 'ou', to)),
      );
      expect(found.map((each) => each.length)).to.deep.equal(clients.map(() => 1));
    }
  });

  it('gives rights, and takes them, at once', async () => {
    const group = `cn=administrateurs,ou=groupes,${suffix}`;
    const persons = await Promise.all(
      [0, 1, 2, 3].map(() => under.openAs(personDn('marie.lebihan'), 'Hermine-Lande-56')),
    );
    const [root] = clients;
    if (!root) throw new Error('a connection of the root DN is expected');
    const members = (await root.find('(cn=administrateurs)', 'member')).flat();
    const mayRead = async (): Promise<number[]> =>
      (
        await Promise.all(
          persons.map((client) => client.find('(cn=administrateurs)', 'description', group)),
        )
      ).map((found) => found.flat().length);
    expect(await root.modify(group, 'description', 'groupe')).to.equal('success');
    const without = await mayRead();
    for (let round = 0; round < 10; round += 1) {
      const marie = personDn('marie.lebihan');
      expect(await writer(round).modify(group, 'member', ...members, marie)).to.equal('success');
      const codes = await Promise.all(
        persons.map((client) => client.modify(personDn('pierre.barel'), 'etat', 'Actif')),
      );
      expect(new Set(codes)).to.deep.equal(new Set(['success']));
      expect(await writer(round).modify(group, 'member', ...members)).to.equal('success');
      expect(await mayRead()).to.deep.equal(without);
      const after = await Promise.all(
        persons.map((client) => client.modify(personDn('pierre.barel'), 'etat', 'Actif')),
      );
      expect(new Set(after)).to.deep.equal(new Set(['insufficientAccessRights']));
    }
  });
});
