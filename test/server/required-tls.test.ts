import { expect } from 'chai';
import { type Request } from '../../src/model/request.js';
import { type Certificate, loadCertificate } from '../../src/server/certificate.js';
import { type LdapServerOptions } from '../../src/server/ldap-server.js';
import { isLoopback } from '../../src/server/peer.js';
import { bytesOf, search, simpleBind } from './raw-client.js';
import { ServerUnderTest, whoAmI } from './server-under-test.js';

const external: Request = {
  kind: 'bind',
  version: 3,
  dn: '',
  authentication: { kind: 'sasl', mechanism: 'EXTERNAL', credentials: undefined },
};

describe('TLS that is required', () => {
  const under = new ServerUnderTest();
  let certificate: Certificate;
  before(async () => {
    certificate = await loadCertificate({
      certFile: undefined,
      keyFile: undefined,
      directory: under.scratch,
      now: new Date(),
    });
  });
  afterEach(() => under.reset());
  after(() => {
    under.remove();
  });
  const required = (): Partial<LdapServerOptions> => ({
    tls: { port: 0, ...certificate },
    requireTls: true,
  });

  it('lets nobody in the clear do more than find and start it', async () => {
    const client = await under.open(required());
    const rows: readonly (readonly [Request, string])[] = [
      [simpleBind('', ''), 'success'],
      [search(''), 'success'],
      [search('', { scope: 'sub' }), 'confidentialityRequired'],
      [search('x'), 'confidentialityRequired'],
      [simpleBind('uid=a', 'secret'), 'confidentialityRequired'],
      [simpleBind('uid=a', ''), 'confidentialityRequired'],
      [external, 'confidentialityRequired'],
      [whoAmI, 'confidentialityRequired'],
      [{ kind: 'delete', dn: 'uid=a' }, 'confidentialityRequired'],
      [{ kind: 'modify', dn: 'uid=a', changes: [] }, 'confidentialityRequired'],
    ];
    for (const [index, [request, code]] of rows.entries()) {
      client.send(bytesOf(index + 1, request));
      expect(await client.result(), request.kind).to.equal(`${String(index + 1)} ${code}`);
    }
    // The password was not looked at, nor was anything else.
    expect(under.directory.seen).to.deep.equal(['bind ', 'search ']);
  });

  it('exempts this machine by choice', async () => {
    const client = await under.open({ ...required(), tlsExempt: 'loopback' });
    client.send(bytesOf(1, simpleBind('uid=a', 'secret')), bytesOf(2, search('x')));
    expect(await client.result()).to.equal('1 success');
    expect(await client.result()).to.equal('2 success');
  });

  it('is satisfied on the local socket', async () => {
    const socketPath = `${under.scratch}/required.sock`;
    await under.open({ ...required(), socketPath });
    const client = await under.connectTo(socketPath);
    client.send(bytesOf(1, external), bytesOf(2, search('x')));
    expect(await client.result()).to.equal('1 success');
    expect(await client.result()).to.equal('2 success');
  });

  const addresses: Readonly<Record<string, boolean>> = {
    '127.0.0.1': true,
    '127.8.9.10': true,
    '::1': true,
    '::ffff:127.0.0.1': true,
    '128.0.0.1': false,
    '10.127.0.1': false,
    '127.0.0.1.example': false,
    '::ffff:10.0.0.1': false,
    '': false,
  };
  for (const [address, isLocal] of Object.entries(addresses)) {
    it(`takes “${address}” for ${isLocal ? 'this machine' : 'another'}`, () => {
      expect(isLoopback(address)).to.equal(isLocal);
    });
  }
});
