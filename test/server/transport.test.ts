import { expect } from 'chai';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { startTlsOid } from '../../src/protocol/extended/start-tls.js';
import { type Certificate, loadCertificate } from '../../src/server/certificate.js';
import { type LdapServerOptions, startLdapServer } from '../../src/server/ldap-server.js';
import { bytesOf, search, simpleBind } from './raw-client.js';
import { ServerUnderTest, startTls, whoIs } from './server-under-test.js';

describe('the transports of LDAP', () => {
  const under = new ServerUnderTest();
  afterEach(() => under.reset());
  after(() => {
    under.remove();
  });
  let certificate: Certificate;
  before(async () => {
    certificate = await loadCertificate({
      certFile: undefined,
      keyFile: undefined,
      directory: under.scratch,
      now: new Date(),
    });
  });

  describe('TLS', () => {
    const tls = (): Partial<LdapServerOptions> => ({ tls: { port: 0, ...certificate } });

    it('serves LDAPS', async () => {
      await under.open(tls());
      const client = await under.connectTo(under.server?.tlsPort ?? 0);
      await client.secure();
      expect(await whoIs(client)).to.equal('');
    });

    it('starts on request, once', async () => {
      const client = await under.open(tls());
      client.send(bytesOf(1, startTls));
      const message = await client.next();
      expect(message?.response).to.have.property('oid', startTlsOid);
      await client.secure();
      expect(await whoIs(client)).to.equal('');
      client.send(bytesOf(2, startTls));
      expect(await client.result()).to.equal('2 operationsError');
      expect(await whoIs(client)).to.equal('');
    });

    it('does not start while operations are outstanding', async () => {
      const client = await under.open(tls());
      client.send(bytesOf(1, search('slow')), bytesOf(2, startTls));
      expect(await client.result()).to.equal('2 operationsError');
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
    });

    it('forgets what came in the clear behind the request', async () => {
      const client = await under.open(tls());
      const injected = { kind: 'delete', dn: 'uid=victim' } as const;
      client.send(bytesOf(1, startTls), bytesOf(2, injected));
      expect(await client.result()).to.equal('1 success');
      await client.secure();
      expect(await whoIs(client)).to.equal('');
      expect(under.directory.seen).not.to.include('delete uid=victim');
    });

    it('refuses to start with an unknown critical control', async () => {
      const client = await under.open(tls());
      client.send(bytesOf(1, startTls, [{ oid: '1.2.3', critical: true, value: undefined }]));
      expect(await client.result()).to.equal('1 unavailableCriticalExtension');
    });

    it('may be required for all but the root DSE and its own start', async () => {
      const client = await under.open({ ...tls(), requireTls: true });
      client.send(bytesOf(1, search('x')), bytesOf(2, simpleBind('uid=a', 'secret')));
      expect(await client.result()).to.equal('1 confidentialityRequired');
      expect(await client.result()).to.equal('2 confidentialityRequired');
      client.send(bytesOf(3, search('')));
      expect(await client.result()).to.equal('3 success');
      client.send(bytesOf(4, startTls));
      expect(await client.result()).to.equal('4 success');
      await client.secure();
      client.send(bytesOf(5, simpleBind('uid=a', 'secret')));
      expect(await client.result()).to.equal('5 success');
    });

    it('gives up on a handshake that does not come', async () => {
      const client = await under.open({ ...tls(), limits: { handshakeTimeoutMs: 50 } });
      client.send(bytesOf(1, startTls));
      expect(await client.result()).to.equal('1 success');
      expect(await client.rest()).to.deep.equal([]);
    });

    it('keeps the certificate it made, its key readable by the owner alone', async () => {
      const options = { certFile: undefined, keyFile: undefined, directory: under.scratch };
      expect(await loadCertificate({ ...options, now: new Date() })).to.deep.equal(certificate);
      expect(statSync(join(under.scratch, 'tls-key.pem')).mode & 0o777).to.equal(0o600);
    });
  });

  describe('the local socket', () => {
    it('is for its owner, whom EXTERNAL makes root', async () => {
      const socketPath = join(under.scratch, 'annuaire.sock');
      await under.open({ socketPath });
      expect(statSync(socketPath).mode & 0o777).to.equal(0o600);
      const client = await under.connectTo(socketPath);
      expect(await whoIs(client, 1)).to.equal('');
      const authentication = {
        kind: 'sasl',
        mechanism: 'EXTERNAL',
        credentials: undefined,
      } as const;
      client.send(bytesOf(2, { kind: 'bind', version: 3, dn: '', authentication }));
      expect(await client.result()).to.equal('2 success');
      expect(await whoIs(client, 3)).to.equal('dn:root');
    });

    it('is taken over from a server that died, not from one that lives', async () => {
      const socketPath = join(under.scratch, 'second.sock');
      await under.open({ socketPath });
      let failure: unknown;
      await startLdapServer({
        directory: under.directory,
        host: '127.0.0.1',
        port: undefined,
        socketPath,
      }).catch((error: unknown) => {
        failure = error;
      });
      expect(String(failure)).to.contain('already listens');
    });
  });
});
