import { expect } from 'chai';
import { join } from 'node:path';
import { closing } from '../journey/closing.js';
import { sso, suffix } from '../journey/ldap-tools.js';
import {
  accessName,
  type Demonstration,
  requireTools,
  somebody,
  startDemonstration,
} from './demonstration.js';
import { folder, run } from './program.js';

/** Debian's own interpreter, for whose packages these are. */
const python = '/usr/bin/python3';
const programs = 'test/clients';

describe('The libraries that others are written with', () => {
  const opened = closing();
  let demonstration: Demonstration;
  let files = '';
  let url = '';

  before(async () => {
    demonstration = await startDemonstration(opened);
    files = folder('libraries', opened);
    url = `ldap://127.0.0.1:${String(demonstration.port)}`;
  });
  after(() => opened.all());

  const everythingHolds = async (program: string, args: readonly string[]): Promise<void> => {
    const { code, output } = await run(program, args);
    expect(code, output).to.equal(0);
    expect(output.trim().split('\n').length, output).to.be.above(6);
  };
  const account = (): string[] => [
    url,
    demonstration.caFile,
    suffix,
    sso.dn,
    sso.password,
    somebody.login,
  ];

  it('python3-ldap, its schema parser among it', async function () {
    requireTools(this, python);
    await everythingHolds(python, [join(programs, 'python_ldap_client.py'), ...account()]);
  });

  it('Perl’s Net::LDAP', async function () {
    requireTools(this, 'perl');
    await everythingHolds('perl', [join(programs, 'net_ldap_client.pl'), ...account()]);
  });

  it('JNDI, asked what Keycloak’s user federation asks', async function () {
    this.timeout(120_000);
    requireTools(this, 'java', 'keytool');
    const store = join(files, 'trust.p12');
    const trust = ['-storepass', 'changeit', '-keystore', store];
    const certificate = ['-file', demonstration.caFile, '-alias', 'annuaire', '-noprompt'];
    const made = await run('keytool', ['-importcert', ...trust, ...certificate]);
    expect(made.code, made.output).to.equal(0);
    await everythingHolds('java', [
      `-Djavax.net.ssl.trustStore=${store}`,
      '-Djavax.net.ssl.trustStorePassword=changeit',
      join(programs, 'KeycloakCalls.java'),
      ...[url, suffix, sso.dn, sso.password],
      ...[somebody.login, somebody.password, accessName],
    ]);
  });
});
