import { expect } from 'chai';
import { person } from './checklist-fixture.js';
import { hasProgram, ldapTool, perlPrints, pythonPrints } from './client-tools.js';
import { onBoth, onOurs, p1, root, tree } from './control-fixture.js';
import { rootDn, rootPassword, suffix } from './servers.js';

/** What OpenLDAP's tools print of a read entry control: LDIF between two marks. */
function printed(output: string, which: 'preread' | 'postread'): string[] | undefined {
  const block = new RegExp(`# ==> ${which}\\n([\\s\\S]*?)\\n# <== ${which}`).exec(output)?.[1];
  return block
    ?.split('\n')
    .filter((line) => line !== '')
    .sort();
}

const replaceTitle = (dn: string, title: string): string =>
  `dn: ${dn}\nchangetype: modify\nreplace: title\ntitle: ${title}\n`;

onBoth('pre-read and post-read with ldap-utils (RFC 4527)', (server) => {
  it('ldapmodify: the entry before and after', async () => {
    const args = ['-o', 'ldif-wrap=no', '-e', '!preread=title,sn', '-e', '!postread=title,1.1'];
    const first = await ldapTool('ldapmodify', server().port, root, args, replaceTitle(p1.dn, 'a'));
    expect(first.code, first.output).to.equal(0);
    expect(printed(first.output, 'preread')).to.deep.equal([`dn: ${p1.dn}`, 'sn: Dupont']);
    const next = await ldapTool('ldapmodify', server().port, root, args, replaceTitle(p1.dn, 'b'));
    expect(printed(next.output, 'preread')).to.deep.equal([
      `dn: ${p1.dn}`,
      'sn: Dupont',
      'title: a',
    ]);
    expect(printed(next.output, 'postread')).to.deep.equal([`dn: ${p1.dn}`, 'title: b']);
  });

  it('ldapadd, ldapmodrdn and ldapdelete: what came, what was renamed, what went', async () => {
    const dn = `cn=neuf,${tree}`;
    const ldif = `dn: ${dn}\nobjectClass: person\nsn: n\n`;
    const { port } = server();
    const post = ['-e', '!postread=cn,sn,structuralObjectClass'];
    const added = await ldapTool('ldapadd', port, root, post, ldif);
    expect(printed(added.output, 'postread'), added.output).to.deep.equal([
      'cn: neuf',
      `dn: ${dn}`,
      'sn: n',
      'structuralObjectClass: person',
    ]);
    const both = ['-r', '-e', '!preread=cn', '-e', '!postread=cn', dn, 'cn=ancien'];
    const renamed = await ldapTool('ldapmodrdn', port, root, both);
    expect(printed(renamed.output, 'preread')).to.deep.equal(['cn: neuf', `dn: ${dn}`]);
    const old = `cn=ancien,${tree}`;
    expect(printed(renamed.output, 'postread')).to.deep.equal(['cn: ancien', `dn: ${old}`]);
    const gone = await ldapTool('ldapdelete', port, root, ['-e', '!preread=*', old]);
    expect(printed(gone.output, 'preread')).to.deep.include.members([`dn: ${old}`, 'sn: n']);
  });

  it('none comes with a refusal', async () => {
    const args = ['-e', '!preread=*', '-e', '!postread=*', '-e', '!assert=(title=nope)'];
    const ldif = replaceTitle(p1.dn, 'c');
    const refused = await ldapTool('ldapmodify', server().port, root, args, ldif);
    expect(refused.code, refused.output).to.equal(122);
    expect(refused.output).to.not.include('==>');
  });

  it('python3-ldap reads them', async function () {
    if (!hasProgram('/usr/bin/python3')) this.skip();
    const program = `
import json, sys, ldap
from ldap.controls.readentry import PreReadControl, PostReadControl
l = ldap.initialize('ldap://127.0.0.1:' + sys.argv[1])
l.simple_bind_s('${rootDn}', '${rootPassword}')
asked = [PreReadControl(True, ['title', 'cn;lang-fr']), PostReadControl(True, ['title', 'objectClass'])]
changes = [(ldap.MOD_REPLACE, 'title', ['é'.encode()])]
got = l.result3(l.modify_ext('${p1.dn}', changes, serverctrls=asked))[3]
l.modify_s('${p1.dn}', [(ldap.MOD_DELETE, 'title', None)])
text = lambda e: {k: sorted(v.decode() for v in vs) for k, vs in e.items()}
print(json.dumps([[c.controlType, c.dn, text(c.entry)] for c in got]))
`;
    const before = { title: [], 'cn;lang-fr': ['Jean-Pierre'] };
    const classes = ['inetOrgPerson', 'organizationalPerson', 'person', 'posixAccount', 'top'];
    const [pre, post] = (await pythonPrints(program, server().port)) as [
      [string, string, Record<string, string[]>],
      [string, string, Record<string, string[]>],
    ];
    expect([pre[0], pre[1]]).to.deep.equal(['1.3.6.1.1.13.1', p1.dn]);
    expect(pre[2]['cn;lang-fr']).to.deep.equal(before['cn;lang-fr']);
    expect([post[0], post[1]]).to.deep.equal(['1.3.6.1.1.13.2', p1.dn]);
    expect(post[2]['title']).to.deep.equal(['é']);
    // OpenLDAP stores the classes that were given, RFC 4512 §3.3 adds their superclasses.
    if (server().name === 'ours') expect(post[2]['objectClass']).to.deep.equal(classes);
  });

  it('Net::LDAP reads them', async function () {
    if (!hasProgram('/usr/share/perl5/Net/LDAP.pm')) this.skip();
    const program = `
use strict; use JSON::PP; use Net::LDAP;
use Net::LDAP::Control::PreRead; use Net::LDAP::Control::PostRead;
my $l = Net::LDAP->new('127.0.0.1', port => $ARGV[0]) or die $@;
$l->bind('${rootDn}', password => '${rootPassword}');
my $pre = Net::LDAP::Control::PreRead->new(attrs => ['description'], critical => 1);
my $post = Net::LDAP::Control::PostRead->new(attrs => ['description', 'entryDN'], critical => 1);
my $m = $l->modify('${person('p3')}', replace => { description => ['x', 'y'] }, control => [$pre, $post]);
die $m->error if $m->code;
my @told = map { my $e = ($m->control($_))[0]->entry; [$e->dn, [sort $e->get_value('description')]] }
  ('1.3.6.1.1.13.1', '1.3.6.1.1.13.2');
$l->modify('${person('p3')}', delete => ['description']);
print encode_json(\\@told);
`;
    const dn = person('p3');
    expect(await perlPrints(program, server().port)).to.deep.equal([
      [dn, []],
      [dn, ['x', 'y']],
    ]);
  });
});

onOurs('pre-read and post-read', (server) => {
  it('a password is read back by nobody, its owner neither', async () => {
    const ldif = `dn: ${p1.dn}\nchangetype: modify\nreplace: userPassword\nuserPassword: secret1\n`;
    const args = ['-e', '!preread=userPassword,uid', '-e', '!postread=userPassword,uid'];
    const { code, output } = await ldapTool('ldapmodify', server().port, p1, args, ldif);
    expect(code, output).to.equal(0);
    for (const which of ['preread', 'postread'] as const) {
      expect(printed(output, which)).to.deep.equal([`dn: ${p1.dn}`, 'uid: p1']);
    }
  });

  it('is published', async () => {
    const args = ['-LLL', '-s', 'base', '-b', '', 'supportedControl'];
    const { output } = await ldapTool('ldapsearch', server().port, root, args);
    for (const oid of ['1.3.6.1.1.13.1', '1.3.6.1.1.13.2']) expect(output).to.include(oid);
    expect(output).to.not.include(suffix);
  });
});
