import { type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
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

/**
 * Puts TLS over a socket whose last clear bytes are written, and hands over the secure one when
 * the handshake is done. A handshake that fails or lasts ends the connection.
 */
export function secure(
  clear: Socket,
  options: { readonly secureContext: SecureContext; readonly timeoutMs: number },
  done: (socket: Socket) => void,
): void {
  clear.pause();
  for (const event of ['data', 'end', 'drain']) clear.removeAllListeners(event);
  const socket = new TLSSocket(clear, {
    isServer: true,
    secureContext: options.secureContext,
    allowHalfOpen: true,
  } as ConstructorParameters<typeof TLSSocket>[1]);
  const timer = setTimeout(() => {
    socket.destroy();
    clear.destroy();
  }, options.timeoutMs);
  const fail = (): void => {
    clearTimeout(timer);
    socket.destroy();
    clear.destroy();
  };
  socket.on('error', fail);
  socket.once('close', fail);
  socket.once('secure', () => {
    clearTimeout(timer);
    socket.off('error', fail);
    done(socket);
  });
}

/**
 * Ends our side, and goes on reading into nothing for a moment: closing over unread bytes would
 * reset the connection and could take our last answer with it.
 */
export function closeGently(
  socket: Socket,
  { lingerMs, flushMs }: { readonly lingerMs: number; readonly flushMs: number },
): void {
  socket.removeAllListeners('data');
  socket.on('data', () => undefined);
  let timer = setTimeout(destroy, flushMs);
  function destroy(): void {
    socket.destroy();
  }
  socket.once('close', () => {
    clearTimeout(timer);
  });
  socket.end(() => {
    clearTimeout(timer);
    if (!socket.destroyed) timer = setTimeout(destroy, lingerMs);
  });
  socket.resume();
}

/** Resolves with the promise, or after the time: whatever is still under way goes on. */
export function within(timeMs: number, promise: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeMs);
    void promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
