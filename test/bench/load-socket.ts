import { connect, type Socket } from 'node:net';
import { answerIn, Frames, operationIn } from './frames.js';

/** BindResponse, SearchResultDone, ModifyResponse, AddResponse: what ends an operation. */
const endings: ReadonlySet<number> = new Set([0x61, 0x65, 0x67, 0x69]);
const searchResultEntry = 0x64;

/** What a connection under load is told. */
export interface LoadEvents {
  /** One entry, and the octets of its message. */
  entry(octets: number): void;
  /** The contents of the message that ends an operation, just before `ended`. */
  ending?(message: Buffer): void;
  ended(id: number, code: number): void;
  /** The server has closed the connection. */
  closed(): void;
  /** All that one chunk held has been told. */
  chunkTaken(): void;
}

/** Connects and, where a login is given, signs in. @throws Error when that is refused */
export async function openLoadSocket(
  { port, login }: { readonly port: number; readonly login: Buffer },
  events: LoadEvents,
): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  // What follows an error is the end, which is told.
  socket.on('error', () => undefined);
  let loggedIn: ((code: number) => void) | undefined;
  const frames = new Frames((bytes, start, end) => {
    const op = operationIn(bytes, start);
    if (op === searchResultEntry) events.entry(end - start);
    if (!endings.has(op)) return;
    const { id, code } = answerIn(bytes, start);
    if (loggedIn) {
      loggedIn(code);
      return;
    }
    events.ending?.(bytes.subarray(start, end));
    events.ended(id, code);
  });
  socket.on('data', (chunk: Buffer) => {
    frames.push(chunk);
    events.chunkTaken();
  });
  const code = await new Promise<number>((resolve, reject) => {
    loggedIn = resolve;
    socket.once('close', () => {
      if (loggedIn) reject(new Error('the server closes the connection'));
      else events.closed();
    });
    socket.write(login);
  });
  loggedIn = undefined;
  if (code !== 0) throw new Error(`the load may not log in: ${String(code)}`);
  return socket;
}
