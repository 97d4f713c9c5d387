import { type Socket } from 'node:net';
import { type ResultCodeName } from '../model/result.js';
import { writeNotice } from '../protocol/encode-response.js';
import { BerWriter } from '../protocol/writer.js';
import { ConnectionCount, localAddress } from './connection-count.js';
import { type Environment, type ListenerKind } from './environment.js';
import { closeGently } from './transport.js';

const refusedAtOnceMax = 64;

/** Who may connect: new connections are counted here, and turned away when they are too many. */
export class Admission {
  readonly #environment: Pick<Environment, 'limits' | 'connections'>;
  readonly #count: ConnectionCount;
  #refused = 0;

  constructor(environment: Pick<Environment, 'limits' | 'connections' | 'isTrustedAddress'>) {
    this.#environment = environment;
    this.#count = new ConnectionCount(environment.limits, environment.isTrustedAddress);
  }

  /** The address of a connection that may stay, to be released when it ends. */
  admit(socket: Socket, listener: ListenerKind): string | undefined {
    const address = addressOf(socket, listener);
    const refusal = address === undefined ? 'gone' : this.#count.admit(address);
    if (refusal === undefined) return address;
    this.#refuse(socket, listener, { address, reason: refusal });
    return undefined;
  }

  release(address: string): void {
    this.#count.release(address);
  }

  /** Says why where that costs nothing: in the clear, and to a few at a time. */
  #refuse(
    socket: Socket,
    listener: ListenerKind,
    { address, reason }: { readonly address: string | undefined; readonly reason: string },
  ): void {
    socket.on('error', () => socket.destroy());
    if (address === undefined) {
      socket.destroy();
      return;
    }
    this.#environment.connections.ended({ address, reason });
    if (listener === 'ldaps' || this.#refused >= refusedAtOnceMax) {
      socket.destroy();
      return;
    }
    this.#refused += 1;
    socket.once('close', () => {
      this.#refused -= 1;
    });
    const { lingerMs } = this.#environment.limits;
    socket.write(noticeOf('busy', reason));
    closeGently(socket, { lingerMs, flushMs: lingerMs });
  }
}

/** Undefined of a socket that has come and gone. */
export function addressOf(socket: Socket, listener: ListenerKind): string | undefined {
  if (listener === 'local') return localAddress;
  return socket.remoteAddress?.replace(/^::ffff:/, '');
}

function noticeOf(code: ResultCodeName, message: string): Buffer {
  const writer = new BerWriter();
  writeNotice(writer, code, message);
  return writer.copy();
}
