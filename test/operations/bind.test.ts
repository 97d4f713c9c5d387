import { expect } from 'chai';
import type { Result, ResultCodeName } from '../../src/model/result.js';
import type { Authentication } from '../../src/model/request.js';
import type { Actor } from '../../src/operations/actor.js';
import { anonymous, type Opened, openFixture, personDn, root, suffix } from './fixture.js';
import { bindCode, change, modify } from './writing.js';

const anne = personDn('anne.martin');
const password = 'Xy7!kLm9?pQr';
const admin = `cn=admin,${suffix}`;

describe('bind (RFC 4511 §4.2, RFC 4513 §5)', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture();
    for (const dn of [anne, personDn('helene.le-goff')]) {
      await modify(opened.directory, dn, [change('replace', 'userPassword', password)]);
    }
    await modify(opened.directory, personDn('yann.martin'), [
      change('replace', 'userPassword', '{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp'),
    ]);
  });
  after(() => opened.close());

  const rows: readonly (readonly [
    name: string,
    dn: string,
    password: string,
    code: ResultCodeName,
    version?: number,
  ])[] = [
    ['anonymous', '', '', 'success'],
    ['an empty name with a password', '', 'x', 'invalidCredentials'],
    ['a good password', anne, password, 'success'],
    ['another spelling (5)', `UID=Anne.Martin , OU=personnes,${suffix}`, password, 'success'],
    ['a hash made elsewhere', personDn('yann.martin'), 'Secret été', 'success'],
    ['a name without password (2)', anne, '', 'unwillingToPerform'],
    ['a wrong password (3)', anne, 'faux', 'invalidCredentials'],
    ['a missing entry (3)', personDn('personne'), password, 'invalidCredentials'],
    ['an entry without password (3)', personDn('soazig.riou'), password, 'invalidCredentials'],
    ['an inactive person', personDn('helene.le-goff'), password, 'invalidCredentials'],
    ['a name outside the directory', 'cn=x,dc=ailleurs', password, 'invalidCredentials'],
    ['what is no name (4)', 'foo', password, 'invalidDNSyntax'],
    ['the root', admin, 'secret', 'success'],
    ['the root with a wrong password', admin, 'faux', 'invalidCredentials'],
    ['version 2 (6)', anne, password, 'protocolError', 2],
    ['version 4 (6)', anne, password, 'protocolError', 4],
  ];

  for (const [name, dn, secret, code, version] of rows) {
    it(`answers ${code} to ${name}`, async () => {
      expect(await bindCode(opened.directory, dn, secret, version)).equal(code);
    });
  }

  const bind = (
    dn: string,
    authentication: Authentication,
    actor: Actor = root,
  ): ReturnType<Opened['directory']['bind']> =>
    opened.directory.bind({ kind: 'bind', version: 3, dn, authentication }, actor, {
      controls: [],
    });

  it('says the same of a missing entry, a missing password and a wrong one', async () => {
    const results: Result[] = [];
    for (const uid of ['personne', 'soazig.riou', 'anne.martin']) {
      const simple = { kind: 'simple', password: Buffer.from('faux') } as const;
      results.push((await bind(personDn(uid), simple)).result);
    }
    expect(results[1]).deep.equal(results[0]);
    expect(results[2]).deep.equal(results[0]);
    expect(results[0]?.matchedDn).equal('');
  });

  it('is not done when a critical control is unknown (71)', async () => {
    const authentication = { kind: 'simple', password: Buffer.from(password) } as const;
    const controls = [{ oid: '1.2.3', critical: true, value: undefined }];
    const { result, actor } = await opened.directory.bind(
      { kind: 'bind', version: 3, dn: anne, authentication },
      anonymous,
      { controls },
    );
    expect(result.code).equal('unavailableCriticalExtension');
    expect(actor.kind).equal('anonymous');
  });

  it('makes a connection anonymous when it fails (7, 8)', async () => {
    const simple = { kind: 'simple', password: Buffer.from('faux') } as const;
    expect((await bind(anne, simple)).actor.kind).equal('anonymous');
    const empty = { kind: 'simple', password: Buffer.alloc(0) } as const;
    expect((await bind('', empty)).actor.kind).equal('anonymous');
  });

  it('says who the connection is, as stored', async () => {
    const simple = { kind: 'simple', password: Buffer.from(password) } as const;
    const { actor } = await bind(anne.toUpperCase(), simple, anonymous);
    expect(actor).include({ kind: 'entry', dn: anne, secure: false });
  });

  it('is not done when a critical control is unknown (71)', async () => {
    const simple = { kind: 'simple', password: Buffer.from(password) } as const;
    const controls = [{ oid: '1.2.3', critical: true, value: undefined }];
    const { result, actor } = await opened.directory.bind(
      { kind: 'bind', version: 3, dn: anne, authentication: simple },
      anonymous,
      { controls },
    );
    expect(result.code).equal('unavailableCriticalExtension');
    expect(actor.kind).equal('anonymous');
  });

  it('never lets the root in without a configured password', async () => {
    const closed = await openFixture({ with: { rootPassword: undefined } });
    expect(await bindCode(closed.directory, admin, 'secret')).equal('invalidCredentials');
    expect(await bindCode(closed.directory, admin, 'undefined')).equal('invalidCredentials');
    await closed.close();
  });
});
