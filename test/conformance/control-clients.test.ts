import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { Client, type SearchOptions, ServerSideSortingRequestControl } from 'ldapts';
import { hasTool, run } from '../journey/ldap-tools.js';
import { people, startOurSide } from './search-control-fixture.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';

/** The controls of searches, by clients whose codecs are their own. */

const byNumber = 'delta bravo alpha echo charlie none';

/** python-ldap: sort, window, matched values, pages, and what it makes of the responses. */
const python = `
import ldap, sys
from ldap.controls import SimplePagedResultsControl
from ldap.controls.libldap import MatchedValuesControl
from ldap.controls.sss import SSSRequestControl
from ldap.controls.vlv import VLVRequestControl
uri, dn, password, people = sys.argv[1:]
c = ldap.initialize(uri)
c.simple_bind_s(dn, password)
def ask(controls, attributes=['1.1'], page=None):
    wanted = controls + ([page] if page else [])
    id = c.search_ext(people, ldap.SCOPE_ONELEVEL, '(uid=*)', attributes, serverctrls=wanted)
    kind, found, _, responses = c.result3(id)
    return found, {r.controlType: r for r in responses}
def names(found):
    return ' '.join(dn.split(',')[0][4:] for dn, _ in found)
sort = SSSRequestControl(criticality=True, ordering_rules=['uidNumber'])
found, said = ask([sort])
print('sort', names(found), said['1.2.840.113556.1.4.474'].sortResult)
found, said = ask([SSSRequestControl(ordering_rules=['-sn:2.5.13.3', 'uidNumber'])])
print('two keys', names(found))
found, said = ask([SSSRequestControl(ordering_rules=['nope'])])
print('unknown', len(found), said['1.2.840.113556.1.4.474'].sortResult)
found, said = ask([sort, VLVRequestControl(True, 1, 1, offset=3, content_count=6)])
view = said['2.16.840.1.113730.3.4.10']
print('offset', names(found), view.targetPosition, view.contentCount, view.result)
found, said = ask([sort, VLVRequestControl(True, 0, 1, greater_than_or_equal='20')])
view = said['2.16.840.1.113730.3.4.10']
print('value', names(found), view.targetPosition, view.contentCount, view.result)
found, said = ask([MatchedValuesControl(True, '((cn=z*))')], ['cn'])
print('matched', [a['cn'][0].decode() for dn, a in found if a.get('cn')])
page = SimplePagedResultsControl(True, size=2, cookie='')
sizes, all = [], []
while True:
    found, said = ask([sort], page=page)
    sizes.append(len(found))
    all += found
    page.cookie = said[SimplePagedResultsControl.controlType].cookie
    if not page.cookie:
        break
print('pages', sizes, names(all))
`;

const perl = String.raw`
use strict; use Net::LDAP; use Net::LDAP::Constant qw(LDAP_CONTROL_SORTRESULT LDAP_CONTROL_VLVRESPONSE LDAP_CONTROL_PAGED);
use Net::LDAP::Control::Sort; use Net::LDAP::Control::VLV; use Net::LDAP::Control::Paged;
use Net::LDAP::Control::MatchedValues; use Net::LDAP::Control::Subentries;
my ($uri, $dn, $password, $people, $suffix) = @ARGV;
my $c = Net::LDAP->new($uri) or die $@;
$c->bind($dn, password => $password)->code and die;
sub ask { $c->search(base => $people, scope => 'one', filter => '(uid=*)', @_) }
sub names { join ' ', map { $_->dn =~ /^\w+=([^,]*)/ } $_[0]->entries }
my $sort = Net::LDAP::Control::Sort->new(order => 'uidNumber', critical => 1);
my $found = ask(control => [$sort]);
my ($said) = $found->control(LDAP_CONTROL_SORTRESULT);
print 'sort ', names($found), ' ', $said->result, "\n";
my $reverse = Net::LDAP::Control::Sort->new(order => '-sn:2.5.13.3 uidNumber', critical => 1);
print 'two keys ', names(ask(control => [$reverse])), "\n";
my $unknown = Net::LDAP::Control::Sort->new(order => 'nope', critical => 1);
$found = ask(control => [$unknown]);
($said) = $found->control(LDAP_CONTROL_SORTRESULT);
print 'unknown ', $found->code, ' ', $said->result, ' ', $said->attr, "\n";
my $view = Net::LDAP::Control::VLV->new(before => 0, after => 1, content => 0, offset => 1);
for my $step (1 .. 3) {
  $found = ask(control => [$sort, $view]);
  ($said) = $found->control(LDAP_CONTROL_VLVRESPONSE);
  print "window $step ", names($found), ' ', $said->target, ' ', $said->content, "\n";
  $view->response($said);
  $view->scroll_page(1);
}
$view = Net::LDAP::Control::VLV->new(before => 1, after => 0, assert => '20');
$found = ask(control => [$sort, $view]);
($said) = $found->control(LDAP_CONTROL_VLVRESPONSE);
print 'value ', names($found), ' ', $said->target, ' ', $said->content, "\n";
my $matched = Net::LDAP::Control::MatchedValues->new(matchedValues => '((mail=*a.example))');
$found = ask(control => [$matched], attrs => ['mail']);
print 'matched ', join(' ', map { $_->get_value('mail') } $found->entries), "\n";
my $zones = Net::LDAP::Control::Subentries->new(visibility => 1, critical => 1);
$found = $c->search(base => $suffix, filter => '(objectClass=*)', control => [$zones]);
print 'subentries ', join(', ', map { $_->get_value('cn') } $found->entries), "\n";
my $page = Net::LDAP::Control::Paged->new(size => 4);
my @sizes;
while (1) {
  $found = ask(control => [$page, $reverse]);
  push @sizes, scalar $found->entries;
  ($said) = $found->control(LDAP_CONTROL_PAGED);
  my $cookie = $said->cookie or last;
  $page->cookie($cookie);
}
print "pages @sizes\n";
`;

function has(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return process.env['CI'] === 'true';
  }
}

describe('conformance/controls of searches by other clients', function () {
  this.timeout(60_000);
  let ours: ServerUnderComparison;
  before(async function () {
    if (!hasTool('ldapadd')) this.skip();
    ours = await startOurSide();
  });
  after(() => ours.close());

  const server = (): string[] => [`ldap://127.0.0.1:${String(ours.port)}`, rootDn, rootPassword];

  it('python-ldap', async function () {
    if (!has('/usr/bin/python3', '-c', 'import ldap.controls.vlv')) this.skip();
    const { output } = await run('/usr/bin/python3', ['-c', python, ...server(), people]);
    expect(output.trim().split('\n')).to.deep.equal([
      `sort ${byNumber} 0`,
      'two keys delta alpha none echo charlie bravo',
      'unknown 6 16',
      'offset bravo alpha echo 3 6 0',
      'value echo charlie 4 6 0',
      "matched ['Zêta']",
      `pages [2, 2, 2] ${byNumber}`,
    ]);
  });

  it('Net::LDAP', async function () {
    if (!has('perl', '-MNet::LDAP', '-e', '1')) this.skip();
    const { output } = await run('perl', ['-e', perl, ...server(), people, suffix]);
    expect(output.trim().split('\n')).to.deep.equal([
      `sort ${byNumber} 0`,
      'two keys delta alpha none echo charlie bravo',
      'unknown 12 16 nope',
      'window 1 delta bravo 1 6',
      'window 2 alpha echo 3 6',
      'window 3 charlie none 5 6',
      'value alpha echo 4 6',
      'matched d@a.example b@a.example',
      'subentries Zone, Autre zone',
      'pages 4 2',
    ]);
  });

  it('ldapts', async () => {
    const client = new Client({ url: server()[0] ?? '' });
    try {
      await client.bind(rootDn, rootPassword);
      const values = [{ attributeType: 'sn', orderingRule: '2.5.13.3', reverseOrder: true }];
      const sort = new ServerSideSortingRequestControl({
        critical: true,
        value: [...values, { attributeType: 'uidNumber' }],
      });
      const asked: SearchOptions = { scope: 'one', filter: '(uid=*)', attributes: ['uid'] };
      const whole = await client.search(people, asked, sort);
      const order = whole.searchEntries.map(({ uid }) => String(uid));
      expect(order.join(' ')).to.equal('delta alpha none echo charlie bravo');
      const paged = await client.search(people, { ...asked, paged: { pageSize: 2 } }, sort);
      expect(paged.searchEntries.map(({ uid }) => String(uid))).to.deep.equal(order);
    } finally {
      await client.unbind();
    }
  });
});
