import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { type ScimClient, scimClient } from '../../src/provision/client.js';
import {
  clientCredentials,
  type Credentials,
  fixedToken,
  tokenOfFile,
} from '../../src/provision/credentials.js';
import { openTransport, type TransportOptions } from '../../src/provision/transport.js';
import { makeAuthority, type TestAuthority } from '../server/certificates.js';

const clock = () => new Date();
const plain: TransportOptions = {
  caFile: undefined,
  certFile: undefined,
  keyFile: undefined,
  proxy: undefined,
};
const ask = (client: ScimClient) => client.request({ method: 'GET', path: '/Users' });

describe('the way to webDCR', () => {
  const directory = mkdtempSync(join(tmpdir(), 'annuaire-webdcr-'));
  const servers: Server[] = [];
  let authority: TestAuthority;
  let seen: string[];

  const listen = async (server: Server, scheme = 'http'): Promise<string> => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  /** A target that accepts one token. */
  const target = (accepted: () => string): Promise<string> =>
    listen(
      createServer((request, response) => {
        const { authorization = '' } = request.headers;
        seen.push(authorization);
        response.writeHead(authorization === `Bearer ${accepted()}` ? 200 : 401).end('{}');
      }),
    );

  before(() => {
    authority = makeAuthority(directory, 'autorite');
  });
  beforeEach(() => {
    seen = [];
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  describe('over TLS with an authority of its own and a certificate of ours', () => {
    let url: string;
    const through = (options: Partial<TransportOptions>): ScimClient =>
      scimClient({
        url,
        credentials: fixedToken('jeton'),
        transport: openTransport({ ...plain, ...options }),
        clock,
      });

    beforeEach(async () => {
      const server = authority.issue('webdcr', '/CN=webdcr', { server: true });
      const tls = createTlsServer(
        {
          cert: readFileSync(server.certFile),
          key: readFileSync(server.keyFile),
          ca: readFileSync(authority.certFile),
          requestCert: true,
          rejectUnauthorized: true,
        },
        (_request, response) => response.end('{"totalResults":0}'),
      );
      url = await listen(tls, 'https');
    });

    it('is open to who shows it', async () => {
      const { certFile, keyFile } = authority.issue('annuaire', '/CN=annuaire');
      const client = through({ caFile: authority.certFile, certFile, keyFile });
      expect(await ask(client)).to.include({ kind: 'answer', status: 200 });
    });

    it('is closed to who shows none', async () => {
      expect((await ask(through({ caFile: authority.certFile }))).kind).to.not.equal('answer');
    });

    it('is not taken when the authority is unknown', async () => {
      expect(await ask(through({}))).to.include({ kind: 'unreachable' });
    });
  });

  it('leads through a proxy, which sees a tunnel and no token', async () => {
    const url = await target(() => 'jeton');
    const tunnels: { readonly host: string; readonly credentials: string }[] = [];
    const proxy = createServer();
    proxy.on('connect', (request: IncomingMessage, socket, head: Buffer) => {
      const { url: host = '', headers } = request;
      tunnels.push({ host, credentials: headers['proxy-authorization'] ?? '' });
      const [name = '', port = ''] = host.split(':');
      const onward = connect(Number(port), name, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        onward.write(head);
        onward.pipe(socket);
        socket.pipe(onward);
      });
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
    });
    const address = (await listen(proxy)).replace('http://', 'http://moi:secret@');
    const transport = openTransport({ ...plain, proxy: address });
    const client = scimClient({ url, credentials: fixedToken('jeton'), transport, clock });
    expect(await ask(client)).to.include({ kind: 'answer', status: 200 });
    await transport.destroy();
    expect(tunnels).to.deep.equal([
      { host: new URL(url).host, credentials: `Basic ${btoa('moi:secret')}` },
    ]);
  });

  it('takes up a token that was replaced in its file', async () => {
    const file = join(directory, 'jeton');
    writeFileSync(file, 'ancien\n');
    let accepted = 'ancien';
    const url = await target(() => accepted);
    const client = scimClient({ url, credentials: tokenOfFile(file), clock });
    expect(await ask(client)).to.include({ status: 200 });
    accepted = 'nouveau-jeton';
    writeFileSync(file, 'nouveau-jeton\n');
    expect(await ask(client)).to.include({ status: 200 });
    expect(() => tokenOfFile(join(directory, 'absent'))).to.throw('ENOENT');
  });

  describe('with OAuth 2.0 client credentials', () => {
    let tokens: { readonly authorization: string; readonly body: string }[];
    let issued: number;
    let now: number;
    let credentials: Credentials;

    beforeEach(async () => {
      tokens = [];
      issued = 0;
      now = 0;
      const server = createServer((request, response) => {
        void (async () => {
          let body = '';
          for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
          tokens.push({ authorization: request.headers.authorization ?? '', body });
          issued += 1;
          const answer = { access_token: `jeton-${issued}`, token_type: 'Bearer', expires_in: 600 };
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(answer));
        })();
      });
      const url = await listen(server);
      credentials = clientCredentials(
        { url, clientId: 'annuaire', clientSecret: 'a:b c', scope: 'scim' },
        { clock: () => new Date(now) },
      );
    });

    it('asks for a token once, and again shortly before its end', async () => {
      const client = scimClient({
        url: await target(() => `jeton-${issued}`),
        credentials,
        clock,
      });
      await Promise.all([ask(client), ask(client)]);
      await ask(client);
      expect(tokens).to.deep.equal([
        {
          authorization: `Basic ${btoa('annuaire:a%3Ab+c')}`,
          body: 'grant_type=client_credentials&scope=scim',
        },
      ]);
      now = 571_000;
      expect(await ask(client)).to.include({ status: 200 });
      expect(issued).to.equal(2);
    });

    it('asks for another one, once, when the target refuses the one it has', async () => {
      const revoked = await target(() => 'jeton-2');
      expect(await ask(scimClient({ url: revoked, credentials, clock }))).to.include({
        status: 200,
      });
      expect(seen).to.deep.equal(['Bearer jeton-1', 'Bearer jeton-2']);
      const closed = await target(() => 'aucun');
      expect(await ask(scimClient({ url: closed, credentials, clock }))).to.include({
        status: 401,
      });
      expect(issued).to.equal(3);
    });

    it('says that the target cannot be reached when no token can be had', async () => {
      const none = clientCredentials(
        { url: 'http://127.0.0.1:9/', clientId: 'a', clientSecret: 'b', scope: undefined },
        { clock },
      );
      const client = scimClient({ url: await target(() => 'x'), credentials: none, clock });
      expect(await ask(client)).to.include({ kind: 'unreachable' });
      expect(seen).to.deep.equal([]);
    });
  });
});
