import { expect } from 'chai';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closing } from '../journey/closing.js';
import { freePort } from '../journey/service-process.js';
import {
  type Demonstration,
  eventually,
  fileThere,
  outsider,
  requireTools,
  somebody,
  startDemonstration,
} from './demonstration.js';
import { folder, start } from './program.js';
import { readmeConfiguration } from './readme-configuration.js';

const modules = [
  'mpm_event',
  'authn_core',
  'authz_core',
  'authz_user',
  'auth_basic',
  'ldap',
  'authnz_ldap',
];

describe('Apache’s mod_authnz_ldap, set up as the README says', () => {
  const opened = closing();
  let demonstration: Demonstration;
  let files = '';
  let port = 0;

  before(async function () {
    requireTools(this, 'apache2');
    demonstration = await startDemonstration(opened);
    files = folder('apache', opened);
    port = await freePort();
    mkdirSync(join(files, 'intranet'));
    writeFileSync(join(files, 'intranet/index.html'), 'Bonjour');
    const lines = [
      `ServerRoot ${files}`,
      'ServerName localhost',
      `Listen 127.0.0.1:${String(port)}`,
      `PidFile ${files}/pid`,
      `ErrorLog ${files}/error.log`,
      'User www-data',
      'Group www-data',
      ...modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
      `DocumentRoot ${files}/intranet`,
      readmeConfiguration('apache2/conf-enabled/annuaire.conf', demonstration).replace(
        '/var/www/intranet',
        `${files}/intranet`,
      ),
    ];
    writeFileSync(join(files, 'httpd.conf'), lines.join('\n'));
    start('apache2', ['-X', '-f', join(files, 'httpd.conf')], { opened });
    await eventually(fileThere(join(files, 'pid')));
  });
  after(() => opened.all());

  const statusFor = async (login: string, password: string): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
    const url = `http://127.0.0.1:${String(port)}/index.html`;
    return (await fetch(url, { headers: { authorization } })).status;
  };

  it('lets in who has the access', async () => {
    expect(await statusFor(somebody.login, somebody.password)).to.equal(200);
  });

  it('refuses a wrong password', async () => {
    expect(await statusFor(somebody.login, 'Faux-Passe-99')).to.equal(401);
  });

  it('refuses who has not the access', async () => {
    expect(await statusFor(outsider.login, outsider.password)).to.equal(401);
  });
});
