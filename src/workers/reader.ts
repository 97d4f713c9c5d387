import { Socket } from 'node:net';
import type { Measures } from '../observe/measures.js';
import type { Writes } from '../operations/writes.js';
import type { Certificate } from '../server/certificate.js';
import { forwardedWrites } from './forwarded-writes.js';
import type { SharedListener, ToPrimary, ToWorker } from './messages.js';
import { SharedIdentityCount } from './shared-identity-count.js';
import { writesDescriptor } from './worker-process.js';
import { forwardOver } from './write-stream.js';

/** What a worker serves with, once it is open. */
export interface Reader {
  take(socket: Socket, listener: SharedListener): void;
  useCertificate(certificate: Certificate): void;
  measures(): Promise<Measures>;
  close(graceMs: number): Promise<void>;
}

/** What a worker has of the primary while it serves. */
export interface Primary {
  readonly writes: Writes;
  readonly identities: SharedIdentityCount;
}

/** How often changed counts of identities are told. */
const tellEveryMs = 100;

/**
 * The life of a worker: it serves what the primary hands to it, has its writes done there, and
 * ends with it. Signals are the primary's affair: a terminal sends them to all.
 *
 * @param open what `start` of the primary asks for; `catchUp` is to be called by what it answers
 */
export function serveAsReader(
  open: (start: unknown, primary: Primary) => Promise<Reader>,
  catchUp: () => void,
): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit(1));
  const stream = new Socket({ fd: writesDescriptor, readable: true, writable: true });
  // It ends with the primary, of which the channel tells.
  stream.on('error', () => undefined);
  const identities = new SharedIdentityCount();
  const writes = forwardedWrites(forwardOver(stream, catchUp));
  const closings = new Closings();
  let reader: Reader | undefined;
  process.on('message', (message: ToWorker, socket: unknown) => {
    if (message.kind === 'start') {
      open(message.start, { writes, identities }).then((opened) => {
        reader = opened;
        tellChanges(identities);
        tell({ kind: 'ready' });
      }, fail);
    } else if (message.kind === 'connection') {
      closings.follow(message.id, socket instanceof Socket ? socket : undefined);
      if (socket instanceof Socket) reader?.take(socket, message.listener);
    } else if (message.kind === 'identities') {
      identities.learn(message.counts);
    } else {
      obey(message, reader);
    }
  });
}

function obey(
  message: Extract<ToWorker, { kind: 'certificate' | 'measure' | 'close' }>,
  reader: Reader | undefined,
): void {
  if (message.kind === 'certificate') {
    reader?.useCertificate(message.certificate);
  } else if (message.kind === 'measure') {
    const { id } = message;
    void reader?.measures().then((measures) => {
      tell({ kind: 'measures', id, measures });
    });
  } else {
    void (reader?.close(message.graceMs) ?? Promise.resolve()).finally(() => process.exit(0));
  }
}

function tell(message: ToPrimary): void {
  if (process.connected) process.send?.(message);
}

function fail(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.send?.({ kind: 'failed', reason } satisfies ToPrimary, () => process.exit(1));
}

function tellChanges(identities: SharedIdentityCount): void {
  setInterval(() => {
    const counts = identities.changes();
    if (counts.length > 0) tell({ kind: 'identities', counts });
  }, tellEveryMs).unref();
}

/** Tells of connections that have ended, those of one turn at once. */
class Closings {
  readonly #ids: number[] = [];

  /** @param socket undefined of a connection that was gone before it came here */
  follow(id: number, socket: Socket | undefined): void {
    if (socket)
      socket.once('close', () => {
        this.#add(id);
      });
    else this.#add(id);
  }

  #add(id: number): void {
    if (this.#ids.push(id) > 1) return;
    setImmediate(() => {
      tell({ kind: 'closed', ids: this.#ids.splice(0) });
    });
  }
}
