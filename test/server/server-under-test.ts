import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { defaultLimits, type IdentityLimits } from '../../src/access/limits.js';
import { type OperationRecord } from '../../src/operations/directory.js';
import { noticeOfDisconnectionOid } from '../../src/protocol/encode-response.js';
import { startTlsOid } from '../../src/protocol/extended/start-tls.js';
import { whoAmIOid } from '../../src/protocol/extended/who-am-i.js';
import {
  type LdapServer,
  type LdapServerOptions,
  startLdapServer,
} from '../../src/server/ldap-server.js';
import { type FakeDirectory, fakeDirectory } from './fake-directory.js';
import { bytesOf, RawClient } from './raw-client.js';

export const whoAmI = { kind: 'extended', oid: whoAmIOid, value: undefined } as const;
export const startTls = { kind: 'extended', oid: startTlsOid, value: undefined } as const;

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

interface TestOptions extends Partial<LdapServerOptions> {
  /** The limits of everybody, and of who has signed in. */
  readonly identity?: Partial<IdentityLimits>;
  readonly identified?: Partial<IdentityLimits>;
}

/** A server over the fake directory, and clients of it, all closed after each test. */
export class ServerUnderTest {
  readonly scratch = mkdtempSync(join(tmpdir(), 'ldap-'));
  directory: FakeDirectory = fakeDirectory();
  records: OperationRecord[] = [];
  server: LdapServer | undefined;
  #clients: RawClient[] = [];

  /** Starts the server, if it is not, and connects to it. */
  async open({ identity = {}, identified = {}, ...options }: TestOptions = {}): Promise<RawClient> {
    if (!this.server) {
      const limits = { ...defaultLimits, ...identity };
      this.directory = fakeDirectory((actor) =>
        actor.kind === 'anonymous' ? limits : { ...limits, ...identified },
      );
      this.records = [];
      this.server = await startLdapServer({
        directory: this.directory,
        host: '127.0.0.1',
        port: 0,
        observer: (record) => void this.records.push(record),
        ...options,
      });
    }
    return this.connectTo(this.server.port ?? 0);
  }

  async connectTo(target: number | string): Promise<RawClient> {
    const client = await RawClient.open(target);
    this.#clients.push(client);
    return client;
  }

  /** To be called after each test. */
  async reset(): Promise<void> {
    for (const client of this.#clients) client.close();
    this.#clients = [];
    this.directory.release();
    await this.server?.close(0);
    this.server = undefined;
  }

  /** To be called after the last. */
  remove(): void {
    rmSync(this.scratch, { recursive: true });
  }
}

/** The authorization identity of a connection. */
export async function whoIs(client: RawClient, id = 99): Promise<string> {
  client.send(bytesOf(id, whoAmI));
  const message = await client.next();
  if (message?.response.kind !== 'result') throw new Error('a result is expected');
  return message.response.value?.toString() ?? 'absent';
}

/** The connection ends, and the last it says is a Notice of Disconnection. */
export async function expectNotice(client: RawClient, code: string): Promise<void> {
  const messages = await client.rest();
  const last = messages.at(-1);
  expect(last?.id).to.equal(0);
  const response = last?.response;
  if (response?.kind !== 'result') throw new Error('a notice is expected');
  expect(response.oid).to.equal(noticeOfDisconnectionOid);
  expect(response.result.code).to.equal(code);
}
