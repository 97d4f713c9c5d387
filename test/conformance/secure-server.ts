import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocal } from '../../src/cli/local-directory.js';
import { readConfiguration } from '../../src/config/read-configuration.js';
import { formatVerifier, makeVerifier } from '../../src/password/scram.js';
import { startLdapServer } from '../../src/server/ldap-server.js';
import { makeAuthority, type MadeCertificate, type TestAuthority } from '../server/certificates.js';
import { fixture, person } from './checklist-fixture.js';
import { rootDn, rootPassword, suffix } from './servers.js';
import { add } from './session.js';

/** Our server as an operator secures it, with the directory of the checklist. */
export interface SecureServer {
  readonly scratch: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly authority: TestAuthority;
  /** The certificate of `p1`, by its subject. */
  readonly client: MadeCertificate;
  close(): Promise<void>;
}

/** Whoever signs in by SCRAM in these tests; the others of the fixture hold no verifier. */
export const scramUser = { login: 'scram', dn: person('scram'), password: 'Hermine-Lande-56' };

const root = { kind: 'root', door: 'ldap', secure: true } as const;
const context = { controls: [] };

/** Starts it over an empty store in the general profile. */
export async function startSecureServer(
  environment: Readonly<Record<string, string>> = {},
): Promise<SecureServer> {
  const scratch = mkdtempSync(join(tmpdir(), 'annuaire-secure-'));
  const authority = makeAuthority(scratch, 'ca');
  const server = authority.issue('server', '/CN=localhost', { server: true });
  const client = authority.issue('p1', '/DC=org/DC=example/OU=People/UID=p1');
  const configuration = readConfiguration(
    {
      ANNUAIRE_PROFILE: 'general',
      ANNUAIRE_DATA: join(scratch, 'data'),
      ANNUAIRE_SUFFIX: suffix,
      ANNUAIRE_ROOT_DN: rootDn,
      ANNUAIRE_ROOT_PASSWORD: rootPassword,
      ...environment,
    },
    (path) => readFileSync(path, 'utf8'),
  );
  const local = openLocal({ configuration, clock: () => new Date() });
  const verifier = await makeVerifier(Buffer.from(scramUser.password));
  if (!verifier) throw new Error('a verifier is expected');
  const holder = {
    objectClass: 'inetOrgPerson',
    ...{ uid: scramUser.login, cn: 'Scram', sn: 'Scram' },
    ...{ userPassword: scramUser.password, authPassword: formatVerifier(verifier) },
  };
  for (const request of [...fixture, add(scramUser.dn, holder)]) {
    if (request.kind !== 'add') throw new Error('an addition is expected');
    const { code, message } = await local.directory.as(root).add(request, context);
    if (code !== 'success') throw new Error(`${request.dn}: ${code} ${message}`);
  }
  const ldap = await startLdapServer({
    directory: local.directory,
    host: '127.0.0.1',
    port: 0,
    tls: { port: 0, cert: server.cert, key: server.key, clientCa: authority.cert },
    requireTls: configuration.tls.required,
    tlsExempt: configuration.tls.exempt,
  });
  return {
    scratch,
    port: ldap.port ?? 0,
    tlsPort: ldap.tlsPort ?? 0,
    authority,
    client,
    close: async () => {
      await ldap.close(0);
      await local.close();
      rmSync(scratch, { recursive: true });
    },
  };
}
