import { randomUUID } from 'node:crypto';

import { expect } from 'chai';

import { type DemoWebdcr, startDemoWebdcr } from '../../src/demo/webdcr.js';
import type { Mailer, MailMessage } from '../../src/notify/mail-message.js';
import { scimClient } from '../../src/provision/client.js';
import { fixedToken } from '../../src/provision/credentials.js';
import { scimTarget } from '../../src/provision/scim-target.js';
import { type Relay, startRelay } from '../../src/relay/relay.js';
import type { RelayEvent } from '../../src/relay/relay-event.js';
import { changed, quick, region, relayOptions, until } from './region.js';
import { suffix } from './fake-directory.js';

const clock = () => new Date();
const token = 'jeton';
const people = Array.from({ length: 20 }, (_, number) => `personne${number}`);

describe('the safety valve before webDCR', () => {
  let webdcr: DemoWebdcr;
  let world: ReturnType<typeof region>;
  let sent: MailMessage[];
  let events: RelayEvent[];
  let relay: Relay;

  const mailer: Mailer = {
    send: (message) => {
      sent.push(message);
      return Promise.resolve({ kind: 'sent' });
    },
    close: () => Promise.resolve(),
  };
  const open = (): void => {
    const target = scimTarget(
      scimClient({ url: webdcr.url, credentials: fixedToken(token), clock }),
      clock,
    );
    relay = startRelay({
      ...relayOptions(world, events),
      scimTarget: target,
      mailer,
      valve: { hour: { count: 12, percent: 100 }, day: { count: 1_000, percent: 100 } },
      pace: { ...quick, batchTellMs: 0 },
    });
  };
  const set = (login: string, values: Readonly<Record<string, string>> = {}): void => {
    const dn = `uid=${login},ou=personnes,${suffix}`;
    const person = {
      uid: login,
      entryUUID: login,
      objectClass: 'personneAnnuaire',
      sn: login,
      etat: 'Actif',
      mail: `${login}@example.org`,
      reponseAccesCancerologie: 'Acceptée',
      ...values,
    };
    world.directory.put(dn, person);
    world.directory.commit({ events: [changed(login, dn)] });
  };
  const isActive = (login: string): boolean =>
    webdcr.accounts.all().some(({ user }) => user['userName'] === login && user['active'] === true);
  const active = (): number => people.filter(isActive).length;

  beforeEach(async () => {
    webdcr = await startDemoWebdcr({
      host: '127.0.0.1',
      port: 0,
      token,
      clock,
      randomUuid: randomUUID,
    });
    world = region();
    world.directory.put(`cn=administrateurs,ou=groupes,${suffix}`, { member: [`uid=r,${suffix}`] });
    world.directory.put(`uid=r,${suffix}`, { mail: 'region@example.org', etat: 'Actif' });
    sent = [];
    events = [];
    open();
    await relay.settled();
    for (const login of people) set(login);
    await until(() => active() === people.length);
    await until(() => relay.status().persons['à jour'] === people.length);
  });
  afterEach(async () => {
    await relay.close();
    await webdcr.close();
  });

  const refuseAll = async (): Promise<void> => {
    for (const login of people) set(login, { reponseAccesCancerologie: 'Refusée' });
    await until(() => relay.status().persons.retenu === 8);
    await until(() => relay.status().persons['à jour'] === 12);
  };

  it('holds the deactivations beyond its limit, and lets everything else pass', async () => {
    await refuseAll();
    expect(active()).to.equal(8);
    set('nouvelle');
    await until(() => isActive('nouvelle'));
    expect(active()).to.equal(8);
    const [batch] = relay.status().held;
    expect(batch).to.include({ kind: 'désactivations', persons: 8, limit: '12 en une heure' });
    const held = people.find(isActive) ?? '';
    expect(relay.personSync(held)).to.include({ state: 'retenu', heldBatch: batch?.batch });
    expect(await relay.sendAgain(held), 'one by one is no way around').to.equal(false);
  });

  it('writes to the administrators once, naming the batch and the persons', async () => {
    await refuseAll();
    await until(() => sent.length > 0);
    await relay.settled();
    await relay.settled();
    expect(sent.map(({ to }) => to.address)).to.deep.equal(['region@example.org']);
    expect(sent[0]?.subject).to.match(/^Lot retenu avant webDCR : \d+ désactivations$/);
    expect(sent[0]?.text).to.include(relay.status().held[0]?.batch);
  });

  it('holds over a restart until the batch is released by name, and then counts it no more', async () => {
    await refuseAll();
    await relay.close();
    open();
    await relay.settled();
    expect(active()).to.equal(8);
    const batch = relay.status().held[0]?.batch ?? '';
    const release = { batch, by: `uid=r,${suffix}`, reason: 'Fermeture du service' };
    expect(await relay.releaseBatch({ ...release, batch: 'inconnu' })).to.equal(false);
    expect(await relay.releaseBatch(release)).to.equal(true);
    await until(() => active() === 0);
    expect(relay.status().held).to.deep.equal([]);
    expect(await relay.releaseBatch(release), 'twice').to.equal(false);
    expect(events).to.deep.include({ event: 'batch-released', batch, by: release.by });
    expect(world.directory.audits.at(-1)).to.deep.equal({
      operation: 'release-batch',
      dn: suffix,
      details: release,
    });
  });

  it('lets go of a person that was corrected', async () => {
    await refuseAll();
    const held = people.find(isActive) ?? '';
    set(held);
    await until(() => relay.personSync(held)?.state === 'à jour');
    expect(relay.status().persons.retenu).to.equal(7);
    expect(isActive(held)).to.equal(true);
  });

  it('holds a field that is emptied for too many, not one that is changed', async () => {
    for (const login of people) set(login, { mail: `autre.${login}@example.org` });
    await until(() => relay.status().persons['à jour'] === people.length);
    for (const login of people) set(login, { mail: '' });
    await until(() => relay.status().persons.retenu === 8);
    expect(relay.status().held[0]?.kind).to.equal('vidage de emails');
  });
});
