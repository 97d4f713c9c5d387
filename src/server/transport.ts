import { type Socket } from 'node:net';

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
