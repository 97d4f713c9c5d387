import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { add, modify, Session, type Values } from './session.js';

/** The password policy as the field's own clients see it. */

const run = promisify(execFile);
const inCi = process.env['CI'] === 'true';
const policy = `cn=default,ou=politiques,${suffix}`;
const user = `uid=p,${suffix}`;
const [first, second] = ['Zt5!vNw8?gHs', 'Kd7!rTz2?mPx'];

interface Ended {
  readonly code: number;
  readonly output: string;
}

async function tool(command: string, given: readonly string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(command, given);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

describe('the password policy seen by clients', function () {
  this.timeout(30_000);
  let server: ServerUnderComparison;
  let root: Session;
  let url: string;

  before(async () => {
    server = await startOurs();
    url = `ldap://127.0.0.1:${server.port}`;
    root = await Session.open(server.port, rootDn, rootPassword);
    await root.ask(
      add(suffix, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'x' }),
    );
    const politiques = { objectClass: 'organizationalUnit', ou: 'politiques' };
    await root.ask(add(`ou=politiques,${suffix}`, politiques));
  });
  after(async () => {
    root.close();
    await server.close();
  });

  async function given(rules: Values): Promise<void> {
    await root.ask({ kind: 'delete', dn: user });
    await root.ask({ kind: 'delete', dn: policy });
    const classes = { objectClass: ['organizationalRole', 'pwdPolicy'], cn: 'default' };
    await root.ask(add(policy, { ...classes, pwdAttribute: 'userPassword', ...rules }));
    const person = { objectClass: 'inetOrgPerson', uid: 'p', cn: 'p', sn: 'p' };
    const { result } = await root.ask(add(user, { ...person, userPassword: first }));
    expect(result.code, result.message).equal('success');
  }

  describe('ldap-utils', () => {
    before(function () {
      if (!existsSync('/usr/bin/ldapwhoami') && !inCi) this.skip();
    });

    const whoami = (password: string): Promise<Ended> =>
      tool('ldapwhoami', ['-x', '-H', url, '-D', user, '-w', password, '-e', 'ppolicy']);

    it('ldapwhoami -e ppolicy says how many grace sign-ins are left', async () => {
      await given({ pwdMaxAge: '1', pwdGraceAuthNLimit: '1' });
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      const grace = await whoami(first);
      expect(grace.code).equal(0);
      expect(grace.output).match(/grace.*0|0.*grace/i);
      const expired = await whoami(first);
      expect(expired.code).equal(49);
      expect(expired.output).match(/expired/i);
    });

    it('ldapwhoami -e ppolicy says that the account is locked', async () => {
      await given({ pwdLockout: 'TRUE', pwdMaxFailure: '1' });
      expect((await whoami('faux')).output).match(/locked/i);
      expect((await whoami(first)).output).match(/locked/i);
    });

    it('ldapwhoami -e ppolicy says that the password must be changed', async () => {
      await given({ pwdMustChange: 'TRUE' });
      const answer = await whoami(first);
      expect(answer.code).equal(0);
      expect(answer.output)
        .match(/must be changed/i)
        .and.include(`dn:${user}`);
    });

    it('ldappasswd changes it, and is told what is wrong with it', async () => {
      await given({ pwdCheckQuality: '2', pwdMinLength: '12' });
      const change = (next: string): Promise<Ended> =>
        tool('ldappasswd', [
          ...['-x', '-H', url, '-D', user, '-w', first, '-e', 'ppolicy'],
          ...['-a', first, '-s', next],
        ]);
      const refused = await change('Court-7!');
      expect(refused.code).equal(1);
      expect(refused.output)
        .match(/Constraint violation \(19\)/)
        .and.match(/short/i);
      expect((await change(second)).code).equal(0);
      expect((await whoami(second)).code).equal(0);
    });

    it('ldappasswd gets a password made by the server, that its policy would take', async () => {
      await given({ pwdCheckQuality: '2', pwdMinLength: '20' });
      const answer = await tool('ldappasswd', ['-x', '-H', url, '-D', user, '-w', first]);
      const made = /New password: (\S+)/.exec(answer.output)?.[1] ?? '';
      expect(made.length, answer.output).at.least(20);
      expect((await whoami(made)).code).equal(0);
    });

    it('ldapmodify -e ppolicy is told that a password served already', async () => {
      await given({ pwdInHistory: '3' });
      const ldif = `dn: ${user}\nchangetype: modify\nreplace: userPassword\nuserPassword: ${first}\n`;
      const modifying = run('ldapmodify', [
        '-x',
        '-H',
        url,
        '-D',
        user,
        '-w',
        first,
        '-e',
        'ppolicy',
      ]);
      modifying.child.stdin?.end(ldif);
      const ended = await modifying.then(
        () => ({ code: 0, stderr: '' }),
        (error: unknown) => error as { code: number; stderr: string },
      );
      expect(ended.code).equal(19);
      expect(ended.stderr).include('Le mot de passe a déjà servi');
    });
  });

  it('python-ldap reads the control', async function () {
    if (!existsSync('/usr/lib/python3/dist-packages/ldap') && !inCi) this.skip();
    await given({ pwdMaxAge: '3600', pwdExpireWarning: '3599' });
    await root.ask(modify(policy, ['replace', 'pwdMaxAge', '3599']));
    const script = `
import ldap
from ldap.controls.ppolicy import PasswordPolicyControl
c = ldap.initialize('${url}')
i = c.simple_bind('${user}', '${first}', serverctrls=[PasswordPolicyControl()])
_, _, _, controls = c.result3(i)
p = controls[0]
print(p.controlType, p.timeBeforeExpiration > 3000, p.graceAuthNsRemaining, p.error)
`;
    const { code, output } = await tool('/usr/bin/python3', ['-c', script]);
    expect(code, output).equal(0);
    expect(output.trim()).equal('1.3.6.1.4.1.42.2.27.8.5.1 True None None');
  });

  it('Net::LDAP reads the control', async function () {
    if (!existsSync('/usr/share/perl5/Net/LDAP/Control/PasswordPolicy.pm') && !inCi) this.skip();
    await given({ pwdMustChange: 'TRUE' });
    const script = `
use Net::LDAP; use Net::LDAP::Control::PasswordPolicy;
use Net::LDAP::Constant qw(LDAP_CONTROL_PASSWORDPOLICY);
my $l = Net::LDAP->new('${url}') or die $@;
my $pp = Net::LDAP::Control::PasswordPolicy->new;
my $m = $l->bind('${user}', password => '${first}', control => [$pp]);
my ($r) = $m->control(LDAP_CONTROL_PASSWORDPOLICY);
print join(' ', $m->code, $r->pp_error), "\\n";
my $s = $l->search(base => '${suffix}', filter => '(uid=p)', control => [$pp]);
($r) = $s->control(LDAP_CONTROL_PASSWORDPOLICY);
print join(' ', $s->code, $r->pp_error), "\\n";
`;
    const { code, output } = await tool('perl', ['-e', script]);
    expect(code, output).equal(0);
    // changeAfterReset is 2; a search is refused with insufficientAccessRights.
    expect(output).equal('0 2\n50 2\n');
  });

  it('says nothing in controls to who does not ask', async () => {
    await given({ pwdMustChange: 'TRUE' });
    const session = await Session.open(server.port);
    const { result } = await session.ask({
      kind: 'bind',
      version: 3,
      dn: user,
      authentication: { kind: 'simple', password: Buffer.from(first) },
    });
    expect(result).deep.include({ code: 'success', controls: [] });
    const search = await session.ask({
      kind: 'compare',
      dn: user,
      attribute: 'sn',
      value: Buffer.from('p'),
    });
    expect(search.result).deep.include({ code: 'insufficientAccessRights', controls: [] });
    session.close();
  });
});
