import { expect } from 'chai';
import { people, person } from './checklist-fixture.js';
import { hasProgram, ldapTool, perlPrints, pythonPrints } from './client-tools.js';
import { onBoth, onOurs, p1, p2, root, tree } from './control-fixture.js';
import { rootDn, suffix } from './servers.js';
import { Session } from './session.js';

const authz = (id: string): string[] => ['-e', `!authzid=${id}`];

onBoth('proxied authorization with ldap-utils (RFC 4370)', (server) => {
  const rows: readonly (readonly [
    string,
    { dn: string; password: string },
    string,
    number,
    RegExp,
  ])[] = [
    ['root acts as anyone', root, `dn:${person('p3')}`, 0, /^dn:uid=p3,/m],
    ['p2 acts as p1', p2, `dn:${p1.dn}`, 0, /^dn:uid=p1,/m],
    ['p2 acts as itself', p2, `dn:${p2.dn}`, 0, /^dn:uid=p2,/m],
    ['p2 acts as nobody', p2, '', 0, /^anonymous$/m],
    ['p2 does not act as another', p2, `dn:${person('p3')}`, 1, /\(123\)/],
    ['p2 does not act as the root DN', p2, `dn:${rootDn}`, 1, /\(123\)/],
    ['p2 does not act as nobody there is', p2, `dn:${person('zz')}`, 1, /\(123\)/],
  ];
  for (const [name, account, id, code, output] of rows) {
    it(`ldapwhoami: ${name}`, async () => {
      const run = await ldapTool('ldapwhoami', server().port, account, authz(id));
      expect(run.code, run.output).to.equal(code);
      expect(run.output).to.match(output);
    });
  }

  it('each operation has the rights of the other', async () => {
    const { port } = server();
    const as = authz(`dn:${p1.dn}`);
    const change = `dn: ${p1.dn}\nchangetype: modify\nreplace: title\ntitle: x\n`;
    const added = `dn: cn=x,${tree}\nobjectClass: person\nsn: x\n`;
    const nobody = authz('');
    expect((await ldapTool('ldapmodify', port, root, as, change)).code).to.equal(50);
    expect((await ldapTool('ldapadd', port, root, as, added)).code).to.equal(50);
    expect((await ldapTool('ldapdelete', port, root, [...as, `cn=c,${tree}`])).code).to.equal(50);
    const renaming = [...as, `cn=c,${tree}`, 'cn=z'];
    expect((await ldapTool('ldapmodrdn', port, root, renaming)).code).to.equal(50);
    const comparing = [...as, p1.dn, 'sn:dupont'];
    expect((await ldapTool('ldapcompare', port, root, comparing)).code).to.equal(6);
    const secret = ['-LLL', '-b', people, '(uid=p1)', 'userPassword', 'uid'];
    const found = await ldapTool('ldapsearch', port, root, [...as, ...secret]);
    expect(found.code).to.equal(0);
    expect(found.output).to.match(/^uid: p1$/m);
    const hidden = await ldapTool('ldapsearch', port, root, [...nobody, ...secret]);
    // Whether there is something to be hidden is OpenLDAP's to say by default.
    expect(hidden.code).to.equal(server().name === 'ours' ? 32 : 50);
    expect((await ldapTool('ldapmodify', port, root, nobody, change)).code).to.be.oneOf([8, 50]);
  });

  it('an update is stamped with the name it was made in', async () => {
    const { port } = server();
    const password = `dn: ${p1.dn}\nchangetype: modify\nreplace: userPassword\nuserPassword: secret1\n`;
    const as = authz(`dn:${p1.dn}`);
    const { code, output } = await ldapTool('ldapmodify', port, p2, as, password);
    expect(code, output).to.equal(0);
    const asked = ['-LLL', '-o', 'ldif-wrap=no', '-b', p1.dn, '-s', 'base', 'modifiersName'];
    const stamped = await ldapTool('ldapsearch', port, root, asked);
    expect(stamped.output.toLowerCase()).to.include(`modifiersname: ${p1.dn.toLowerCase()}`);
  });

  it('python3-ldap acts for another, with a condition', async function () {
    if (!hasProgram('/usr/bin/python3')) this.skip();
    const program = `
import json, sys, ldap
from ldap.controls import RequestControlTuples
from ldap.controls.simple import ProxyAuthzControl
from ldap.controls.libldap import AssertionControl
l = ldap.initialize('ldap://127.0.0.1:' + sys.argv[1])
l.simple_bind_s('${p2.dn}', '${p2.password}')
def told(ask):
    try: return ask()
    except ldap.LDAPError as e: return e.args[0].get('result', e.args[0]['desc'])
proxy = lambda dn: ProxyAuthzControl(True, ('dn:' + dn).encode())
who = lambda dn: told(lambda: l.whoami_s(RequestControlTuples([proxy(dn)])))
find = lambda *c: told(lambda: [dn for dn, _ in l.search_ext_s('${p1.dn}', ldap.SCOPE_BASE, '(uid=*)', ['uid'], serverctrls=list(c))])
print(json.dumps([who('${p1.dn}'), who('${rootDn}'),
  find(proxy('${p1.dn}'), AssertionControl(True, '(sn=dupont)')),
  find(proxy('${p1.dn}'), AssertionControl(True, '(sn=martin)'))]))
`;
    expect(await pythonPrints(program, server().port)).to.deep.equal([
      `dn:${p1.dn}`.replace(p1.dn, server().name === 'ours' ? p1.dn : p1.dn.toLowerCase()),
      123,
      [p1.dn],
      122,
    ]);
  });

  it('Net::LDAP acts for another', async function () {
    if (!hasProgram('/usr/share/perl5/Net/LDAP.pm')) this.skip();
    const program = `
use strict; use JSON::PP; use Net::LDAP;
use Net::LDAP::Control::ProxyAuth; use Net::LDAP::Control::Assertion;
my $l = Net::LDAP->new('127.0.0.1', port => $ARGV[0]) or die $@;
$l->bind('${p2.dn}', password => '${p2.password}');
my $as = sub { Net::LDAP::Control::ProxyAuth->new(authzID => 'dn:' . shift) };
my $if = sub { Net::LDAP::Control::Assertion->new(assertion => shift, critical => 1) };
my $compare = sub { $l->compare('${p1.dn}', attr => 'sn', value => 'Dupont', control => [@_])->code };
print encode_json([$compare->($as->('${p1.dn}')), $compare->($as->('${person('p3')}')),
  $compare->($as->('${p1.dn}'), $if->('(uid=p1)')), $compare->($as->('${p1.dn}'), $if->('(uid=p2)'))]);
`;
    expect(await perlPrints(program, server().port)).to.deep.equal([6, 123, 6, 122]);
  });
});

onOurs('proxied authorization', (server) => {
  it('a login will do for a name', async () => {
    const run = await ldapTool('ldapwhoami', server().port, p2, authz('u:p1'));
    expect(run.output).to.match(/^dn:uid=p1,/m);
    const none = await ldapTool('ldapwhoami', server().port, p2, authz('u:p3'));
    expect(none.output).to.include('(123)');
  });

  it('must be critical (§3), where OpenLDAP 2.5 lets it pass', async () => {
    const run = await ldapTool('ldapsearch', server().port, p2, [
      ...['-b', suffix, '-s', 'base'],
      ...['-E', `2.16.840.1.113730.3.4.18=:dn:${p1.dn}`],
    ]);
    expect(run.code, run.output).to.equal(2);
  });

  it('is not for binds', async () => {
    const session = await Session.open(server().port);
    const value = Buffer.from(`dn:${p1.dn}`);
    const proxied = { oid: '2.16.840.1.113730.3.4.18', critical: true, value };
    const password = Buffer.from(p2.password);
    const authentication = { kind: 'simple', password } as const;
    const bind = { kind: 'bind', version: 3, dn: p2.dn, authentication } as const;
    const { result } = await session.ask(bind, [proxied]);
    expect(result.code).to.equal('unavailableCriticalExtension');
    const startTls = { kind: 'extended', oid: '1.3.6.1.4.1.1466.20037', value: undefined } as const;
    const refused = await session.ask(startTls, [proxied]);
    expect(refused.result.code).to.equal('unavailableCriticalExtension');
    session.close();
  });

  it('python3-ldap learns who may do what (get effective rights)', async function () {
    if (!hasProgram('/usr/bin/python3')) this.skip();
    const program = `
import json, sys, ldap
from ldap.controls.simple import GetEffectiveRightsControl
l = ldap.initialize('ldap://127.0.0.1:' + sys.argv[1])
def told(who, password, of):
    l.simple_bind_s(who, password)
    control = GetEffectiveRightsControl(True, of and of.encode())
    [(dn, entry)] = l.search_ext_s('${p1.dn}', ldap.SCOPE_BASE, '(uid=*)', ['sn', 'userPassword', 'aclRights'], serverctrls=[control])
    return {k: v[0].decode() for k, v in entry.items() if k.startswith('acl')}
print(json.dumps([told('${root.dn}', '${root.password}', 'dn:${p1.dn}'),
  told('${root.dn}', '${root.password}', 'dn:'), told('${p1.dn}', '${p1.password}', None)]))
`;
    const attribute = (rights: string): string =>
      `${rights},selfwrite_add:0,selfwrite_delete:0,proxy:0`;
    expect(await pythonPrints(program, server().port)).to.deep.equal([
      {
        'aclRights;entryLevel': 'add:0,delete:0,read:1,write:1,proxy:1,rename:0',
        'aclRights;attributeLevel;sn': attribute('search:1,read:1,compare:1,write:0'),
        'aclRights;attributeLevel;userPassword': attribute('search:0,read:0,compare:0,write:1'),
      },
      {
        'aclRights;entryLevel': 'add:0,delete:0,read:0,write:0,proxy:0,rename:0',
        'aclRights;attributeLevel;sn': attribute('search:0,read:0,compare:0,write:0'),
        'aclRights;attributeLevel;userPassword': attribute('search:0,read:0,compare:0,write:0'),
      },
      {},
    ]);
  });

  it('ldapsearch asks in 389’s way', async () => {
    const args = ['-LLL', '-o', 'ldif-wrap=no', '-b', p1.dn, '-s', 'base'];
    const control = ['-E', `!1.3.6.1.4.1.42.2.27.9.5.2=:dn:${p1.dn}`, '(uid=*)', 'aclRights'];
    const { output } = await ldapTool('ldapsearch', server().port, root, [...args, ...control]);
    expect(output).to.match(/^aclRights;entryLevel: add:0,delete:0,read:1,/m);
  });
});
