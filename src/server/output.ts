import { type Socket } from 'node:net';
import { LdapError } from '../model/result.js';
import { nextTurn } from '../operations/steps.js';
import { BerWriter } from '../protocol/writer.js';
import { type BufferPool } from './buffer-pool.js';
import { type Departures } from './departures.js';

/** Below this a copy is cheaper than giving the socket a whole buffer to keep. */
const copiedBytesMax = 8192;

const noBytes = Buffer.alloc(0);

/** A message larger than this server wants to hold, in the order its parts are written. */
export type Pieces = Iterable<(writer: BerWriter) => void>;

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: LdapError) => void;
}

/**
 * The answers of one connection on their way out. Messages written before their departure leave
 * in one write; a large result leaves in pieces of the pool's size, and whoever produces it
 * waits (`drained`) while the client does not read. While one message is written in pieces, what
 * others write gathers behind it.
 */
export class Output {
  readonly #pool: BufferPool;
  readonly #departures: Departures;
  readonly #flushBytes: number;
  readonly #onDrain: () => void;
  readonly #writer = new BerWriter(noBytes);
  readonly #waiters = new Set<Waiter>();
  /** What was written since a message in pieces began; undefined: there is none. */
  #behind: BerWriter | undefined;
  #pieceWaiter: Waiter | undefined;
  #socket: Socket;
  #holds = false;
  #scheduled = false;
  #blockedAtMs: number | undefined;
  #gone = false;

  constructor(
    socket: Socket,
    options: {
      readonly pool: BufferPool;
      readonly departures: Departures;
      readonly flushBytes: number;
      readonly onDrain: () => void;
    },
  ) {
    this.#socket = socket;
    this.#pool = options.pool;
    this.#departures = options.departures;
    this.#flushBytes = options.flushBytes;
    this.#onDrain = options.onDrain;
    this.#watch();
  }

  /** Whether the socket holds more than it should until the client reads. */
  get blocked(): boolean {
    return this.#blockedAtMs !== undefined || this.#behind !== undefined;
  }

  /** Writes one message, or more, and sees that it leaves; after the end, does nothing. */
  write(message: (writer: BerWriter) => void): void {
    const writer = this.begin();
    if (!writer) return;
    message(writer);
    this.written();
  }

  /** Where to write a message, `written` once it is; undefined after the end. */
  begin(): BerWriter | undefined {
    return this.#gone ? undefined : (this.#behind ?? this.#front());
  }

  /** @throws LdapError `unavailable` after the end */
  #openFront(): BerWriter {
    if (this.#gone) throw gone();
    return this.#front();
  }

  /** The buffer that leaves next. */
  #front(): BerWriter {
    if (!this.#holds) {
      this.#writer.exchange(this.#pool.take());
      this.#holds = true;
    }
    return this.#writer;
  }

  /** Sees that what was written leaves. */
  written(): void {
    if (this.#behind) return;
    if (this.#writer.length >= this.#flushBytes) this.flush();
    else this.#schedule();
  }

  /**
   * Writes one message a piece at a time, each once the client has taken what was before it; in
   * between others have their turn.
   *
   * @throws LdapError as `drained`; half a message ends the connection
   */
  async inPieces(pieces: Pieces): Promise<void> {
    while (this.#behind) await this.drained();
    this.#behind = new BerWriter(noBytes);
    try {
      for (const piece of pieces) {
        const writer = this.#openFront();
        piece(writer);
        if (writer.length < this.#flushBytes) continue;
        this.flush();
        await nextTurn();
        if (this.#blockedAtMs !== undefined) await this.#taken();
      }
    } catch (error) {
      this.#socket.destroy();
      throw error;
    } finally {
      this.#closeRanks(this.#behind);
    }
  }

  /** Resolves when the socket has taken what it was given. */
  #taken(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pieceWaiter = { resolve, reject };
    });
  }

  /** Lets what gathered behind a message in pieces follow it. */
  #closeRanks(behind: BerWriter): void {
    this.#behind = undefined;
    if (this.#gone) return;
    this.#front().raw(behind.view());
    this.written();
    if (!this.blocked) this.#resume();
  }

  /** Hands what is written to the socket. */
  flush(): void {
    if (!this.#holds || this.#gone) return;
    this.#holds = false;
    const { length } = this.#writer;
    const small = length <= copiedBytesMax ? this.#writer.copy() : undefined;
    const buffer = this.#writer.exchange(noBytes);
    if (small) {
      this.#pool.give(buffer);
      if (length > 0) this.#send(small);
    } else {
      this.#send(buffer.subarray(0, length), () => {
        this.#pool.give(buffer);
      });
    }
  }

  /**
   * Resolves when more may be written.
   *
   * @throws LdapError `timeLimitExceeded` after a stall, `unavailable` when the client is gone
   */
  drained(): Promise<void> {
    if (this.#gone) return Promise.reject(gone());
    if (!this.blocked) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.add({ resolve, reject });
    });
  }

  /** Ends the waits of a client that has taken nothing for too long. */
  expire(nowMs: number, stallTimeoutMs: number): void {
    if (this.#blockedAtMs === undefined || nowMs - this.#blockedAtMs < stallTimeoutMs) return;
    this.#release((waiter) => {
      waiter.reject(new LdapError('timeLimitExceeded', 'the client does not read its results'));
    });
  }

  /** Goes on over another socket (StartTLS); nothing may be waiting. */
  switchTo(socket: Socket): void {
    this.#socket = socket;
    this.#watch();
  }

  /** The client is gone: nothing more is written, nobody waits any longer. */
  close(): void {
    this.#gone = true;
    if (this.#holds) this.#pool.give(this.#writer.exchange(noBytes));
    this.#holds = false;
    this.#release((waiter) => {
      waiter.reject(gone());
    });
  }

  #watch(): void {
    this.#socket.on('drain', () => {
      this.#blockedAtMs = undefined;
      if (this.#behind) this.#settlePiece(resolved);
      else this.#resume();
    });
  }

  /** Those who wait may write again, and requests be read. */
  #resume(): void {
    this.#release(resolved);
    this.#onDrain();
  }

  #settlePiece(settle: (waiter: Waiter) => void): void {
    const waiter = this.#pieceWaiter;
    this.#pieceWaiter = undefined;
    if (waiter) settle(waiter);
  }

  #release(settle: (waiter: Waiter) => void): void {
    this.#settlePiece(settle);
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    waiters.forEach(settle);
  }

  readonly #flushScheduled = (): void => {
    this.#scheduled = false;
    this.flush();
  };

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#departures.add(this.#flushScheduled);
  }

  #send(bytes: Buffer, sent?: () => void): void {
    if (!this.#socket.write(bytes, sent)) this.#blockedAtMs ??= performance.now();
  }
}

const resolved = (waiter: Waiter): void => {
  waiter.resolve();
};

function gone(): LdapError {
  return new LdapError('unavailable', 'the connection is closed');
}
