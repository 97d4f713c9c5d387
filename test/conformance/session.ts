import type { Control, Request } from '../../src/model/request.js';
import type { Result, ResultCodeName } from '../../src/model/result.js';
import { type AttributeInput } from '../../src/model/modification.js';
import { LdapConnection } from './client/connection.js';
import { messageOctets, type Octets } from './client/message.js';
import type { ResponseControl, ResponseRead } from './client/responses.js';
import { simpleBind } from './asked.js';

export * from './asked.js';

export interface FoundEntry {
  readonly dn: string;
  readonly attributes: readonly AttributeInput[];
  readonly controls: readonly ResponseControl[];
}

/** All that a server answered to one request. */
export interface Answer {
  readonly entries: readonly FoundEntry[];
  readonly references: readonly string[];
  readonly result: Result;
  /** responseName and responseValue of an extended operation. */
  readonly oid: string | undefined;
  readonly value: Buffer | undefined;
  readonly saslCredentials: Buffer | undefined;
}

/** A connection on which requests are sent one after the other. */
export class Session {
  readonly connection: LdapConnection;
  #lastId = 0;

  constructor(connection: LdapConnection) {
    this.connection = connection;
  }

  static async open(port: number, dn = '', password = ''): Promise<Session> {
    const session = new Session(await LdapConnection.open(port));
    if (dn !== '') {
      const { result } = await session.ask(simpleBind(dn, password));
      if (result.code !== 'success') throw new Error(`bind as ${dn}: ${result.code}`);
    }
    return session;
  }

  async ask(request: Request | Octets, controls: readonly Control[] = []): Promise<Answer> {
    return this.answer(this.send(request, controls));
  }

  /** Sends without waiting, and says under which messageID. */
  send(request: Request | Octets, controls: readonly Control[] = []): number {
    const id = ++this.#lastId;
    this.connection.send(messageOctets(id, request, controls));
    return id;
  }

  /**
   * What comes until the final result of a request.
   *
   * @throws Error when the connection ends before, or something else is answered
   */
  async answer(id: number): Promise<Answer> {
    const entries: FoundEntry[] = [];
    const references: string[] = [];
    for (;;) {
      const message = await this.connection.next();
      if (!message) throw new Error('the server closed the connection');
      const { response, controls } = message;
      if (message.id !== id) throw new Error(`answered to ${message.id}: ${said(response)}`);
      if (response.kind === 'entry') entries.push({ ...response, controls });
      if (response.kind === 'reference') references.push(...response.uris);
      if (response.kind === 'result') {
        const { result, oid, value, saslCredentials } = response;
        const code = result.code as ResultCodeName;
        return { entries, references, result: { ...result, code }, oid, value, saslCredentials };
      }
    }
  }

  close(): void {
    this.connection.close();
  }
}

const said = (response: ResponseRead): string =>
  response.kind === 'result'
    ? `${response.result.code} ${response.oid ?? ''} ${response.result.message}`
    : response.kind;
