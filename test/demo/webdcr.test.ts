import { randomUUID } from 'node:crypto';

import { expect } from 'chai';

import { type DemoWebdcr, startDemoWebdcr } from '../../src/demo/webdcr.js';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const annuaire = 'urn:ietf:params:scim:schemas:extension:annuaire:2.0:User';
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

describe('the webDCR of the demonstration', () => {
  let webdcr: DemoWebdcr;
  before(async () => {
    webdcr = await startDemoWebdcr({
      host: '127.0.0.1',
      port: 0,
      token: 'jeton',
      clock: () => new Date(),
      randomUuid: randomUUID,
    });
  });
  after(() => webdcr.close());

  const ask = async (method: string, path: string, body?: unknown, headers = {}) => {
    const response = await fetch(`${webdcr.url}${path}`, {
      method,
      headers: {
        authorization: 'Bearer jeton',
        'content-type': 'application/scim+json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const create = (userName: string, more = {}) =>
    ask('POST', '/Users', { schemas: [core], userName, ...more });

  const refused: readonly [string, unknown, string][] = [
    ['no schemas', { userName: 'a' }, 'invalidValue'],
    ['no userName', { schemas: [core] }, 'invalidValue'],
    ['an unknown attribute', { schemas: [core], userName: 'a', cps: '1' }, 'invalidValue'],
    ['a boolean as text', { schemas: [core], userName: 'a', active: 'True' }, 'invalidValue'],
    ['an empty text', { schemas: [core], userName: 'a', title: '' }, 'invalidValue'],
    ['an unnamed extension', { schemas: [core], userName: 'a', [annuaire]: {} }, 'invalidValue'],
    [
      'an unknown member of the extension',
      { schemas: [core, annuaire], userName: 'a', [annuaire]: { login: 'a' } },
      'invalidValue',
    ],
  ];
  for (const [what, user, scimType] of refused) {
    it(`refuses a user with ${what}`, async () => {
      const { status, body } = await ask('POST', '/Users', user);
      expect({ status, scimType: body['scimType'] }).to.deep.equal({ status: 400, scimType });
    });
  }

  it('holds a login once, whatever its case', async () => {
    expect((await create('anne.le-goff')).status).to.equal(201);
    expect((await create('Anne.LE-GOFF')).body).to.include({ scimType: 'uniqueness' });
  });

  const badPatches: readonly [string, unknown][] = [
    ['an upper-case op', { op: 'Replace', path: 'title', value: 'x' }],
    ['no path', { op: 'replace', value: { title: 'x' } }],
    ['a filtered path', { op: 'replace', path: 'emails[type eq "work"].value', value: 'x' }],
    ['what webDCR owns', { op: 'replace', path: 'roles', value: ['x'] }],
    ['its login removed', { op: 'remove', path: 'userName' }],
  ];
  for (const [what, operation] of badPatches) {
    it(`refuses a patch with ${what}, changing nothing`, async () => {
      const { body } = await create(`patch.${randomUUID()}`);
      const Operations = [{ op: 'replace', path: 'title', value: 'changé' }, operation];
      const path = `/Users/${String(body['id'])}`;
      expect((await ask('PATCH', path, { schemas: [patchOp], Operations })).status).to.equal(400);
      expect((await ask('GET', path)).body).not.to.have.property('title');
    });
  }

  it('refuses a stale If-Match and a deletion', async () => {
    const { body } = await create('etag');
    const path = `/Users/${String(body['id'])}`;
    const Operations = [{ op: 'replace', path: 'title', value: 'x' }];
    const patch = { schemas: [patchOp], Operations };
    expect((await ask('PATCH', path, patch, { 'if-match': 'W/"1"' })).status).to.equal(200);
    expect((await ask('PATCH', path, patch, { 'if-match': 'W/"1"' })).status).to.equal(412);
    expect((await ask('DELETE', path)).status).to.equal(405);
  });

  it('wants its token, JSON, and a filter that it knows', async () => {
    expect((await ask('GET', '/Users', undefined, { authorization: 'x' })).status).to.equal(401);
    expect((await ask('POST', '/Users', {}, { 'content-type': 'text/plain' })).status).to.equal(
      415,
    );
    const unknown = await ask('GET', '/Users?filter=title%20sw%20%22x%22');
    expect(unknown.body).to.include({ scimType: 'invalidFilter' });
  });

  it('shows what it received to whoever opens its page', async () => {
    await create("yann.l'hostis", { name: { familyName: "L'HOSTIS <b>" }, active: true });
    const response = await fetch(new URL('/', webdcr.url));
    expect(response.headers.get('content-security-policy')).to.include("default-src 'none'");
    expect(await response.text())
      .to.include('L&#39;HOSTIS &lt;b&gt;')
      .and.to.include('● Actif');
  });
});
