import { connect, type Socket } from 'node:net';
import { type LoadJob } from './load-job.js';

/** The requests of a job as one run of bytes: any number of them in a row is one write. */
export interface RequestRing {
  readonly bytes: Buffer;
  /** Where each request starts, and where the last one ends. */
  readonly offsets: readonly number[];
}

export function ringOf(requests: readonly Buffer[]): RequestRing {
  let at = 0;
  const offsets = [0, ...requests.map((request) => (at += request.length))];
  return { bytes: Buffer.concat(requests), offsets };
}

/** SearchResultDone, BindResponse, ModifyResponse: what ends an operation. */
const endings: ReadonlySet<number> = new Set([0x61, 0x65, 0x67]);
const tolerated: ReadonlySet<number> = new Set([0, 4]);

/** One connection under load: each answer is followed at once by the next request. */
export class LoadConnection {
  readonly #socket: Socket;
  readonly #ring: RequestRing;
  readonly #answered: (latencyMs: number, isGood: boolean) => void;
  readonly #sentAtMs: Float64Array;
  #next: number;
  #rest: Buffer = Buffer.alloc(0);
  #loggedIn: (() => void) | undefined;
  #stopped = false;

  private constructor(
    socket: Socket,
    ring: RequestRing,
    facts: {
      readonly first: number;
      readonly answered: (latencyMs: number, isGood: boolean) => void;
    },
  ) {
    this.#socket = socket;
    this.#ring = ring;
    this.#next = facts.first;
    this.#answered = facts.answered;
    this.#sentAtMs = new Float64Array(ring.offsets.length);
    socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
  }

  static async open(
    job: LoadJob,
    ring: RequestRing,
    facts: {
      readonly first: number;
      readonly answered: (latencyMs: number, isGood: boolean) => void;
    },
  ): Promise<LoadConnection> {
    const socket = connect({ port: job.port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const connection = new LoadConnection(socket, ring, facts);
    await new Promise<void>((resolve) => {
      connection.#loggedIn = resolve;
      socket.write(job.login);
    });
    return connection;
  }

  /** Sends that many of the next requests. */
  send(count: number): void {
    const { bytes, offsets } = this.#ring;
    const nowMs = performance.now();
    for (let left = count; left > 0;) {
      const from = this.#next;
      const to = Math.min(from + left, offsets.length - 1);
      for (let at = from; at < to; at += 1) this.#sentAtMs[at + 1] = nowMs;
      this.#socket.write(bytes.subarray(offsets[from], offsets[to]));
      left -= to - from;
      this.#next = to === offsets.length - 1 ? 0 : to;
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const nowMs = performance.now();
    let ended = 0;
    let at = 0;
    for (;;) {
      const start = contentStart(bytes, at);
      if (start === 0) break;
      const end = start + contentLength(bytes, at);
      if (end > bytes.length) break;
      ended += this.#take(bytes, start, nowMs);
      at = end;
    }
    this.#rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : noBytes;
    if (ended > 0 && !this.#stopped) this.send(ended);
  }

  /** 1 when the message ends an operation of the load. */
  #take(bytes: Buffer, start: number, nowMs: number): number {
    const idLength = bytes[start + 1] ?? 0;
    const op = start + 2 + idLength;
    if (!endings.has(bytes[op] ?? 0)) return 0;
    const isGood = tolerated.has(bytes[contentStart(bytes, op) + 2] ?? 0xff);
    if (this.#loggedIn) {
      if (!isGood) throw new Error('the load may not log in');
      this.#loggedIn();
      this.#loggedIn = undefined;
      return 0;
    }
    const id = bytes.readUIntBE(start + 2, idLength);
    this.#answered(nowMs - (this.#sentAtMs[id] ?? nowMs), isGood);
    return 1;
  }
}

const noBytes = Buffer.alloc(0);

/** Where the contents of the element at an offset start; 0 while its header is incomplete. */
function contentStart(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) return 0;
  const first = bytes[at + 1] ?? 0;
  const start = at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  return start > bytes.length ? 0 : start;
}

function contentLength(bytes: Buffer, at: number): number {
  const first = bytes[at + 1] ?? 0;
  return first < 0x80 ? first : bytes.readUIntBE(at + 2, first & 0x7f);
}
