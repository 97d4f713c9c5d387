import { expect } from 'chai';
import type { Result, ResultCodeName } from '../../src/model/result.js';
import type { Authentication } from '../../src/model/request.js';
import type { Actor } from '../../src/operations/actor.js';
import { anonymous, type Opened, openFixture, personDn, root, suffix } from './fixture.js';
import { bindCode, change, lastRow, modify, read } from './writing.js';

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

  it('knows EXTERNAL for who is offered it, and no other mechanism (9)', async () => {
    const sasl = (mechanism: string): Authentication => ({
      kind: 'sasl',
      mechanism,
      credentials: undefined,
    });
    expect((await bind('', sasl('EXTERNAL'))).actor.kind).equal('root');
    for (const mechanism of ['', 'GSSAPI', 'PLAIN']) {
      const { result, actor } = await bind('', sasl(mechanism));
      expect(result.code, mechanism).equal('authMethodNotSupported');
      expect(actor.kind).equal('anonymous');
    }
    const other = await bind('', sasl('EXTERNAL'), anonymous);
    expect(other.result.code).equal('authMethodNotSupported');
  });

  it('never lets the root in without a configured password', async () => {
    const closed = await openFixture({ with: { rootPassword: undefined } });
    expect(await bindCode(closed.directory, admin, 'secret')).equal('invalidCredentials');
    expect(await bindCode(closed.directory, admin, 'undefined')).equal('invalidCredentials');
    await closed.close();
  });

  it('slows guessing down, and forgives on the right password', async () => {
    let at = new Date('2026-06-15T08:00:00Z');
    const slow = await openFixture({ with: { clock: () => at } });
    const { directory } = slow;
    await modify(directory, anne, [change('replace', 'userPassword', password)]);
    for (let count = 0; count < 10; count += 1) await bindCode(directory, anne, 'faux');
    const before = performance.now();
    expect(await bindCode(directory, anne, 'faux')).equal('invalidCredentials');
    expect(performance.now() - before).above(240);
    at = new Date('2026-06-15T08:16:00Z');
    expect(await bindCode(directory, anne, password)).equal('success');
    const again = performance.now();
    expect(await bindCode(directory, anne, password)).equal('success');
    expect(performance.now() - again).below(240);
    await slow.close();
  });

  it('is busy for who would wait too long', async () => {
    const slow = await openFixture({ with: { clock: () => new Date('2026-06-15T08:00:00Z') } });
    const { directory } = slow;
    for (let count = 0; count < 10; count += 1) await bindCode(directory, anne, 'faux');
    await slow.store.write(({ state }) => {
      const uuid = read(directory, anne)['entryUUID']?.[0] ?? '';
      state.put('logins', `entry:${uuid}`, {
        failures: 40,
        lastFailure: '2026-06-15T08:00:00.000Z',
        notBefore: '2026-06-15T08:00:20.000Z',
      });
    });
    expect(await bindCode(directory, anne, password)).equal('busy');
    await slow.close();
  });

  it('stores an old hash again when the operator wants it', async () => {
    const renewing = await openFixture({ with: { rehash: true } });
    const { directory } = renewing;
    const old = '{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp';
    await modify(directory, anne, [change('replace', 'userPassword', old)]);
    expect(await bindCode(directory, anne, 'Secret été')).equal('success');
    expect(read(directory, anne)['userPassword']?.[0]).match(/^\{ARGON2\}\$argon2id/);
    expect(lastRow(directory)).include({ actor: 'system', operation: 'modify' });
    expect(await bindCode(directory, anne, 'Secret été')).equal('success');
    await renewing.close();
  });
});
