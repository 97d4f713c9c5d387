import { expect } from 'chai';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { makeAuthority } from '../server/certificates.js';
import { hasTool } from './ldap-tools.js';
import {
  dataDirectory,
  freePort,
  type ServiceProcess,
  startServiceProcess,
} from './service-process.js';
import { until } from './until.js';

(hasTool('openssl') ? describe : describe.skip)(
  'a certificate renewed under a running service',
  () => {
    const { path, remove } = dataDirectory();
    let service: ServiceProcess | undefined;
    after(async () => {
      await service?.kill('SIGKILL');
      remove();
    });

    it('is shown to new connections after SIGHUP, and a wrong one is named and not', async () => {
      const authority = makeAuthority(path, 'ca');
      const made = ['one', 'two'].map((name) =>
        authority.issue(name, `/CN=${name}`, { server: true }),
      );
      const [one, two] = made;
      if (!one || !two) throw new Error('two certificates are expected');
      const [certFile, keyFile] = [join(path, 'cert.pem'), join(path, 'key.pem')];
      copyFileSync(one.certFile, certFile);
      copyFileSync(one.keyFile, keyFile);
      const port = await freePort();
      service = await startServiceProcess(join(path, 'data'), {
        ANNUAIRE_PROFILE: 'general',
        ANNUAIRE_LDAPS_PORT: String(port),
        ANNUAIRE_TLS_CERT: certFile,
        ANNUAIRE_TLS_KEY: keyFile,
      });
      const { log } = service;
      const told = (event: string): boolean => log.some((line) => line['event'] === event);
      expect(await nameShown(port)).to.equal('one');

      copyFileSync(two.certFile, certFile);
      service.hangUp();
      await until('a refusal', () => told('certificate-refused'));
      expect(await nameShown(port)).to.equal('one');

      copyFileSync(two.keyFile, keyFile);
      service.hangUp();
      await until('the renewal', () => told('certificate-loaded'));
      expect(await nameShown(port)).to.equal('two');
      expect(await service.kill('SIGTERM')).to.equal(0);
    });
  },
);

/** The common name of the certificate that a new connection is shown. */
function nameShown(port: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().subject.CN);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
