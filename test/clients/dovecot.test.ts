import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closing } from '../journey/closing.js';
import {
  type Demonstration,
  eventually,
  fileThere,
  requireTools,
  somebody,
  startDemonstration,
} from './demonstration.js';
import { folder, run, start } from './program.js';
import { readmeConfiguration } from './readme-configuration.js';

describe('Dovecot’s passdb and userdb, set up as the README says', () => {
  const opened = closing();
  let demonstration: Demonstration;
  let files = '';
  let main = '';

  before(async function () {
    requireTools(this, 'dovecot', 'doveadm');
    demonstration = await startDemonstration(opened);
    files = folder('dovecot', opened);
    main = join(files, 'dovecot.conf');
    const database = join(files, 'ldap.conf.ext');
    const text = readmeConfiguration('/etc/dovecot/dovecot-ldap.conf.ext', demonstration);
    writeFileSync(database, text);
    const lookup = `{\n  driver = ldap\n  args = ${database}\n}`;
    writeFileSync(
      main,
      `base_dir = ${files}/run
log_path = ${files}/log
protocols =
ssl = no
passdb ${lookup}
userdb ${lookup}
`,
    );
    start('dovecot', ['-F', '-c', main], { opened });
    await eventually(fileThere(join(files, 'run/auth-userdb')));
  });
  after(() => opened.all());

  const tested = (password: string) =>
    run('doveadm', ['-c', main, 'auth', 'test', somebody.login, password]);

  it('signs in with the right password alone', async () => {
    expect((await tested(somebody.password)).output).to.contain('auth succeeded');
    expect((await tested('Faux-Passe-99')).output).to.contain('auth failed');
  });

  it('finds a user, and lists all of them', async () => {
    const one = await run('doveadm', ['-c', main, 'user', somebody.login]);
    expect(one.output).to.contain(`/var/mail/${somebody.login}`);
    const all = await run('doveadm', ['-c', main, 'user', '*']);
    expect(all.output.trim().split('\n')).to.include(somebody.login);
  });
});
