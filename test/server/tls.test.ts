import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { type Request } from '../../src/model/request.js';
import { type LdapServerOptions } from '../../src/server/ldap-server.js';
import { hasTool } from '../journey/ldap-tools.js';
import { makeAuthority, type MadeCertificate, type TestAuthority } from './certificates.js';
import { bytesOf, RawClient, search, simpleBind } from './raw-client.js';
import { pause, ServerUnderTest, startTls, whoAmI, whoIs } from './server-under-test.js';

const external: Request = {
  kind: 'bind',
  version: 3,
  dn: '',
  authentication: { kind: 'sasl', mechanism: 'EXTERNAL', credentials: undefined },
};

(hasTool('openssl') ? describe : describe.skip)('TLS under LDAP', () => {
  const under = new ServerUnderTest();
  let authority: TestAuthority;
  let server: MadeCertificate;
  let renewed: MadeCertificate;
  before(() => {
    authority = makeAuthority(under.scratch, 'ca');
    server = authority.issue('server', '/CN=localhost', { server: true });
    renewed = authority.issue('renewed', '/CN=renewed', { server: true });
  });
  afterEach(() => under.reset());
  after(() => {
    under.remove();
  });

  const tls = (more: { clientCa?: string } = {}): Partial<LdapServerOptions> => ({
    tls: { port: 0, cert: server.cert, key: server.key, ...more },
  });
  const tlsPort = (): number => under.server?.tlsPort ?? 0;

  const shake = async (
    options: ConnectionOptions,
  ): Promise<{ client: RawClient; socket: TLSSocket }> => {
    const socket = connect({ host: '127.0.0.1', rejectUnauthorized: false, ...options });
    const client = new RawClient(socket);
    await new Promise((resolve, reject) => {
      socket.once('secureConnect', resolve);
      socket.once('error', reject);
      socket.once('close', () => {
        reject(new Error('closed'));
      });
    });
    return { client, socket };
  };
  /** Waits until there are so many connections beside the one that `open` made. */
  const others = async (count: number): Promise<void> => {
    const all = (): number | undefined => under.server?.connectionCount;
    for (let left = 200; left > 0 && all() !== count + 1; left -= 1) await pause(20);
    expect(all()).to.equal(count + 1);
  };

  /** Over LDAPS, and after StartTLS. */
  const ways: Readonly<
    Record<
      string,
      (options?: ConnectionOptions) => Promise<{ client: RawClient; socket: TLSSocket }>
    >
  > = {
    LDAPS: (options) => shake({ port: tlsPort(), ...options }),
    StartTLS: async (options) => {
      const clear = await under.connectTo(under.server?.port ?? 0);
      clear.send(bytesOf(1, startTls));
      expect(await clear.result()).to.equal('1 success');
      clear.socket.removeAllListeners('data');
      return shake({ socket: clear.socket, ...options });
    },
  };

  for (const [way, secured] of Object.entries(ways)) {
    describe(way, () => {
      it('is of TLS 1.2 or 1.3', async () => {
        await under.open(tls());
        for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
          const { client, socket } = await secured({ minVersion: version, maxVersion: version });
          expect(socket.getProtocol()).to.equal(version);
          expect(await whoIs(client)).to.equal('');
          client.close();
        }
      });

      for (const version of ['TLSv1', 'TLSv1.1'] as const) {
        it(`is not of ${version}, whatever the client allows itself`, async () => {
          await under.open(tls());
          const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
          let failure: unknown;
          await secured(old).catch((error: unknown) => (failure = error));
          expect(failure).to.have.property('code', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
        });
      }

      it('says what client certificate there is, and whether it is accepted', async () => {
        const stranger = makeAuthority(under.scratch, 'stranger');
        const rows: readonly (readonly [MadeCertificate | undefined, string])[] = [
          [undefined, 'tls'],
          [authority.issue('good', '/CN=good'), 'tls verified'],
          [authority.issue('old', '/CN=old', { days: -1 }), 'tls CERT_HAS_EXPIRED'],
          [stranger.issue('other', '/CN=other'), 'tls UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
          [stranger, 'tls DEPTH_ZERO_SELF_SIGNED_CERT'],
        ];
        await under.open(tls({ clientCa: authority.cert }));
        for (const [certificate, facts] of rows) {
          const { cert, key } = certificate ?? {};
          const { client } = await secured(certificate && { cert, key });
          client.send(bytesOf(1, external));
          expect(await client.result()).to.equal('1 authMethodNotSupported');
          expect(under.directory.seen.at(-1)).to.equal(`sasl EXTERNAL ${facts}`);
          client.close();
        }
      });

      it('does not ask for client certificates without authorities', async () => {
        await under.open(tls());
        const { cert, key } = authority.issue('good', '/CN=good');
        const { client } = await secured({ cert, key });
        client.send(bytesOf(1, external));
        await client.result();
        expect(under.directory.seen.at(-1)).to.equal('sasl EXTERNAL tls');
      });

      it('knows which certificates are revoked', async () => {
        const revoked = authority.issue('revoked', '/CN=revoked');
        const good = authority.issue('still-good', '/CN=good');
        const clientCa = authority.cert + authority.revocationList([revoked]);
        await under.open(tls({ clientCa }));
        for (const [{ cert, key }, facts] of [
          [revoked, 'CERT_REVOKED'],
          [good, 'verified'],
        ] as const) {
          const { client } = await secured({ cert, key });
          client.send(bytesOf(1, external));
          await client.result();
          expect(under.directory.seen.at(-1)).to.equal(`sasl EXTERNAL tls ${facts}`);
          client.close();
        }
      });

      it('goes by another certificate once there is one, while old connections go on', async () => {
        await under.open(tls());
        const nameOf = (socket: TLSSocket): unknown => socket.getPeerCertificate().subject.CN;
        const before = await secured();
        expect(nameOf(before.socket)).to.equal('localhost');
        under.server?.useCertificate(renewed);
        const after = await secured();
        expect(nameOf(after.socket)).to.equal('renewed');
        expect(await whoIs(before.client)).to.equal('');
        expect(await whoIs(after.client)).to.equal('');
      });

      it('ends with the connection: after a closure alert nothing is served', async () => {
        await under.open(tls());
        const { client, socket } = await secured();
        client.send(bytesOf(1, search('x')));
        expect(await client.result()).to.equal('1 success');
        socket.end();
        expect(await client.rest()).to.deep.equal([]);
        await others(0);
      });

      it('keeps the count of connections right', async () => {
        await under.open({ ...tls(), limits: { connectionsPerAddressMax: 3 } });
        for (let count = 0; count < 6; count += 1) {
          const { client } = await secured();
          expect(await whoIs(client)).to.equal('');
          await others(1);
          client.close();
          await others(0);
        }
      });
    });
  }

  describe('StartTLS (RFC 4511 §4.14)', () => {
    it('keeps who has bound, now over TLS', async () => {
      const client = await under.open(tls());
      client.send(bytesOf(1, simpleBind('uid=a', 'secret')), bytesOf(2, startTls));
      expect(await client.result()).to.equal('1 success');
      expect(await client.result()).to.equal('2 success');
      await client.secure();
      expect(await whoIs(client)).to.equal('dn:uid=a');
    });

    it('does nothing of what was injected in the clear, in the same segment or the next', async () => {
      const injected = [
        bytesOf(2, simpleBind('uid=injected', 'secret')),
        bytesOf(3, search('injected')),
        bytesOf(4, { kind: 'delete', dn: 'uid=injected' }),
      ];
      for (const isApart of [false, true]) {
        const client = await under.open(tls());
        if (isApart) {
          client.send(bytesOf(1, startTls));
          await pause(5);
          client.send(...injected);
        } else {
          client.send(bytesOf(1, startTls), ...injected);
        }
        expect(await client.result()).to.equal('1 success');
        if (isApart) {
          // To the handshake these are no handshake: it fails, and the connection with it.
          expect(await client.rest()).to.deep.equal([]);
        } else {
          await client.secure();
          expect(await whoIs(client)).to.equal('');
        }
        expect(under.directory.seen.join()).not.to.contain('injected');
      }
    });

    it('forgets what is half a message when it starts', async () => {
      const client = await under.open(tls());
      const half = bytesOf(2, { kind: 'delete', dn: 'uid=victim' }).subarray(0, 10);
      client.send(bytesOf(1, startTls), half);
      expect(await client.result()).to.equal('1 success');
      await client.secure();
      expect(await whoIs(client)).to.equal('');
    });

    it('serves nobody whose handshake fails, and everybody else', async () => {
      const client = await under.open(tls());
      client.send(bytesOf(1, startTls));
      expect(await client.result()).to.equal('1 success');
      client.send(bytesOf(2, whoAmI));
      expect(await client.rest()).to.deep.equal([]);
      const other = await under.open(tls());
      other.send(bytesOf(1, startTls));
      expect(await other.result()).to.equal('1 success');
      await other.secure();
      expect(await whoIs(other)).to.equal('');
    });

    it('is an operation that nobody knows where TLS is not configured (76)', async () => {
      const client = await under.open();
      client.send(bytesOf(1, startTls));
      expect(await client.result()).to.equal('1 protocolError');
    });
  });

  it('refuses TLS 1.1 to `openssl s_client` too', async () => {
    await under.open(tls());
    const run = (...args: string[]): Promise<string> =>
      new Promise((resolve) => {
        const child = execFile('openssl', ['s_client', ...args], (_error, stdout, stderr) => {
          resolve(stdout + stderr);
        });
        child.stdin?.end();
      });
    const at = ['-connect', `127.0.0.1:${String(tlsPort())}`];
    const clear = ['-connect', `127.0.0.1:${String(under.server?.port)}`, '-starttls', 'ldap'];
    const old = ['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0'];
    expect(await run(...at, ...old)).to.contain('alert protocol version');
    expect(await run(...clear, ...old)).to.contain('alert protocol version');
    expect(await run(...at)).to.match(/Protocol *: TLSv1\.3|New, TLSv1\.3/);
    expect(await run(...clear)).to.match(/Protocol *: TLSv1\.3|New, TLSv1\.3/);
  });
});
