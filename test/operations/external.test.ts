import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loginKey, loginOf } from '../../src/state/logins.js';
import type { PeerCertificate } from '../../src/operations/peer.js';
import { hasTool } from '../journey/ldap-tools.js';
import { makeAuthority, type MadeCertificate, type TestAuthority } from '../server/certificates.js';
import { type Opened, openFixture, personDn, suffix } from './fixture.js';
import { inTheClear, overTls, saslBind } from './sasl-client.js';
import { add, change, modify, read } from './writing.js';

const dc = '/DC=org/DC=telesantebretagne';
const subjectOf = (uid: string): string => `${dc}/OU=personnes/UID=${uid}`;
const tomorrow = new Date(Date.now() + 86_400_000);

(hasTool('openssl') ? describe : describe.skip)(
  'EXTERNAL by client certificate (RFC 4513 §5.2.3)',
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'annuaire-external-'));
    let authority: TestAuthority;
    let opened: Opened;
    before(async () => {
      authority = makeAuthority(directory, 'Autorité d’essai');
      opened = await openFixture();
    });
    after(async () => {
      await opened.close();
      rmSync(directory, { recursive: true });
    });

    const bindWith = async (
      { der }: MadeCertificate,
      more: Partial<PeerCertificate> & { readonly credentials?: string } = {},
    ): Promise<string> => {
      const { credentials = '', ...facts } = more;
      const certificate = { der, validTo: tomorrow, fault: undefined, ...facts };
      const peer = { ...overTls, certificate };
      const { result, actor } = await saslBind(opened.directory, {
        mechanism: 'EXTERNAL',
        credentials,
        peer,
      });
      if (result.code === 'success') expect(actor.secure).to.equal(true);
      else expect(actor.kind).to.equal('anonymous');
      return actor.kind === 'entry' ? `${result.code} ${actor.dn}` : result.code;
    };
    const hold = async (uid: string, { der }: MadeCertificate): Promise<void> => {
      const changes = [change('add', 'userCertificate;binary', der)];
      expect((await modify(opened.directory, personDn(uid), changes)).code).to.equal('success');
    };
    let count = 0;
    const issue = (subject: string): MadeCertificate =>
      authority.issue(`c${String((count += 1))}`, subject);

    it('is inappropriate where the transport has identified nobody (9)', async () => {
      for (const peer of [inTheClear, overTls]) {
        const outcome = await saslBind(opened.directory, { mechanism: 'EXTERNAL', peer });
        expect(outcome.result.code).to.equal('inappropriateAuthentication');
      }
    });

    it('finds the entry that holds exactly this certificate', async () => {
      const held = issue('/CN=rien');
      await hold('anne.martin', held);
      await hold('anne.martin', issue('/CN=autre'));
      expect(await bindWith(held)).to.equal(`success ${personDn('anne.martin')}`);
      expect(await bindWith(issue('/CN=rien'))).to.equal('invalidCredentials');
    });

    it('finds the entry that the subject names, whatever its spelling', async () => {
      const rows = [
        [subjectOf('yann.martin'), personDn('yann.martin')],
        [subjectOf('YANN.Martin'), personDn('yann.martin')],
        [`${dc}/OU=personnes/UID=personne`, undefined],
        ['/CN=ailleurs', undefined],
        [`${dc}/CN=admin`, undefined],
      ] as const;
      for (const [subject, dn] of rows) {
        const then = dn === undefined ? 'invalidCredentials' : `success ${dn}`;
        expect(await bindWith(issue(subject)), subject).to.equal(then);
      }
    });

    it('finds names that are not ASCII, and names of several parts', async () => {
      const dn = `cn=Hélène+sn=Le Goff,ou=structures,${suffix}`;
      const values = { objectClass: 'person', cn: 'Hélène', sn: 'Le Goff' };
      expect((await add(opened.directory, dn, values)).code).to.equal('success');
      const certificate = issue(`${dc}/OU=structures/SN=LE GOFF+CN=Hélène`);
      expect(await bindWith(certificate)).to.match(/^success cn=H/);
    });

    it('prefers who holds the certificate to whom it names', async () => {
      const certificate = issue(subjectOf('yann.martin'));
      await hold('soazig.riou', certificate);
      expect(await bindWith(certificate)).to.equal(`success ${personDn('soazig.riou')}`);
      await hold('anne.martin', certificate);
      expect(await bindWith(certificate), 'two holders').to.equal('invalidCredentials');
    });

    it('refuses an inactive person', async () => {
      expect(await bindWith(issue(subjectOf('helene.le-goff')))).to.equal('invalidCredentials');
    });

    it('refuses a certificate that TLS did not accept, saying why, and one that has ended', async () => {
      const certificate = issue(subjectOf('yann.martin'));
      expect(await bindWith(certificate, { fault: 'CERT_HAS_EXPIRED' })).to.equal(
        'inappropriateAuthentication',
      );
      const yesterday = new Date(Date.now() - 86_400_000);
      expect(await bindWith(certificate, { validTo: yesterday })).to.equal(
        'inappropriateAuthentication',
      );
    });

    it('lets an entry act as itself alone', async () => {
      const certificate = issue(subjectOf('yann.martin'));
      const yann = `success ${personDn('yann.martin')}`;
      expect(await bindWith(certificate, { credentials: 'u:yann.martin' })).to.equal(yann);
      const name = `dn:${personDn('Yann.Martin')}`;
      expect(await bindWith(certificate, { credentials: name })).to.equal(yann);
      for (const credentials of ['u:anne.martin', 'u:restore', `dn:cn=admin,${suffix}`, 'yann']) {
        expect(await bindWith(certificate, { credentials })).to.equal('authorizationDenied');
      }
    });

    it('notes the sign-in', async () => {
      await bindWith(issue(subjectOf('yann.martin')));
      const uuid = read(opened.directory, personDn('yann.martin'))['entryUUID']?.[0] ?? '';
      expect(loginOf(opened.store.state, loginKey(uuid)).lastSuccessAt).to.be.a('number');
    });

    it('takes octets that are no certificate for nobody’s', async () => {
      const made = issue('/CN=x');
      for (const der of [
        Buffer.alloc(0),
        made.der.subarray(0, 40),
        Buffer.from('30020500', 'hex'),
      ]) {
        expect(await bindWith({ ...made, der })).to.equal('invalidCredentials');
      }
    });
  },
);
