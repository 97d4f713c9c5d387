import { randomUUID } from 'node:crypto';

import { expect } from 'chai';

import { type DemoWebdcr, startDemoWebdcr } from '../../src/demo/webdcr.js';
import { scimClient } from '../../src/provision/client.js';
import { fixedToken } from '../../src/provision/credentials.js';
import { type ScimTarget, scimTarget } from '../../src/provision/scim-target.js';
import { annuaireUserSchema, type DesiredUser } from '../../src/provision/scim-user.js';
import { type Fault, type FaultyProxy, faultyProxy } from './faults.js';
import { barel, userOf as accountOf } from './person.js';

const person = barel['entryUUID']!;
const clock = () => new Date();

function userOf(changes: Readonly<Record<string, string>> = {}): DesiredUser {
  return accountOf({ ...barel, ...changes });
}

describe('pushing a person to a strict SCIM target', () => {
  let webdcr: DemoWebdcr;
  let proxy: FaultyProxy;
  let target: ScimTarget;

  beforeEach(async () => {
    const token = 'jeton-de-test';
    const options = { host: '127.0.0.1', port: 0, token, clock, randomUuid: randomUUID };
    webdcr = await startDemoWebdcr(options);
    proxy = await faultyProxy(webdcr.url);
    target = scimTarget(
      scimClient({ url: proxy.url, credentials: fixedToken(token), clock, timeoutMs: 1500 }),
      clock,
    );
  });
  afterEach(async () => {
    await proxy.close();
    await webdcr.close();
  });

  const push = (user = userOf(), remoteId?: string, who = person) =>
    target.push({ person: who, user, remoteId, mayCreate: true });
  const failOnce = (method: string, fault: Fault): void => {
    proxy.fault = (request) => {
      if (request.method !== method) return undefined;
      proxy.fault = () => undefined;
      return fault;
    };
  };
  const writes = () => proxy.seen.filter(({ method }) => method !== 'GET');
  const held = () => webdcr.accounts.all().map(({ user }) => user);

  it('creates the account with the login as userName and externalId', async () => {
    expect(await push()).to.include({ kind: 'sent', did: 'created', adopted: false });
    const [user] = held();
    expect(user).to.deep.include({
      userName: 'pierre.barel',
      externalId: 'pierre.barel',
      active: true,
      name: { familyName: 'BAREL', givenName: 'PIERRE' },
      title: 'Médecin',
      emails: [{ type: 'work', value: 'pierre.barel@esante-bretagne.fr' }],
      addresses: [
        {
          type: 'work',
          formatted: '33 CENTRE HOSPITALIER BRETAGNE ATLANTIQUE 56000 VANNES',
          streetAddress: '33 CENTRE HOSPITALIER BRETAGNE ATLANTIQUE',
          postalCode: '56000',
          locality: 'VANNES',
        },
      ],
    });
    expect(user?.[annuaireUserSchema]).to.deep.include({
      entryUUID: person,
      matricule: 'GCS00007',
      emailMSS: 'pierre.barel@test.mssante.fr',
    });
  });

  it('writes nothing when the target already holds it', async () => {
    await push();
    const before = writes().length;
    expect(await push()).to.include({ did: 'nothing' });
    expect(writes()).to.have.length(before);
  });

  it('patches one operation per changed attribute, and removes what is gone', async () => {
    const { remoteId } = (await push()) as { remoteId: string };
    const without: Record<string, string> = { ...barel, etat: 'Inactif', emailMSS: 'p@x.fr' };
    delete without['telephone'];
    const user = accountOf(without);
    expect(await push(user, remoteId)).to.include({ did: 'updated' });
    const { Operations } = JSON.parse(writes().at(-1)!.body) as { Operations: unknown };
    expect(Operations).to.deep.equal([
      { op: 'replace', path: 'active', value: false },
      { op: 'remove', path: 'phoneNumbers' },
      { op: 'replace', path: `${annuaireUserSchema}:emailMSS`, value: 'p@x.fr' },
    ]);
    expect(held()[0]).not.to.have.property('phoneNumbers');
  });

  it('keeps what the target owns: private e-mails stay beside ours', async () => {
    const { remoteId } = (await push()) as { remoteId: string };
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
    const value = [
      { type: 'home', value: 'chez@moi.fr' },
      { type: 'work', value: 'vieux@x.fr' },
    ];
    const Operations = [{ op: 'replace', path: 'emails', value }];
    webdcr.accounts.patch(remoteId, { schemas, Operations }, undefined);
    await push(userOf(), remoteId);
    expect(held()[0]?.['emails']).to.deep.equal([
      { type: 'work', value: 'pierre.barel@esante-bretagne.fr' },
      { type: 'home', value: 'chez@moi.fr' },
    ]);
  });

  it('sends If-Match, and tries again later when someone else wrote', async () => {
    const { remoteId } = (await push()) as { remoteId: string };
    const changed = userOf({ commune: 'AURAY' });
    failOnce('PATCH', { kind: 'answer', status: 412, body: '{}' });
    expect(await push(changed, remoteId)).to.include({ kind: 'retry' });
    expect(await push(changed, remoteId)).to.include({ did: 'updated' });
    expect(writes().at(-1)?.headers['if-match']).to.equal('W/"1"');
  });

  it('follows a renamed login by the remembered id, and by the entryUUID without it', async () => {
    const { remoteId } = (await push()) as { remoteId: string };
    expect(await push(userOf({ uid: 'pierre.barel2' }), remoteId)).to.include({ did: 'updated' });
    expect(await push(userOf({ uid: 'pierre.barel3' }))).to.include({ did: 'updated', remoteId });
    expect(held().map((user) => user['userName'])).to.deep.equal(['pierre.barel3']);
  });

  it('never takes over the account of another person', async () => {
    await push();
    const outcome = await push(userOf({ entryUUID: 'other' }), undefined, 'other');
    expect(outcome).to.include({ kind: 'blocked' });
    expect(outcome).to.have.property('reason').that.includes('login déjà pris');
    expect(writes()).to.have.length(1);
  });

  it('blocks a rename onto the login of another account', async () => {
    await push();
    const other = userOf({ uid: 'anne.le-goff', entryUUID: 'other' });
    const { remoteId } = (await push(other, undefined, 'other')) as { remoteId: string };
    const renamed = userOf({ entryUUID: 'other' });
    expect(await push(renamed, remoteId, 'other')).to.include({ kind: 'blocked' });
  });

  it('adopts an account that nobody of ours holds, whatever the case of its login', async () => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    webdcr.accounts.create({ schemas, userName: 'Pierre.BAREL' });
    expect(await push()).to.include({ did: 'updated', adopted: true });
    expect(held()).to.have.length(1);
    expect(held()[0]).to.include({ userName: 'pierre.barel', active: true });
  });

  it('makes one account when the answer to its creation is lost', async () => {
    failOnce('POST', { kind: 'silence-after' });
    expect(await push()).to.include({ kind: 'retry' });
    expect(await push()).to.include({ kind: 'sent', did: 'nothing' });
    expect(held()).to.have.length(1);
  });

  it('creates again when the remembered account is gone', async () => {
    expect(await push(userOf(), 'vanished')).to.include({ did: 'created' });
  });

  it('does not create when only an existing account is wanted', async () => {
    const outcome = await target.push({
      person,
      user: userOf(),
      remoteId: undefined,
      mayCreate: false,
    });
    expect(outcome).to.include({ kind: 'sent', remoteId: undefined });
    expect(held()).to.deep.equal([]);
  });

  it('deactivates the account of a removed person, and no one else’s; never deletes', async () => {
    await push();
    const removal = { login: 'pierre.barel', remoteId: undefined };
    expect(await target.deactivate({ ...removal, person: 'other' })).to.include({ did: 'nothing' });
    expect(held()[0]).to.include({ active: true });
    expect(await target.deactivate({ ...removal, person })).to.include({ did: 'updated' });
    expect(held()[0]).to.include({ active: false, userName: 'pierre.barel' });
    expect(proxy.seen.some(({ method }) => method === 'DELETE')).to.equal(false);
  });

  const html = { 'content-type': 'text/html' };
  const failures: readonly { fault: Fault; outcome: object }[] = [
    {
      fault: { kind: 'answer', status: 429, headers: { 'retry-after': '7', ...html }, body: '<p>' },
      outcome: { kind: 'pause', waitMs: 7000 },
    },
    {
      fault: { kind: 'answer', status: 503, headers: { 'retry-after': '2' } },
      outcome: { kind: 'pause', waitMs: 2000 },
    },
    {
      fault: { kind: 'answer', status: 503, headers: html, body: '<h1>Maintenance</h1>' },
      outcome: { kind: 'retry' },
    },
    { fault: { kind: 'answer', status: 500 }, outcome: { kind: 'retry' } },
    { fault: { kind: 'answer', status: 401 }, outcome: { kind: 'pause' } },
    { fault: { kind: 'answer', status: 403 }, outcome: { kind: 'pause' } },
    { fault: { kind: 'answer', status: 404 }, outcome: { kind: 'pause' } },
    {
      fault: { kind: 'answer', status: 302, headers: { location: 'http://example.org/' } },
      outcome: { kind: 'pause' },
    },
    {
      fault: { kind: 'answer', status: 400, body: '{"detail":"titre\\ninconnu"}' },
      outcome: { kind: 'blocked', reason: 'webDCR refuse la fiche (400) : titre inconnu' },
    },
    {
      fault: { kind: 'answer', status: 201, headers: html, body: '<p>' },
      outcome: { kind: 'retry' },
    },
  ];
  for (const { fault, outcome } of failures) {
    const status = fault.kind === 'answer' ? fault.status : 0;
    it(`answers ${JSON.stringify(outcome)} to ${status} on a creation`, async () => {
      failOnce('POST', fault);
      expect(await push()).to.include(outcome);
    });
  }

  it('pauses the target when nothing listens', async () => {
    await proxy.close();
    expect(await push()).to.include({ kind: 'pause' });
    proxy = await faultyProxy(webdcr.url);
  });

  it('reads, merges and puts where PATCH is not supported', async () => {
    proxy.fault = ({ path }) =>
      path.endsWith('/ServiceProviderConfig')
        ? { kind: 'answer', status: 200, body: '{"patch":{"supported":false}}' }
        : undefined;
    const { remoteId } = (await push()) as { remoteId: string };
    await push(userOf({ commune: 'AURAY' }), remoteId);
    expect(writes().map(({ method }) => method)).to.deep.equal(['POST', 'PUT']);
    expect(held()[0]?.['title']).to.equal('Médecin');
  });
});
