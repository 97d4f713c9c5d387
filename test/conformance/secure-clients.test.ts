import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Client } from 'ldapts';
import { hasTool } from '../journey/ldap-tools.js';
import { hasModule, runProgram, type ToolRun } from './client-tools.js';
import { person } from './checklist-fixture.js';
import { type SecureServer, scramUser, startSecureServer } from './secure-server.js';
import { rootDn, rootPassword, suffix } from './servers.js';

const describeSecurely = hasTool('openssl') ? describe : describe.skip;

/** Who the client is told to be, in the words of Who am I. */
const as = (dn: string): string => `dn:${dn}`;

describeSecurely('securing and signing in with the clients that people have', () => {
  let server: SecureServer;
  before(async () => {
    server = await startSecureServer();
  });
  after(() => server.close());

  const clear = (): string => `ldap://127.0.0.1:${String(server.port)}`;
  const ldaps = (): string => `ldaps://127.0.0.1:${String(server.tlsPort)}`;

  describe('ldap-utils', () => {
    if (!hasTool('ldapwhoami')) {
      it.skip('(ldap-utils is not installed)');
      return;
    }
    const trust = (): Record<string, string> => ({ LDAPTLS_CACERT: server.authority.certFile });
    const shown = (): Record<string, string> => ({
      ...trust(),
      LDAPTLS_CERT: server.client.certFile,
      LDAPTLS_KEY: server.client.keyFile,
    });
    const whoAmI = (args: readonly string[], environment = trust()): Promise<ToolRun> =>
      runProgram('ldapwhoami', args, '', environment);
    /** Cyrus SASL keeps PLAIN to itself unless told otherwise. */
    const sasl = (mechanism: string, login: string, secret: string): string[] => [
      ...['-Q', '-O', 'none', '-Y', mechanism, '-U', login, '-w', secret],
    ];

    it('ldapsearch -ZZ', async () => {
      const args = ['-x', '-ZZ', '-H', clear(), '-D', rootDn, '-w', rootPassword];
      const { code, output } = await runProgram(
        'ldapsearch',
        [...args, '-b', suffix, 'uid=p1'],
        '',
        trust(),
      );
      expect(code, output).to.equal(0);
      expect(output).to.contain(person('p1'));
    });

    const rows: readonly (readonly [string, () => Promise<ToolRun>, number, string?])[] = [
      [
        '-Y EXTERNAL over LDAPS',
        () => whoAmI(['-Q', '-Y', 'EXTERNAL', '-H', ldaps()], shown()),
        0,
        as(person('p1')),
      ],
      [
        '-Y EXTERNAL after StartTLS',
        () => whoAmI(['-Q', '-Y', 'EXTERNAL', '-ZZ', '-H', clear()], shown()),
        0,
        as(person('p1')),
      ],
      [
        '-Y EXTERNAL as oneself',
        () => whoAmI(['-Q', '-Y', 'EXTERNAL', '-X', 'u:p1', '-H', ldaps()], shown()),
        0,
        as(person('p1')),
      ],
      [
        '-Y EXTERNAL as somebody else: 123',
        () => whoAmI(['-Q', '-Y', 'EXTERNAL', '-X', 'u:p2', '-H', ldaps()], shown()),
        123,
      ],
      [
        '-Y PLAIN over LDAPS',
        () => whoAmI([...sasl('PLAIN', 'p2', 'secret2'), '-H', ldaps()]),
        0,
        as(person('p2')),
      ],
      [
        '-Y PLAIN after StartTLS',
        () => whoAmI([...sasl('PLAIN', 'p2', 'secret2'), '-ZZ', '-H', clear()]),
        0,
        as(person('p2')),
      ],
      [
        '-Y PLAIN in the clear: 13',
        () => whoAmI([...sasl('PLAIN', 'p2', 'secret2'), '-H', clear()]),
        13,
      ],
      [
        '-Y PLAIN with a wrong password: 49',
        () => whoAmI([...sasl('PLAIN', 'p2', 'no'), '-H', ldaps()]),
        49,
      ],
      [
        '-Y SCRAM-SHA-256',
        () =>
          whoAmI([...sasl('SCRAM-SHA-256', scramUser.login, scramUser.password), '-H', clear()]),
        0,
        as(scramUser.dn),
      ],
      [
        '-Y SCRAM-SHA-256 over LDAPS, as oneself',
        () =>
          whoAmI([
            ...sasl('SCRAM-SHA-256', scramUser.login, scramUser.password),
            ...['-X', `dn:${scramUser.dn}`, '-H', ldaps()],
          ]),
        0,
        as(scramUser.dn),
      ],
      [
        '-Y SCRAM-SHA-256 with a wrong password: 49',
        () => whoAmI([...sasl('SCRAM-SHA-256', scramUser.login, 'no'), '-H', clear()]),
        49,
      ],
      [
        '-Y SCRAM-SHA-256 without a verifier: 49',
        () => whoAmI([...sasl('SCRAM-SHA-256', 'p2', 'secret2'), '-H', clear()]),
        49,
      ],
    ];
    for (const [title, ask, code, said] of rows) {
      it(`ldapwhoami ${title}`, async () => {
        const answer = await ask();
        expect(answer.code, answer.output).to.equal(code);
        if (said !== undefined) expect(answer.output).to.contain(said);
      });
    }

    it('reads what is offered in each state', async () => {
      const offered = async (args: readonly string[], environment = trust()): Promise<string[]> => {
        const base = ['-x', '-LLL', '-s', 'base', '-b', '', 'supportedSASLMechanisms'];
        const { output } = await runProgram('ldapsearch', [...args, ...base], '', environment);
        return output.split('\n').flatMap((line) => /^supported.*: (.*)$/.exec(line)?.[1] ?? []);
      };
      expect(await offered(['-H', clear()])).to.deep.equal(['SCRAM-SHA-256']);
      expect(await offered(['-ZZ', '-H', clear()])).to.deep.equal(['PLAIN', 'SCRAM-SHA-256']);
      expect(await offered(['-H', ldaps()], shown())).to.include('EXTERNAL');
    });
  });

  describe('ldapts', () => {
    const options = (): { ca: string; cert: string; key: string } => ({
      ca: server.authority.cert,
      cert: server.client.cert,
      key: server.client.key,
    });
    const whoAmI = async (client: Client): Promise<string> => {
      const { value } = await client.exop('1.3.6.1.4.1.4203.1.11.3');
      return value ?? '';
    };

    it('startTLS, then EXTERNAL', async () => {
      const client = new Client({ url: clear() });
      await client.startTLS(options());
      await client.bind('EXTERNAL');
      expect(await whoAmI(client)).to.equal(as(person('p1')));
      await client.unbind();
    });

    it('EXTERNAL without a certificate: 48', async () => {
      const client = new Client({ url: ldaps(), tlsOptions: { ca: server.authority.cert } });
      let failure: unknown;
      await client.bind('EXTERNAL').catch((error: unknown) => (failure = error));
      expect(failure).to.have.property('code', 48);
      await client.unbind();
    });

    it('PLAIN over LDAPS', async () => {
      const client = new Client({ url: ldaps(), tlsOptions: { ca: server.authority.cert } });
      await client.bind('PLAIN', '\0p2\0secret2');
      expect(await whoAmI(client)).to.equal(as(person('p2')));
      await client.unbind();
    });
  });

  describe('python-ldap', () => {
    const python = '/usr/bin/python3';
    if (!hasModule(python, '-c', 'import ldap')) {
      it.skip('(python3-ldap is not installed)');
      return;
    }
    const script = `
import ldap, ldap.sasl, sys
uri, ca, cert, key, how, login, secret = sys.argv[1:8]
c = ldap.initialize(uri)
c.set_option(ldap.OPT_X_TLS_CACERTFILE, ca)
if cert:
    c.set_option(ldap.OPT_X_TLS_CERTFILE, cert)
    c.set_option(ldap.OPT_X_TLS_KEYFILE, key)
c.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
c.set_option(ldap.OPT_X_SASL_SECPROPS, 'none')
if uri.startswith('ldap:'):
    c.start_tls_s()
if how == 'EXTERNAL':
    c.sasl_interactive_bind_s('', ldap.sasl.external())
else:
    answers = {ldap.sasl.CB_AUTHNAME: login, ldap.sasl.CB_PASS: secret}
    c.sasl_interactive_bind_s('', ldap.sasl.sasl(answers, how))
print(c.whoami_s())
`;
    const rows = [
      ['start_tls_s and EXTERNAL', clear, 'EXTERNAL', '', '', person('p1')],
      ['EXTERNAL over LDAPS', ldaps, 'EXTERNAL', '', '', person('p1')],
      ['start_tls_s and PLAIN', clear, 'PLAIN', 'p2', 'secret2', person('p2')],
      ['SCRAM-SHA-256', ldaps, 'SCRAM-SHA-256', scramUser.login, scramUser.password, scramUser.dn],
    ] as const;
    for (const [title, uri, how, login, secret, dn] of rows) {
      it(title, async () => {
        const file = join(server.scratch, 'client.py');
        writeFileSync(file, script);
        const certificate =
          how === 'EXTERNAL' ? [server.client.certFile, server.client.keyFile] : ['', ''];
        const args = [file, uri(), server.authority.certFile, ...certificate, how, login, secret];
        const { code, output } = await runProgram(python, args);
        expect(code, output).to.equal(0);
        expect(output.trim()).to.equal(as(dn));
      });
    }
  });

  describe('Net::LDAP', () => {
    if (!hasModule('perl', '-MNet::LDAP', '-MAuthen::SASL', '-MIO::Socket::SSL', '-e1')) {
      it.skip('(Net::LDAP, Authen::SASL or IO::Socket::SSL is not installed)');
      return;
    }
    const script = `
use strict; use warnings; use Net::LDAP; use Authen::SASL;
my ($uri, $ca, $cert, $key, $how, $login, $secret) = @ARGV;
my @tls = (verify => 'require', cafile => $ca);
push @tls, (clientcert => $cert, clientkey => $key) if $cert;
my $ldap = Net::LDAP->new($uri, @tls) or die $@;
if ($uri =~ /^ldap:/) { my $r = $ldap->start_tls(@tls); die $r->error if $r->code; }
my $sasl = Authen::SASL->new(mechanism => $how, callback => { user => $login, pass => $secret });
my $r = $ldap->bind(undef, sasl => $sasl, version => 3);
die $r->error_name if $r->code;
print $ldap->who_am_i->response, "\\n";
`;
    const rows = [
      ['start_tls and EXTERNAL', clear, 'EXTERNAL', '', '', person('p1')],
      ['PLAIN over LDAPS', ldaps, 'PLAIN', 'p2', 'secret2', person('p2')],
    ] as const;
    for (const [title, uri, how, login, secret, dn] of rows) {
      it(title, async () => {
        const file = join(server.scratch, 'client.pl');
        writeFileSync(file, script);
        const certificate =
          how === 'EXTERNAL' ? [server.client.certFile, server.client.keyFile] : ['', ''];
        const args = [file, uri(), server.authority.certFile, ...certificate, how, login, secret];
        const { code, output } = await runProgram('perl', [
          '-MNet::LDAP::Extension::WhoAmI',
          ...args,
        ]);
        expect(code, output).to.equal(0);
        expect(output.trim()).to.equal(as(dn));
      });
    }
  });
});
