import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { type MessageRead, readMessage } from './responses.js';

export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** How many octets the first element takes; undefined until its length has arrived. */
function elementLength(octets: Buffer): number | undefined {
  const first = octets[1];
  if (first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const more = first & 0x7f;
  return octets.length < 2 + more ? undefined : 2 + more + octets.readUIntBE(2, more);
}

/** A socket on which tests write what they like and read messages one by one. */
export class LdapConnection {
  #socket: Socket;
  #pending: Buffer[] = [];
  #pendingLength = 0;
  #received: MessageRead[] = [];
  #fault: Error | undefined;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  static async open(port: number): Promise<LdapConnection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const connection = new LdapConnection(socket);
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return connection;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** How many messages wait to be read. */
  get received(): number {
    return this.#received.length;
  }

  send(...chunks: readonly Buffer[]): void {
    this.#socket.write(Buffer.concat(chunks));
  }

  /** The next message; undefined once the server has closed the connection. */
  async next(): Promise<MessageRead | undefined> {
    for (;;) {
      const message = this.#received.shift();
      if (message) return message;
      if (this.#fault) throw this.#fault;
      if (this.#isClosed) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Everything until the connection closes. */
  async rest(): Promise<MessageRead[]> {
    const messages: MessageRead[] = [];
    for (let one = await this.next(); one; one = await this.next()) messages.push(one);
    return messages;
  }

  /** Puts TLS over the connection; whoever the server is. */
  async secure(options: ConnectionOptions = {}): Promise<void> {
    this.#socket.removeAllListeners('data');
    const secure = connectTls({ socket: this.#socket, rejectUnauthorized: false, ...options });
    this.#socket = secure;
    this.#listen();
    await new Promise((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
      secure.once('close', () => {
        reject(new Error('closed during the handshake'));
      });
    });
  }

  /** Reads no more from the network until `resume`. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#pending.push(chunk);
      this.#pendingLength += chunk.length;
      try {
        this.#takeAll();
      } catch (error) {
        this.#fault = error as Error;
      }
      this.#wake?.();
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#isClosed = true;
      this.#wake?.();
    });
  }

  /** A large message comes in many chunks: they are joined when they are enough. */
  #takeAll(): void {
    for (;;) {
      const [first] = this.#pending;
      if (!first) return;
      if (first.length < 6) this.#join();
      const length = elementLength(this.#pending[0] ?? first);
      if (length === undefined || this.#pendingLength < length) return;
      this.#join();
      const octets = this.#pending[0] ?? first;
      this.#received.push(readMessage(octets.subarray(0, length)));
      this.#pendingLength -= length;
      this.#pending = this.#pendingLength === 0 ? [] : [octets.subarray(length)];
    }
  }

  #join(): void {
    if (this.#pending.length > 1) this.#pending = [Buffer.concat(this.#pending)];
  }
}
