import { expect } from 'chai';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closing } from '../journey/closing.js';
import {
  type Demonstration,
  eventually,
  outsider,
  requireTools,
  somebody,
  startDemonstration,
} from './demonstration.js';
import { folder, run, start } from './program.js';
import { readmeConfiguration } from './readme-configuration.js';

/** PAM looks for its services here and nowhere else. */
const pamService = 'annuaire-essai';
const pamFile = `/etc/pam.d/${pamService}`;

describe('SSSD, set up as the README says', () => {
  const opened = closing();
  let demonstration: Demonstration;
  let files = '';

  before(async function () {
    this.timeout(60_000);
    requireTools(this, 'sssd', 'pamtester', 'getent');
    if (process.getuid?.() !== 0) this.skip();
    demonstration = await startDemonstration(opened);
    files = folder('sssd', opened);
    const configuration = join(files, 'sssd.conf');
    const text = readmeConfiguration('/etc/sssd/sssd.conf', demonstration);
    writeFileSync(configuration, text, { mode: 0o600 });
    opened.after(pamFile, () => {
      rmSync(pamFile, { force: true });
    });
    writeFileSync(pamFile, 'auth required pam_sss.so\naccount required pam_sss.so\n');
    start('sssd', ['-i', '-c', configuration], { opened });
    await eventually(async () => ((await lookedUp()).code === 0 ? true : undefined));
  });
  after(() => opened.all());

  const lookedUp = (login = somebody.login) => run('getent', ['-s', 'sss', 'passwd', login]);
  const signedIn = (password: string) =>
    run('pamtester', [pamService, somebody.login, 'authenticate', 'acct_mgmt'], `${password}\n`);

  it('knows an account of the directory', async () => {
    const { output } = await lookedUp();
    expect(output).to.contain(`${somebody.login}:*:20001:20001:`);
  });

  it('knows nobody who is no Unix account', async () => {
    expect((await lookedUp(outsider.login)).code).to.not.equal(0);
  });

  it('signs in with the right password alone', async () => {
    expect((await signedIn(somebody.password)).output).to.contain('account management done');
    expect((await signedIn('Faux-Passe-99')).code).to.not.equal(0);
  });
});
