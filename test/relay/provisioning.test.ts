import { randomUUID } from 'node:crypto';

import { expect } from 'chai';

import { type DemoWebdcr, startDemoWebdcr } from '../../src/demo/webdcr.js';
import { scimClient } from '../../src/provision/client.js';
import { fixedToken } from '../../src/provision/credentials.js';
import { scimTarget } from '../../src/provision/scim-target.js';
import { type Relay, startRelay } from '../../src/relay/relay.js';
import type { RelayEvent } from '../../src/relay/relay-event.js';
import { type FaultyProxy, faultyProxy } from '../provision/faults.js';
import { changed, grangere, grangereUuid, region, relayOptions, until } from './region.js';

const clock = () => new Date();

describe('what webDCR gets', () => {
  let webdcr: DemoWebdcr;
  let proxy: FaultyProxy;
  let events: RelayEvent[];
  let world: ReturnType<typeof region>;
  const relays: Relay[] = [];
  const token = 'jeton';

  beforeEach(async () => {
    const options = { host: '127.0.0.1', port: 0, token, clock, randomUuid: randomUUID };
    webdcr = await startDemoWebdcr(options);
    proxy = await faultyProxy(webdcr.url);
    events = [];
    world = region();
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.close()));
    await proxy.close();
    await webdcr.close();
  });

  const start = (options: Partial<Parameters<typeof startRelay>[0]> = {}): Relay => {
    const client = scimClient({
      url: proxy.url,
      credentials: fixedToken(token),
      clock,
      timeoutMs: 1500,
    });
    const target = scimTarget(client, clock);
    const relay = startRelay({ ...relayOptions(world, events), scimTarget: target, ...options });
    relays.push(relay);
    return relay;
  };
  const held = (login: string) =>
    webdcr.accounts.all().find(({ user }) => user['userName'] === login)?.user;
  const accept = () => {
    world.change({ reponseAccesCancerologie: 'Acceptée' });
    world.directory.commit({ events: [changed()] });
  };

  it('is a person as soon as it changes, and its closing when it is refused', async () => {
    const relay = start();
    accept();
    await until(() => held('francois.grangere')?.['active'] === true);
    await until(() => relay.badgeOf(grangereUuid)?.state === 'a-jour');
    expect(relay.badgeOf(grangereUuid)?.text).to.match(/^à jour, \d{1,2}\u202fh\u202f\d\d$/);
    world.change({ reponseAccesCancerologie: 'Refusée' });
    world.directory.commit({ events: [changed()] });
    await until(() => held('francois.grangere')?.['active'] === false);
  });

  it('is everyone when the target is new, and after a bulk load', async () => {
    world.directory.commit({ operation: 'load' });
    start();
    await until(() => webdcr.accounts.all().length === 5);
    await until(() => relays[0]?.status().persons['à jour'] === 5);
    world.change({ commune: 'AURAY' });
    world.directory.commit({ operation: 'load' });
    const moved = () => JSON.stringify(held('francois.grangere')).includes('AURAY');
    await until(moved);
    expect(relays[0]?.status().mails.queued).to.equal(0);
  });

  it('is those with access alone in the narrow scope', async () => {
    const relay = start({ scope: 'acces' });
    world.directory.commit({ events: [changed()] });
    await relay.settled();
    await relay.settled();
    expect(webdcr.accounts.all()).to.deep.equal([]);
    expect(relay.badgeOf(grangereUuid)).to.equal(undefined);
    accept();
    await until(() => held('francois.grangere')?.['active'] === true);
    world.change({ reponseAccesCancerologie: 'Jamais demandé' });
    world.directory.commit({ events: [changed()] });
    await until(() => held('francois.grangere')?.['active'] === false);
  });

  it('is a closed account when the entry is removed', async () => {
    start();
    accept();
    await until(() => held('francois.grangere')?.['active'] === true);
    world.directory.remove(grangere);
    const removed = { type: 'person-removed', person: grangereUuid, login: 'francois.grangere' };
    world.directory.commit({ operation: 'delete', events: [removed] });
    await until(() => held('francois.grangere')?.['active'] === false);
  });

  it('follows a renamed login', async () => {
    start();
    accept();
    await until(() => held('francois.grangere') !== undefined);
    world.directory.remove(grangere);
    const dn = 'uid=francois.legall,ou=personnes,dc=test';
    world.directory.put(dn, { uid: 'francois.legall', entryUUID: grangereUuid, sn: 'LE GALL' });
    const names = { fromLogin: 'francois.grangere', toLogin: 'francois.legall' };
    const renamed = { type: 'person-renamed', person: grangereUuid, ...names };
    world.directory.commit({ operation: 'modifyDn', events: [renamed] });
    await until(() => held('francois.legall') !== undefined);
    expect(webdcr.accounts.all()).to.have.length(1);
  });

  it('is one account when the answer to its creation is lost', async () => {
    let lost = false;
    proxy.fault = ({ method }) => {
      if (method !== 'POST' || lost) return undefined;
      lost = true;
      return { kind: 'silence-after' };
    };
    const relay = start();
    accept();
    await until(() => relay.badgeOf(grangereUuid)?.state === 'a-jour');
    expect(events.map(({ event }) => event)).to.include('person-deferred');
    expect(webdcr.accounts.all()).to.have.length(1);
  });

  it('is one account when the process dies between its creation and our commit', async () => {
    start();
    const write = world.store.write.bind(world.store);
    let posted = false;
    proxy.fault = ({ method }) => {
      posted ||= method === 'POST';
      return undefined;
    };
    world.store.write = (operation) =>
      posted ? Promise.reject(new Error('killed')) : write(operation);
    accept();
    await until(() => events.some(({ event }) => event === 'relay-failed'));
    await relays.splice(0)[0]?.close();
    world.store.write = write;
    const relay = start();
    await until(() => relay.badgeOf(grangereUuid)?.state === 'a-jour');
    expect(webdcr.accounts.all()).to.have.length(1);
  });

  it('is not held back by one person the target refuses', async () => {
    proxy.fault = ({ method, body }) =>
      method === 'POST' && body.includes('anne@3c.example')
        ? { kind: 'answer', status: 400, body: '{"detail":"non"}' }
        : undefined;
    world.directory.commit({ operation: 'load' });
    const relay = start();
    await until(() => relay.status().persons['à jour'] === 4);
    expect(relay.status().blocked).to.have.length(1);
    expect(relay.badgeOf('a')?.text).to.equal('bloqué : webDCR refuse la fiche (400) : non');
    proxy.fault = () => undefined;
    expect(await relay.sendAgain('a')).to.equal(true);
    await until(() => relay.badgeOf('a')?.state === 'a-jour');
  });

  it('waits for as long as the target asks', async () => {
    proxy.fault = () => ({ kind: 'answer', status: 429, headers: { 'retry-after': '1' } });
    const relay = start();
    accept();
    await until(() => relay.status().target.pausedUntil !== undefined);
    const asked = proxy.seen.length;
    proxy.fault = () => undefined;
    relay.wake();
    await relay.settled();
    expect(proxy.seen).to.have.length(asked);
    expect(relay.badgeOf(grangereUuid)?.state).to.equal('en-attente');
    await until(() => relay.badgeOf(grangereUuid)?.state === 'a-jour');
  });

  it('is pushed by the cron too', async () => {
    // A directory whose commits ring no bell.
    world.directory.onCommit = () => () => undefined;
    const relay = start({ cron: '* * * * * *' });
    await relay.settled();
    accept();
    await until(() => held('francois.grangere') !== undefined);
  });

  it('refuses to start on a cron expression that is none', () => {
    expect(() => startRelay({ ...relayOptions(world, events), cron: 'toutes' })).to.throw(
      'ANNUAIRE_WEBDCR_CRON',
    );
  });
});
