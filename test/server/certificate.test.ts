import { expect } from 'chai';
import {
  copyFileSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, loadCertificate } from '../../src/server/certificate.js';
import { type CertificateWatch, watchCertificate } from '../../src/server/certificate-watch.js';
import { hasTool } from '../journey/ldap-tools.js';
import { makeAuthority, type MadeCertificate, type TestAuthority } from './certificates.js';
import { pause } from './server-under-test.js';

const now = new Date();
const day = 86_400_000;

(hasTool('openssl') ? describe : describe.skip)('the certificate of the server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'annuaire-certificate-'));
  let authority: TestAuthority;
  let one: MadeCertificate;
  let two: MadeCertificate;
  before(() => {
    authority = makeAuthority(directory, 'ca');
    one = authority.issue('one', '/CN=one', { server: true });
    two = authority.issue('two', '/CN=two', { server: true });
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  const load = (certFile?: string, keyFile?: string, clientCaFile?: string): Promise<Certificate> =>
    loadCertificate({ certFile, keyFile, clientCaFile, directory, now });
  const written = (name: string, text: string): string => {
    const file = join(directory, name);
    writeFileSync(file, text);
    return file;
  };

  it('may come with its issuers', async () => {
    const chain = written('chain.pem', one.cert + authority.cert);
    expect(await load(chain, one.keyFile)).to.include({ cert: one.cert + authority.cert });
  });

  const faults: Readonly<Record<string, readonly [() => Promise<unknown>, RegExp]>> = {
    'another key': [() => load(one.certFile, two.keyFile), /two\.key is not the key of .*one\.pem/],
    'no key': [() => load(one.certFile), /needs its key/],
    'a file that is not there': [
      () => load(join(directory, 'no.pem'), one.keyFile),
      /ENOENT.*no\.pem/,
    ],
    'a file without certificate': [
      () => load(written('empty.pem', 'nothing\n'), one.keyFile),
      /empty\.pem holds no PEM certificate/,
    ],
    'a certificate cut short': [
      () => load(written('cut.pem', one.cert.replace(/\n.{10}/, '\n')), one.keyFile),
      /cut\.pem holds a certificate that is malformed/,
    ],
    'a file without key': [
      () => load(one.certFile, written('empty.key', '')),
      /empty\.key holds no PEM private key/,
    ],
    'an encrypted key': [
      () => {
        const { certFile, keyFile } = authority.issue('locked', '/CN=x', { encrypted: true });
        return load(certFile, keyFile);
      },
      /locked\.key is encrypted, .* store it decrypted/,
    ],
    'a chain that does not hold': [
      () => load(written('broken.pem', one.cert + two.cert), one.keyFile),
      /broken\.pem: the chain is broken: certificate 2 did not issue certificate 1/,
    ],
    'a chain that begins with the issuer': [
      () => load(written('upside.pem', authority.cert + one.cert), one.keyFile),
      /one\.key is not the key of .*upside\.pem/,
    ],
    'authorities that are none': [
      () => load(one.certFile, one.keyFile, written('no-ca.pem', 'x')),
      /no-ca\.pem holds no PEM certificate/,
    ],
  };
  for (const [title, [attempt, fault]] of Object.entries(faults)) {
    it(`stops the start with a sentence that names ${title}`, async () => {
      let failure: unknown;
      await attempt().catch((error: unknown) => (failure = error));
      expect(String(failure)).to.match(fault);
      // The command line tells a fault with such a code as a sentence, not as a defect.
      expect(failure)
        .to.have.property('code')
        .that.matches(/^E[A-Z]+$/);
    });
  }

  it('never shows the key in a fault', async () => {
    const key = written('bad.key', one.key.replace(/\n.{10}/, '\n'));
    let failure: unknown;
    await load(one.certFile, key).catch((error: unknown) => (failure = error));
    expect(String(failure)).to.contain('bad.key').and.not.contain('BEGIN');
  });

  describe('followed while the server runs', () => {
    let watch: CertificateWatch | undefined;
    let used: string[] = [];
    let reports: string[] = [];
    let at = now;
    const certFile = join(directory, 'live.pem');
    const keyFile = join(directory, 'live.key');

    const place = ({ certFile: cert, keyFile: key }: MadeCertificate): void => {
      copyFileSync(cert, certFile);
      copyFileSync(key, keyFile);
    };
    const nameOf = ({ cert }: Certificate): string => new X509Certificate(cert).subject;
    const follow = async (
      source: { certFile?: string; keyFile?: string; directory?: string } = { certFile, keyFile },
    ): Promise<Certificate> => {
      const whole = { certFile: undefined, keyFile: undefined, directory, ...source };
      const loaded = await loadCertificate({ ...whole, now: at });
      used = [];
      reports = [];
      watch = watchCertificate({
        source: whole,
        loaded,
        clock: () => at,
        everyMs: 10,
        use: (certificate) => used.push(nameOf(certificate)),
        report: (event, facts) => reports.push(`${event} ${Object.values(facts).join()}`),
      });
      return loaded;
    };
    const until = async (condition: () => boolean): Promise<void> => {
      for (let left = 300; left > 0 && !condition(); left -= 1) await pause(10);
      expect(condition()).to.equal(true);
    };

    beforeEach(() => {
      at = now;
      place(one);
    });
    afterEach(() => {
      watch?.close();
    });

    it('is taken into use when its files have changed, and not before', async () => {
      await follow();
      await pause(60);
      expect(used).to.deep.equal([]);
      place(two);
      await until(() => used.length > 0);
      expect(used.at(-1)).to.equal('CN=two');
      expect(reports.at(-1)).to.match(/^certificate-loaded .*live\.pem/);
    });

    it('stays what it was while the files are no pair, which is told', async () => {
      await follow();
      copyFileSync(two.certFile, certFile);
      await until(() => reports.length > 0);
      expect(reports[0]).to.match(/^certificate-refused .*live\.key is not the key of/);
      await pause(60);
      expect(reports, 'told once').to.have.length(1);
      expect(used).to.deep.equal([]);
      copyFileSync(two.keyFile, keyFile);
      await until(() => used.length > 0);
      expect(used).to.deep.equal(['CN=two']);
    });

    it('stays what it was while a file is away', async () => {
      await follow();
      unlinkSync(certFile);
      await until(() => reports.length > 0);
      expect(reports[0]).to.match(/^certificate-refused ENOENT/);
      expect(used).to.deep.equal([]);
    });

    it('follows a link that is set anew', async () => {
      const [linkedCert, linkedKey] = [join(directory, 'link.pem'), join(directory, 'link.key')];
      symlinkSync(one.certFile, linkedCert);
      symlinkSync(one.keyFile, linkedKey);
      await follow({ certFile: linkedCert, keyFile: linkedKey });
      for (const [link, file] of [
        [linkedCert, two.certFile],
        [linkedKey, two.keyFile],
      ] as const) {
        unlinkSync(link);
        symlinkSync(file, link);
      }
      await until(() => used.at(-1) === 'CN=two');
    });

    it('is loaded at once when asked', async () => {
      await follow();
      await watch?.reload();
      expect(used).to.deep.equal(['CN=one']);
    });

    it('is made anew before it ends, if the server made it', async () => {
      const own = mkdtempSync(join(directory, 'own-'));
      const made = await follow({ directory: own });
      const endsAt = Date.parse(new X509Certificate(made.cert).validTo);
      at = new Date(endsAt - 31 * day);
      await pause(60);
      expect(used).to.deep.equal([]);
      at = new Date(endsAt - 29 * day);
      await until(() => used.length > 0);
      await pause(60);
      expect(used, 'made once').to.have.length(1);
      const kept = await loadCertificate({
        certFile: undefined,
        keyFile: undefined,
        directory: own,
        now: at,
      });
      expect(Date.parse(new X509Certificate(kept.cert).validTo)).to.be.above(endsAt);
      expect(statSync(join(own, 'tls-key.pem')).mode & 0o777).to.equal(0o600);
    });
  });
});
