import { type Socket } from 'node:net';
import { Framer, type SizeCheck } from '../protocol/framer.js';
import { ProtocolError } from '../protocol/protocol-error.js';
import { type ServerLimits } from './limits.js';

/** What a connection does with its input. */
export interface Receiver {
  /** Whether a message may be taken now. */
  ready(): boolean;
  /** Takes one message. @throws ProtocolError */
  receive(pdu: Buffer): void;
  /** Bad bytes, from the framing or from `receive`. */
  refuse(error: ProtocolError): void;
  /** A defect of ours. */
  fail(error: unknown): void;
  /** All there was has been taken, and the client will send no more; told once. */
  finished(): void;
}

/**
 * The bytes of one connection on their way in. Messages are taken while the receiver is ready and
 * no more than a fair share at a time; otherwise the socket is paused, so that what a client sends
 * waits in the network and not in memory.
 */
export class Input {
  readonly #framer: Framer;
  readonly #limits: ServerLimits;
  readonly #receiver: Receiver;
  #socket: Socket;
  #ended = false;
  #finished = false;
  #closed = false;
  #scheduled = false;
  #turning = false;
  /** When the message under way began to arrive. */
  #partialSinceMs: number | undefined;

  /** The time of the last byte. */
  receivedAtMs = performance.now();

  constructor(
    socket: Socket,
    { limits, fits }: { readonly limits: ServerLimits; readonly fits: SizeCheck },
    receiver: Receiver,
  ) {
    this.#socket = socket;
    this.#limits = limits;
    this.#receiver = receiver;
    this.#framer = new Framer(fits);
    this.#listen();
  }

  /** Whether the socket waits for `turn`: one that flows brings its own. */
  get held(): boolean {
    return this.#ended || this.#socket.isPaused();
  }

  /** Takes what has arrived, but no more than a fair share of one turn of the event loop. */
  turn(): void {
    if (this.#scheduled || this.#closed || this.#turning) return;
    if (this.#takeSome() === 0) {
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        this.turn();
      });
    }
    this.#steer();
  }

  /** Takes messages; how many more it might have taken. What it calls may ask for a turn. */
  #takeSome(): number {
    const { messagesPerTurn, turnMs } = this.#limits;
    const endMs = performance.now() + turnMs;
    let left = messagesPerTurn;
    this.#turning = true;
    try {
      while (left > 0 && this.#receiver.ready() && this.#takeOne()) {
        left = performance.now() > endMs ? 0 : left - 1;
      }
    } finally {
      this.#turning = false;
    }
    return left;
  }

  /** Whether the message under way has been arriving for longer than a message may. */
  isTooSlow(nowMs: number): boolean {
    return (
      this.#partialSinceMs !== undefined &&
      nowMs - this.#partialSinceMs > this.#limits.messageTimeoutMs
    );
  }

  /** Forgets what has arrived and was not taken. */
  clear(): void {
    this.#framer.clear();
  }

  close(): void {
    this.#closed = true;
    this.#framer.clear();
  }

  /** Goes on over another socket. */
  switchTo(socket: Socket): void {
    this.#socket = socket;
    this.#listen();
    this.turn();
  }

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      if (this.#closed) return;
      this.receivedAtMs = performance.now();
      this.#framer.push(chunk);
      this.turn();
    });
    this.#socket.on('end', () => {
      this.#ended = true;
      this.turn();
    });
  }

  #takeOne(): boolean {
    try {
      const pdu = this.#framer.next();
      if (!pdu) return false;
      this.#partialSinceMs = undefined;
      this.#receiver.receive(pdu);
    } catch (error) {
      if (error instanceof ProtocolError) this.#receiver.refuse(error);
      else this.#receiver.fail(error);
    }
    return true;
  }

  /** Reads on, waits, or ends, as the state after a turn asks. */
  #steer(): void {
    if (this.#closed) return;
    if (this.#scheduled || !this.#receiver.ready()) {
      this.#socket.pause();
      return;
    }
    if (this.#ended) {
      if (!this.#finished) this.#receiver.finished();
      this.#finished = true;
      return;
    }
    if (this.#framer.partial) this.#partialSinceMs ??= performance.now();
    if (this.#socket.isPaused()) this.#socket.resume();
  }
}
