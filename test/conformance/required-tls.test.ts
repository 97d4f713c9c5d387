import { expect } from 'chai';
import { hasTool } from '../journey/ldap-tools.js';
import { person } from './checklist-fixture.js';
import { runProgram } from './client-tools.js';
import { type SecureServer, startSecureServer } from './secure-server.js';
import { suffix } from './servers.js';

const describeSecurely = hasTool('openssl') ? describe : describe.skip;

describeSecurely('with TLS required', () => {
  let server: SecureServer;
  before(async () => {
    server = await startSecureServer({ ANNUAIRE_REQUIRE_TLS: 'true' });
  });
  after(() => server.close());

  const rows: readonly (readonly [string, readonly string[], number])[] = [
    ['the root DSE is found in the clear', ['-s', 'base', '-b', ''], 0],
    ['nothing else is', ['-b', suffix], 13],
    ['nobody signs in', ['-D', person('p1'), '-w', 'secret1', '-b', ''], 13],
    ['whoever starts TLS does', ['-ZZ', '-D', person('p1'), '-w', 'secret1', '-b', suffix], 0],
  ];
  for (const [title, args, code] of rows) {
    (hasTool('ldapsearch') ? it : it.skip)(`${title} (ldapsearch)`, async () => {
      const at = ['-x', '-H', `ldap://127.0.0.1:${String(server.port)}`];
      const trust = { LDAPTLS_CACERT: server.authority.certFile };
      const answer = await runProgram('ldapsearch', [...at, ...args, '1.1'], '', trust);
      expect(answer.code, answer.output).to.equal(code);
    });
  }
});
