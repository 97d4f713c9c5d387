import { randomUUID } from 'node:crypto';

import { expect } from 'chai';

import { captureMails } from '../../src/demo/mails.js';
import { type DemoWebdcr, startDemoWebdcr } from '../../src/demo/webdcr.js';
import { scimClient } from '../../src/provision/client.js';
import { fixedToken } from '../../src/provision/credentials.js';
import { scimTarget } from '../../src/provision/scim-target.js';
import { type Relay, startRelay } from '../../src/relay/relay.js';
import type { RelayEvent } from '../../src/relay/relay-event.js';
import { openFixture, type Opened, realSchema, root, suffix } from '../operations/fixture.js';
import { region, relayOptions, until } from './region.js';

const dn = `uid=helene.le-bris,ou=personnes,${suffix}`;
const unit = (ou: string) => ({ objectClass: 'organizationalUnit', ou });
const person = (uid: string, values = {}) => ({
  objectClass: ['inetOrgPerson', 'personneAnnuaire'],
  uid,
  cn: uid,
  sn: 'LE BRIS',
  givenName: 'HÉLÈNE',
  etat: 'Actif',
  ...values,
});
const referent = `uid=referent,ou=personnes,${suffix}`;
const entries = [
  [suffix, { objectClass: ['organization', 'dcObject'], dc: 'telesantebretagne', o: 'Bretagne' }],
  [`ou=personnes,${suffix}`, unit('personnes')],
  [`ou=groupes,${suffix}`, unit('groupes')],
  [referent, person('referent', { mail: 'referent@3c.example' })],
  [dn, person('helene.le-bris', { communeNational: 'BREST', commune: 'BREST' })],
  [
    `cn=referents-Cancerologie,ou=groupes,${suffix}`,
    { objectClass: 'groupOfNames', cn: 'referents-Cancerologie', member: referent },
  ],
] as const;

describe('the relay over the real store and directory', () => {
  const clock = () => new Date();
  const context = { controls: [] };
  const events: RelayEvent[] = [];
  let opened: Opened;
  let webdcr: DemoWebdcr;
  let relay: Relay;
  const capture = captureMails({ clock });

  before(async () => {
    opened = await openFixture({ entries });
    const demo = {
      host: '127.0.0.1',
      port: 0,
      token: 'jeton',
      clock,
      randomUuid: randomUUID,
    };
    webdcr = await startDemoWebdcr(demo);
    const client = scimClient({ url: webdcr.url, credentials: fixedToken('jeton'), clock });
    relay = startRelay({
      ...relayOptions(region(), events),
      directory: opened.directory,
      store: opened.store,
      catalogue: realSchema().catalogue,
      mailer: capture,
      scimTarget: scimTarget(client, clock),
    });
  });
  after(async () => {
    await relay.close();
    await webdcr.close();
    await opened.close();
  });

  const set = async (attribute: string, value: string) => {
    const values = [Buffer.from(value)];
    const changes = [{ kind: 'replace' as const, attribute, values }];
    const operations = opened.directory.as(root);
    const { code, message } = await operations.modify({ kind: 'modify', dn, changes }, context);
    expect(code, message).to.equal('success');
  };
  const held = () =>
    webdcr.accounts.all().find(({ user }) => user['userName'] === 'helene.le-bris')?.user;

  it('begins by giving the target everyone', async () => {
    await until(() => webdcr.accounts.all().length === 2);
    expect(held()).to.include({ active: false });
  });

  it('writes to the referent once per request', async () => {
    await set('demandeAccesCancerologie', '20260101000000Z');
    await until(() => capture.mails().length === 1);
    expect(capture.mails()[0]?.to.address).to.equal('referent@3c.example');
    expect(capture.mails()[0]?.text).to.include('LE BRIS.HELENE').and.to.include('BREST');
    await set('demandeAccesCancerologie', '20260102000000Z');
    await relay.settled();
    expect(relay.status().mails).to.include({ sent: 1, queued: 0 });
  });

  it('opens the account with the answer and carries overrides', async () => {
    await set('reponseAccesCancerologie', 'Acceptée');
    await until(() => held()?.['active'] === true);
    await set('communeModification', 'QUIMPER');
    await until(() => JSON.stringify(held()?.['addresses']).includes('QUIMPER'));
    await set('reponseAccesCancerologie', 'Refusée');
    await until(() => held()?.['active'] === false);
  });

  it('follows a rename and closes the account of a removed person', async () => {
    const operations = opened.directory.as(root);
    const rename = { newRdn: 'uid=helene.morvan', deleteOldRdn: true, newSuperior: undefined };
    await set('reponseAccesCancerologie', 'Acceptée');
    const moved = await operations.modifyDn({ kind: 'modifyDn', dn, ...rename }, context);
    expect(moved.code, moved.message).to.equal('success');
    const renamed = () => webdcr.accounts.search('userName eq "helene.morvan"')[0]?.user;
    await until(() => renamed()?.['active'] === true);
    const gone = `uid=helene.morvan,ou=personnes,${suffix}`;
    const removed = await operations.delete({ kind: 'delete', dn: gone }, context);
    expect(removed.code, removed.message).to.equal('success');
    await until(() => renamed()?.['active'] === false);
    expect(webdcr.accounts.all()).to.have.length(2);
    expect(events.filter(({ event }) => event === 'relay-failed')).to.deep.equal([]);
  });
});
