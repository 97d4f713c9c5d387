import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { anyEntry } from '../../src/model/filter.js';
import { type Control, type Request, type SearchRequest } from '../../src/model/request.js';
import { decodeResponse, type ResponseMessage } from '../../src/protocol/decode-response.js';
import { writeRequest } from '../../src/protocol/encode-request.js';
import { Framer } from '../../src/protocol/framer.js';
import { ProtocolError } from '../../src/protocol/protocol-error.js';
import { BerWriter } from '../../src/protocol/writer.js';

/** The bytes of a request. */
export function bytesOf(id: number, request: Request, controls: readonly Control[] = []): Buffer {
  const writer = new BerWriter();
  writeRequest(writer, id, request, controls);
  return writer.copy();
}

export function search(base: string, options: Partial<SearchRequest> = {}): SearchRequest {
  return {
    kind: 'search',
    base,
    scope: 'base',
    deref: 'never',
    sizeLimit: 0,
    timeLimit: 0,
    typesOnly: false,
    filter: anyEntry,
    attributes: [],
    ...options,
  };
}

export function simpleBind(dn: string, password: string, version = 3): Request {
  return {
    kind: 'bind',
    version,
    dn,
    authentication: { kind: 'simple', password: Buffer.from(password) },
  };
}

export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A socket on which tests write what they like and read responses one by one. */
export class RawClient {
  socket: Socket;
  readonly #framer = new Framer(64 * 1024 * 1024);
  readonly #received: ResponseMessage[] = [];
  #waiting: ((message: ResponseMessage | undefined) => void)[] = [];
  #isClosed = false;

  constructor(socket: Socket) {
    this.socket = socket;
    this.#listen();
  }

  static async open(target: number | string): Promise<RawClient> {
    const socket = typeof target === 'number' ? connect(target, '127.0.0.1') : connect(target);
    const client = new RawClient(socket);
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  send(...chunks: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(chunks));
  }

  /** The next response; undefined once the connection is closed. */
  next(): Promise<ResponseMessage | undefined> {
    const message = this.#received.shift();
    if (message ?? this.#isClosed) return Promise.resolve(message);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Everything until the connection closes. */
  async rest(): Promise<ResponseMessage[]> {
    const messages: ResponseMessage[] = [];
    for (;;) {
      const message = await this.next();
      if (!message) return messages;
      messages.push(message);
    }
  }

  /** The next final result, as `id code`. */
  async result(): Promise<string> {
    for (;;) {
      const message = await this.next();
      if (!message) return 'closed';
      if (message.response.kind === 'result')
        return `${message.id} ${message.response.result.code}`;
    }
  }

  /** Puts TLS over the connection. */
  async secure(): Promise<void> {
    this.socket.removeAllListeners('data');
    const secure = connectTls({ socket: this.socket, rejectUnauthorized: false });
    this.socket = secure;
    this.#listen();
    await new Promise((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  #listen(): void {
    this.socket.on('data', (chunk: Buffer) => {
      try {
        this.#take(chunk);
      } catch (error) {
        // What is no LDAP ends the connection, as it would for any client.
        if (!(error instanceof ProtocolError)) throw error;
        this.socket.destroy();
      }
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.#isClosed = true;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve(undefined);
    });
  }

  #take(chunk: Buffer): void {
    this.#framer.push(chunk);
    for (let pdu = this.#framer.next(); pdu; pdu = this.#framer.next()) {
      const message = decodeResponse(pdu);
      const waiting = this.#waiting.shift();
      if (waiting) waiting(message);
      else this.#received.push(message);
    }
  }
}
