import { connect, type Socket } from 'node:net';
import type { Control, Request } from '../model/request.js';
import {
  decodeResponse,
  type Response,
  type ResponseMessage,
} from '../protocol/decode-response.js';
import { writeRequest } from '../protocol/encode-request.js';
import { Framer } from '../protocol/framer.js';
import { BerWriter } from '../protocol/writer.js';
import { CommandError, Exit } from './exit.js';

type FinalResponse = Extract<Response, { kind: 'result' }>;

interface Pending {
  readonly onResponse: (response: Response) => void;
  readonly resolve: (response: FinalResponse) => void;
  readonly reject: (error: Error) => void;
}

const pduBytesMax = 64 * 1024 * 1024;

/** A client of our own server over its local socket; requests may overlap. */
export class LdapClient {
  readonly #socket: Socket;
  readonly #framer = new Framer(pduBytesMax);
  readonly #writer = new BerWriter();
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    socket.on('error', (error) => {
      this.#fail(error);
    });
    socket.on('close', () => {
      this.#fail(new CommandError(Exit.refused, 'the server closed the connection'));
    });
  }

  /** Connects to a local socket; undefined when no server listens there. */
  static open(path: string): Promise<LdapClient | undefined> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('connect', () => {
        socket.removeAllListeners('error');
        resolve(new LdapClient(socket));
      });
      socket.once('error', (error: NodeJS.ErrnoException) => {
        const absent = error.code === 'ENOENT' || error.code === 'ECONNREFUSED';
        if (absent) resolve(undefined);
        else reject(error);
      });
    });
  }

  /** Sends a request and resolves with its final response; others go to `onResponse`. */
  request(
    request: Request,
    controls: readonly Control[] = [],
    onResponse: (response: Response) => void = () => undefined,
  ): Promise<FinalResponse> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { onResponse, resolve, reject });
      this.#writer.reset();
      writeRequest(this.#writer, id, request, controls);
      this.#socket.write(this.#writer.copy());
    });
  }

  close(): void {
    this.#pending.clear();
    this.#writer.reset();
    writeRequest(this.#writer, this.#nextId, { kind: 'unbind' });
    this.#socket.end(this.#writer.copy());
  }

  #receive(chunk: Buffer): void {
    this.#framer.push(chunk);
    for (let pdu = this.#framer.next(); pdu; pdu = this.#framer.next()) {
      this.#deliver(decodeResponse(pdu));
    }
  }

  #deliver({ id, response }: ResponseMessage): void {
    if (id === 0 && response.kind === 'result') {
      this.#fail(new CommandError(Exit.refused, response.result.message));
      return;
    }
    const pending = this.#pending.get(id);
    if (response.kind !== 'result') {
      pending?.onResponse(response);
      return;
    }
    this.#pending.delete(id);
    pending?.resolve(response);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    this.#socket.destroy();
  }
}
