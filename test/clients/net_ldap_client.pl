# What Perl's Net::LDAP makes of the server. Each line printed names a thing that was seen to hold.
use strict;
use warnings;
use Net::LDAP;
use Net::LDAP::Constant qw(LDAP_CONTROL_PAGED LDAP_SUCCESS LDAP_INVALID_CREDENTIALS);
use Net::LDAP::Control::Paged;
use Net::LDAP::Extension::WhoAmI;
use Net::LDAP::LDIF;
use Net::LDAP::Util qw(canonical_dn);

my ($uri, $ca_file, $suffix, $bind_dn, $password, $login) = @ARGV;
my $people = "ou=personnes,$suffix";

sub holds {
    my ($name, $condition) = @_;
    die "does not hold: $name\n" unless $condition;
    print "$name\n";
}

my $ldap = Net::LDAP->new($uri) or die $@;
holds('start tls', $ldap->start_tls(verify => 'require', cafile => $ca_file)->code == LDAP_SUCCESS);
my $refused = $ldap->bind($bind_dn, password => 'Faux-Passe-99');
holds('a wrong password', $refused->code == LDAP_INVALID_CREDENTIALS);
holds('bind', $ldap->bind($bind_dn, password => $password)->code == LDAP_SUCCESS);
holds('whoami', $ldap->who_am_i->response eq "dn:$bind_dn");

my $dse = $ldap->root_dse(attrs => ['*', '+']);
holds('root dse', $dse->get_value('namingContexts') eq $suffix);
holds('supports paging', $dse->supported_control(LDAP_CONTROL_PAGED));

my $schema = $ldap->schema;
holds('schema', $schema && !$schema->error);
my @classes = $schema->all_objectclasses;
holds('classes of the schema', (grep { $_->{name} eq 'personneAnnuaire' } @classes) == 1);
my %must = map { lc $_->{name} => 1 } $schema->must('inetOrgPerson');
holds('what a class requires', $must{cn} && $must{sn});

my $page = Net::LDAP::Control::Paged->new(size => 3);
my @found;
while (1) {
    my $answer = $ldap->search(
        base => $people, scope => 'one', filter => '(uid=*)', attrs => ['uid'], control => [$page]);
    push @found, map { $_->dn } $answer->entries;
    my ($control) = $answer->control(LDAP_CONTROL_PAGED) or last;
    my $cookie = $control->cookie;
    last unless defined $cookie && length $cookie;
    $page->cookie($cookie);
}
my $whole = $ldap->search(base => $people, scope => 'one', filter => '(uid=*)', attrs => ['1.1']);
holds('pages hold everyone once', @found == $whole->count && @found > 6);

my $entry = $ldap->search(base => "uid=$login,$people", scope => 'base', filter => '(objectClass=*)')->entry(0);
holds('a name is read as it was written', canonical_dn($entry->dn) eq canonical_dn("uid=$login,$people"));
open my $handle, '>', \my $ldif or die $!;
my $writer = Net::LDAP::LDIF->new($handle, 'w', change => 0);
$writer->write_entry($entry);
$writer->done;
open my $again, '<', \$ldif or die $!;
my $read = Net::LDAP::LDIF->new($again, 'r')->read_entry;
my $same = join '|', map { join ',', sort $entry->get_value($_) } sort $entry->attributes;
holds('an entry survives LDIF', $same eq join '|', map { join ',', sort $read->get_value($_) } sort $read->attributes);

holds('compare', $ldap->compare($entry, attr => 'uid', value => $login)->code == 6);
my $found = $ldap->search(base => $people, scope => 'one', filter => '(sn~=lebihan)', attrs => ['uid']);
holds('an approximate filter', $found->count >= 1);
holds('unbind', $ldap->unbind);
