import { expect } from 'chai';
import { hasProgram, ldapTool, perlPrints } from './client-tools.js';
import { onBoth, onOurs, p1, p2, root, tree } from './control-fixture.js';
import { suffix } from './servers.js';
import { modify, search, Session } from './session.js';

const permissive = '1.2.840.113556.1.4.1413';
const treeDelete = '1.2.840.113556.1.4.805';
const abroad = `ou=Ailleurs,${suffix}`;

onBoth('assertion with ldap-utils (RFC 4528)', (server) => {
  const replaced = (value: string): string =>
    `dn: ${p1.dn}\nchangetype: modify\nreplace: title\ntitle: ${value}\n`;
  const rows: readonly (readonly [filter: string, code: number])[] = [
    ['(title=*)', 122],
    ['(!(title=*))', 0],
    ['(&(title=un)(objectClass=person))', 0],
    ['(nope=x)', 122],
    ['(!(nope=x))', 122],
  ];
  for (const [filter, code] of rows) {
    it(`ldapmodify if ${filter}: ${code}`, async () => {
      const args = ['-e', `!assert=${filter}`];
      const run = await ldapTool('ldapmodify', server().port, root, args, replaced('un'));
      expect(run.code, run.output).to.equal(code);
    });
  }

  it('ldapadd, ldapmodrdn, ldapdelete and ldapcompare under a condition', async () => {
    const { port } = server();
    const dn = `cn=condition,${tree}`;
    const ldif = `dn: ${dn}\nobjectClass: person\ncn: condition\nsn: s\n`;
    const asserting = (filter: string): string[] => ['-e', `!assert=${filter}`];
    const add = (filter: string) => ldapTool('ldapadd', port, root, asserting(filter), ldif);
    expect((await add('(sn=t)')).code).to.equal(122);
    expect((await add('(sn=s)')).code).to.equal(0);
    const renamed = [dn, 'cn=autre'];
    expect(
      (await ldapTool('ldapmodrdn', port, root, [...asserting('(sn=t)'), ...renamed])).code,
    ).to.equal(122);
    expect(
      (await ldapTool('ldapmodrdn', port, root, [...asserting('(sn=s)'), ...renamed])).code,
    ).to.equal(0);
    const other = `cn=autre,${tree}`;
    const compared = [other, 'sn:s'];
    expect(
      (await ldapTool('ldapcompare', port, root, [...asserting('(sn=t)'), ...compared])).code,
    ).to.equal(122);
    expect(
      (await ldapTool('ldapcompare', port, root, [...asserting('(sn=s)'), ...compared])).code,
    ).to.equal(6);
    expect(
      (await ldapTool('ldapdelete', port, root, [...asserting('(sn=t)'), other])).code,
    ).to.equal(122);
    expect(
      (await ldapTool('ldapdelete', port, root, [...asserting('(sn=s)'), other])).code,
    ).to.equal(0);
  });

  it('ldapsearch under a condition on its base', async () => {
    const args = ['-LLL', '-b', tree, '(sn=*)', '1.1'];
    const { port } = server();
    const no = await ldapTool('ldapsearch', port, root, ['-e', '!assert=(sn=c)', ...args]);
    expect(no.code).to.equal(122);
    expect(no.output).to.not.include('dn:');
    const yes = await ldapTool('ldapsearch', port, root, ['-e', '!assert=(ou=arbre)', ...args]);
    expect(yes.code).to.equal(0);
    expect(yes.output.match(/^dn:/gm)).to.have.length(2);
  });
});

onOurs('the controls of updates', (server) => {
  it('ldapmodify with permissive modify forgives what is done already', async () => {
    const { port } = server();
    const ldif = `dn: ${p1.dn}\nchangetype: modify\nadd: sn\nsn: DUPONT\n-\ndelete: title\n`;
    expect((await ldapTool('ldapmodify', port, root, [], ldif)).code).to.equal(20);
    const run = await ldapTool('ldapmodify', port, root, ['-e', `!${permissive}`], ldif);
    expect(run.code, run.output).to.equal(0);
  });

  it('ldapdelete with tree delete takes what is below, whoever may', async () => {
    const { port } = server();
    const args = ['-e', `!${treeDelete}`, tree];
    expect((await ldapTool('ldapdelete', port, root, [tree])).code).to.equal(66);
    const refused = await ldapTool('ldapdelete', port, p1, args);
    expect(refused.code).to.equal(50);
    const done = await ldapTool('ldapdelete', port, root, args);
    expect(done.code, done.output).to.equal(0);
    const gone = await ldapTool('ldapsearch', port, root, ['-LLL', '-b', tree]);
    expect(gone.code).to.equal(32);
  });

  it('Net::LDAP deletes a tree and asks the master', async function () {
    if (!hasProgram('/usr/share/perl5/Net/LDAP.pm')) this.skip();
    const program = `
use strict; use JSON::PP; use Net::LDAP;
use Net::LDAP::Control::TreeDelete; use Net::LDAP::Control::DontUseCopy;
my $l = Net::LDAP->new('127.0.0.1', port => $ARGV[0]) or die $@;
$l->bind('${root.dn}', password => '${root.password}');
my $base = 'ou=perl,${suffix}';
$l->add($base, attrs => [objectClass => 'organizationalUnit', ou => 'perl']);
$l->add("cn=x,$base", attrs => [objectClass => 'person', cn => 'x', sn => 'x']);
my $copy = Net::LDAP::Control::DontUseCopy->new(critical => 1);
my $found = $l->search(base => $base, filter => '(cn=*)', control => [$copy]);
my $same = $l->compare("cn=x,$base", attr => 'sn', value => 'x', control => [$copy]);
my $tree = Net::LDAP::Control::TreeDelete->new(critical => 1);
print encode_json([$found->code, $found->count, $same->code,
  $l->delete($base)->code, $l->delete($base, control => [$tree])->code, $l->delete($base)->code]);
`;
    expect(await perlPrints(program, server().port)).to.deep.equal([0, 1, 6, 66, 0, 32]);
  });
});

onBoth('don’t use copy (RFC 6171)', (server) => {
  it('ldapsearch asks the master, which this is', async () => {
    const args = ['-LLL', '-E', '!dontUseCopy', '-b', p1.dn, '-s', 'base', 'uid'];
    const { code, output } = await ldapTool('ldapsearch', server().port, p2, args);
    expect(code, output).to.equal(0);
    expect(output).to.match(/^uid: p1$/m);
  });

  it('is refused when it is not critical, or has a value', async () => {
    const session = await Session.open(server().port, root.dn, root.password);
    const oid = '1.3.6.1.1.22';
    for (const [critical, value] of [
      [false, undefined],
      [true, Buffer.from('x')],
    ] as const) {
      const { result } = await session.ask(search(p1.dn), [{ oid, critical, value }]);
      // OpenLDAP lets it pass without criticality, which RFC 6171 §2 does not.
      const passes = server().name === 'slapd' && !critical;
      expect(result.code).to.equal(passes ? 'success' : 'protocolError');
    }
    const elsewhere = modify(p1.dn, ['replace', 'title', 'x']);
    const { result } = await session.ask(elsewhere, [{ oid, critical: true, value: undefined }]);
    expect(result.code).to.equal('unavailableCriticalExtension');
    session.close();
  });
});

onBoth('ManageDsaIT with ldap-utils (RFC 3296)', (server) => {
  const manage = ['-e', '!manageDSAit'];
  const change = `dn: ${abroad}\nchangetype: modify\nreplace: description\ndescription: x\n`;

  it('without it every operation on the object or below it is referred', async () => {
    const { port } = server();
    const below = `cn=x,${abroad}`;
    const added = `dn: ${below}\nobjectClass: person\nsn: x\n`;
    const runs = [
      await ldapTool('ldapmodify', port, root, [], change),
      await ldapTool('ldapadd', port, root, [], added),
      await ldapTool('ldapdelete', port, root, [abroad]),
      await ldapTool('ldapdelete', port, root, [below]),
      await ldapTool('ldapmodrdn', port, root, [abroad, 'ou=Autre']),
      await ldapTool('ldapcompare', port, root, [below, 'sn:x']),
      await ldapTool('ldapsearch', port, root, ['-b', below, '-s', 'base']),
    ];
    for (const { code, output } of runs) expect(code, output).to.equal(10);
    expect(runs[0]?.output).to.include('ldap://ailleurs.example/ou=Ailleurs,dc=example,dc=org');
    expect(runs[1]?.output).to.include('ldap://ailleurs.example/cn=x,ou=Ailleurs,dc=example');
    expect(runs.at(-1)?.output).to.match(/cn=x,ou=Ailleurs,dc=example,dc=org\?\?base/i);
  });

  it('with it the object is an entry: read, changed, renamed, deleted, made again', async () => {
    const { port } = server();
    const changed = await ldapTool('ldapmodify', port, root, manage, change);
    expect(changed.code, changed.output).to.equal(0);
    const asked = ['-LLL', '-MM', '-b', abroad, '-s', 'base', '*', 'ref'];
    const found = await ldapTool('ldapsearch', port, root, asked);
    expect(found.output)
      .to.match(/^ref: ldap:\/\/ailleurs/m)
      .and.match(/^description: x$/m);
    const renamed = await ldapTool('ldapmodrdn', port, root, [...manage, '-r', abroad, 'ou=Autre']);
    expect(renamed.code, renamed.output).to.equal(0);
    const other = `ou=Autre,${suffix}`;
    const deleted = await ldapTool('ldapdelete', port, root, [...manage, other]);
    expect(deleted.code, deleted.output).to.equal(0);
    const ldif =
      `dn: ${abroad}\nobjectClass: referral\nobjectClass: extensibleObject\n` +
      'ref: ldap://ailleurs.example/ou=Ailleurs,dc=example,dc=org\n';
    const added = await ldapTool('ldapadd', port, root, manage, ldif);
    expect(added.code, added.output).to.equal(0);
  });

  it('nothing moves below the object', async () => {
    const { port } = server();
    const moved = await ldapTool('ldapmodrdn', port, root, ['-s', abroad, p2.dn, 'uid=p2']);
    // RFC 3296 §5.6.2 has affectsMultipleDSAs, OpenLDAP `other`.
    expect(moved.code, moved.output).to.equal(server().name === 'ours' ? 71 : 80);
  });
});
