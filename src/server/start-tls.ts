import { type Socket } from 'node:net';
import { createServer, type SecureContextOptions, type Server, type TlsOptions } from 'node:tls';
import { type Control, type ExtendedRequest } from '../model/request.js';
import { type Result, resultOf } from '../model/result.js';
import { refuseCriticalControls, resultOfThrown } from './refusals.js';

interface StartTlsFacts {
  readonly controls: readonly Control[];
  readonly isSecure: boolean;
  /** No other operation is under way. */
  readonly isAlone: boolean;
  readonly isConfigured: boolean;
}

/** Why StartTLS is refused, if it is (RFC 4511 §4.14.1). */
export function startTlsRefusal(
  request: ExtendedRequest,
  facts: StartTlsFacts,
): Result | undefined {
  try {
    refuseCriticalControls(facts.controls);
  } catch (error) {
    return resultOfThrown(error);
  }
  if (request.value) return resultOf('protocolError', { message: 'StartTLS takes no value' });
  if (facts.isSecure) return resultOf('operationsError', { message: 'already secure' });
  // A server without TLS does not know the operation (RFC 4511 §4.14.2).
  if (!facts.isConfigured) return resultOf('protocolError', { message: 'TLS is not configured' });
  if (facts.isAlone) return undefined;
  return resultOf('operationsError', { message: 'operations are outstanding' });
}

interface Upgrade {
  readonly clear: Socket;
  readonly done: (socket: Socket) => void;
}

/**
 * Puts TLS over connections that began in the clear. They are handed to a TLS server that listens
 * nowhere, which does with them what the LDAPS listener does with its own: the same settings, the
 * same check of client certificates, the same time-out.
 */
export class TlsUpgrades {
  readonly #server: Server;
  /** By both ends of the connection: the TLS server answers with a socket of its own. */
  readonly #underWay = new Map<string, Upgrade>();

  constructor(options: TlsOptions) {
    this.#server = createServer(options);
    this.#server.on('secureConnection', (socket) => {
      const upgrade = this.#take(socket);
      if (upgrade) upgrade.done(socket);
      else socket.destroy();
    });
    this.#server.on('tlsClientError', (_error, socket) => {
      this.#take(socket)?.clear.destroy();
      socket.destroy();
    });
  }

  /** Handshakes from now on go by other settings. */
  setSecureContext(options: SecureContextOptions): void {
    this.#server.setSecureContext(options);
  }

  /**
   * Puts TLS over a socket whose last clear bytes are written, and hands over the secure one when
   * the handshake is done. A handshake that fails or lasts ends the connection.
   */
  secure(clear: Socket, done: Upgrade['done']): void {
    clear.pause();
    for (const event of ['data', 'end', 'drain']) clear.removeAllListeners(event);
    const ends = endsOf(clear);
    this.#underWay.set(ends, { clear, done });
    clear.once('close', () => {
      if (this.#underWay.get(ends)?.clear === clear) this.#underWay.delete(ends);
    });
    this.#server.emit('connection', clear);
  }

  #take(socket: Socket): Upgrade | undefined {
    const ends = endsOf(socket);
    const upgrade = this.#underWay.get(ends);
    this.#underWay.delete(ends);
    return upgrade;
  }
}

function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return [remoteAddress, remotePort, localAddress, localPort].join(' ');
}
