import { expect } from 'chai';
import type { Directory } from '../../src/operations/directory.js';
import { type Opened, personDn, plain, root, search, suffix } from './fixture.js';
import { anne, openWithVerifiers, password, portail } from './sasl-accounts.js';
import { inTheClear, local, overTls, saslBind } from './sasl-client.js';
import { bindCode, change, modify } from './writing.js';

describe('SASL (RFC 4422, RFC 4513 §5.2)', () => {
  let opened: Opened;
  let directory: Directory;
  before(async () => {
    opened = await openWithVerifiers();
    ({ directory } = opened);
  });
  after(() => opened.close());

  describe('what the root DSE offers', () => {
    const verified = { der: Buffer.alloc(0), validTo: new Date(), fault: undefined };
    const rows = [
      ['in the clear', inTheClear, ['SCRAM-SHA-256']],
      ['in the clear where TLS is required', { ...inTheClear, tlsRequired: true }, undefined],
      ['over TLS', overTls, ['PLAIN', 'SCRAM-SHA-256']],
      [
        'over TLS with a certificate that is not accepted',
        { ...overTls, certificate: { ...verified, fault: 'CERT_HAS_EXPIRED' } },
        ['PLAIN', 'SCRAM-SHA-256'],
      ],
      [
        'over TLS with one that is',
        { ...overTls, certificate: verified },
        ['EXTERNAL', 'PLAIN', 'SCRAM-SHA-256'],
      ],
      ['on the local socket', local, ['EXTERNAL', 'PLAIN', 'SCRAM-SHA-256']],
    ] as const;
    for (const [title, peer, offered] of rows) {
      it(`${title}: ${offered?.join(' ') ?? 'nothing'}`, async () => {
        const { entries } = await search(directory, root, {
          base: '',
          scope: 'base',
          attributes: ['supportedSASLMechanisms'],
          peer,
        });
        expect(plain(entries[0])['supportedSASLMechanisms']).to.deep.equal(offered);
      });
    }
  });

  it('knows no other mechanism, the empty one least (9)', async () => {
    for (const mechanism of ['', 'NOPE', 'GSSAPI', 'plain', 'SCRAM-SHA-256-PLUS']) {
      const { result, actor, ...rest } = await saslBind(directory, { mechanism });
      expect(result.code, mechanism).to.equal('authMethodNotSupported');
      expect(actor.kind).to.equal('anonymous');
      expect(rest).to.not.have.property('serverSaslCreds');
    }
  });

  it('is not done when a critical control is unknown', async () => {
    const controls = [{ oid: '1.2.3', critical: true, value: undefined }];
    const { result, actor } = await saslBind(directory, {
      mechanism: 'EXTERNAL',
      peer: local,
      controls,
    });
    expect(result.code).to.equal('unavailableCriticalExtension');
    expect(actor.kind).to.equal('anonymous');
  });

  for (const mechanism of ['PLAIN', 'SCRAM-SHA-256']) {
    it(`asks with nothing for a first message that was left out (${mechanism})`, async () => {
      const outcome = await saslBind(directory, { mechanism });
      expect(outcome.result.code).to.equal('saslBindInProgress');
      expect(outcome.serverSaslCreds).to.deep.equal(Buffer.alloc(0));
      const credentials = mechanism === 'PLAIN' ? `\0anne.martin\0${password}` : 'n,,n=a,r=b';
      const { exchange } = outcome;
      const next = await saslBind(directory, { mechanism, credentials, exchange });
      expect(next.result.code).to.equal(mechanism === 'PLAIN' ? 'success' : 'saslBindInProgress');
    });
  }

  describe('EXTERNAL on the local socket', () => {
    const rows = [
      ['nothing', undefined, 'root'],
      ['an empty identity', '', 'root'],
      ['the name of the root', `dn:cn=admin,${suffix}`, 'root'],
      ['the import', 'u:restore', 'internal'],
      ['a name that it may represent', `dn:${anne}`, 'entry'],
      ['a login that it may represent', 'u:anne.martin', 'entry'],
      ['an inactive person', 'u:helene.le-goff', 'authorizationDenied'],
      ['nobody there', 'u:personne', 'authorizationDenied'],
      ['what is no identity', 'anne', 'authorizationDenied'],
    ] as const;
    for (const [title, credentials, then] of rows) {
      it(`makes ${then} of who asks for ${title}`, async () => {
        const { result, actor } = await saslBind(directory, {
          mechanism: 'EXTERNAL',
          peer: local,
          ...(credentials !== undefined && { credentials }),
        });
        expect(result.code === 'success' ? actor.kind : result.code).to.equal(then);
        if (result.code !== 'success') expect(actor.kind).to.equal('anonymous');
      });
    }
  });

  describe('PLAIN (RFC 4616)', () => {
    const plainly = (authzId: string, login: string, secret: string): Promise<string> =>
      saslBind(directory, {
        mechanism: 'PLAIN',
        credentials: `${authzId}\0${login}\0${secret}`,
      }).then(({ result, actor }) => {
        if (result.code !== 'success') expect(actor.kind).to.equal('anonymous');
        return actor.kind === 'entry' ? `${result.code} ${actor.dn}` : result.code;
      });
    const rows: readonly (readonly [string, [string, string, string], string])[] = [
      ['a login', ['', 'anne.martin', password], `success ${anne}`],
      ['a login in another case', ['', 'Anne.Martin', password], `success ${anne}`],
      ['a login to be prepared', ['', 'anne\u00AD.martin', password], `success ${anne}`],
      ['a service account', ['', 'portail', password], `success ${portail}`],
      ['a name', ['', `dn:${anne}`, password], `success ${anne}`],
      ['the root DN', ['', `dn:cn=admin,${suffix}`, 'secret'], 'success'],
      ['oneself as one’s name', [`dn:${anne}`, 'anne.martin', password], `success ${anne}`],
      ['oneself as one’s login', ['u:anne.martin', 'anne.martin', password], `success ${anne}`],
      ['somebody else', ['u:yann.martin', 'anne.martin', password], 'authorizationDenied'],
      ['an identity of no form', ['anne.martin', 'anne.martin', password], 'authorizationDenied'],
      ['somebody else with a wrong password', ['u:x', 'anne.martin', 'no'], 'invalidCredentials'],
      ['a wrong password', ['', 'anne.martin', 'no'], 'invalidCredentials'],
      ['no such login', ['', 'personne', password], 'invalidCredentials'],
      ['an inactive person', ['', 'helene.le-goff', password], 'invalidCredentials'],
      ['a person without password', ['', 'soazig.riou', password], 'invalidCredentials'],
      ['what is no name', ['', 'dn:foo', password], 'invalidCredentials'],
      ['a login that holds a name', ['', `x,${anne}`, password], 'invalidCredentials'],
      ['a login of spaces', ['', '  ', password], 'invalidCredentials'],
      ['a login of a control', ['', '\u0007', password], 'invalidCredentials'],
      ['a password of a control', ['', 'anne.martin', `${password}\u0007`], 'invalidCredentials'],
    ];
    for (const [title, [authzId, login, secret], then] of rows) {
      it(`answers ${then.split(' ')[0] ?? ''} to ${title}`, async () => {
        expect(await plainly(authzId, login, secret)).to.equal(then);
      });
    }

    it('is for protected connections: in the clear the password is not looked at', async () => {
      for (const secret of [password, 'no']) {
        const { result } = await saslBind(directory, {
          mechanism: 'PLAIN',
          credentials: `\0anne.martin\0${secret}`,
          peer: inTheClear,
        });
        expect(result.code).to.equal('confidentialityRequired');
      }
    });

    it('tries the password as it came and as SASLprep makes it', async () => {
      const typed = 'Xy7!kLm9?pQ²';
      await modify(directory, portail, [change('replace', 'userPassword', typed)]);
      expect(await plainly('', 'portail', typed)).to.equal(`success ${portail}`);
      await modify(directory, portail, [change('replace', 'userPassword', 'Xy7!kLm9?pQ2')]);
      expect(await plainly('', 'portail', typed)).to.equal(`success ${portail}`);
    });

    it('is slowed down with simple binds: they count together', async () => {
      const yann = personDn('yann.martin');
      for (let count = 0; count < 5; count += 1) {
        await bindCode(directory, yann, 'no');
        await plainly('', 'yann.martin', 'no');
      }
      const before = performance.now();
      await plainly('', 'yann.martin', 'no');
      expect(performance.now() - before).to.be.above(240);
    });
  });
});
