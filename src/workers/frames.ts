import type { Duplex } from 'node:stream';
import { deserialize, serialize } from 'node:v8';

/**
 * Values on a stream between two processes of this program: a length of four octets, then the
 * value in V8's own form, in which octets, sets and what is undefined stay what they are.
 */

const lengthBytes = 4;

/** Sends values; those of one turn leave together, for each departure wakes a process. */
export class FrameWriter {
  readonly #stream: Duplex;
  #frames: Buffer[] = [];

  constructor(stream: Duplex) {
    this.#stream = stream;
  }

  send(value: unknown): void {
    const body = serialize(value);
    const length = Buffer.allocUnsafe(lengthBytes);
    length.writeUInt32LE(body.length);
    if (this.#frames.push(length, body) > 2) return;
    setImmediate(() => {
      const frames = this.#frames;
      this.#frames = [];
      if (!this.#stream.destroyed) this.#stream.write(Buffer.concat(frames));
    });
  }
}

/** Cuts what arrives into values. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #heldBytes = 0;
  /** Less than this is no whole value. */
  #wantedBytes = lengthBytes;

  /** The values that a chunk completes. */
  *read(chunk: Buffer): Generator {
    this.#chunks.push(chunk);
    this.#heldBytes += chunk.length;
    // A large value comes in many chunks: they are joined once, when all of it is there.
    if (this.#heldBytes < this.#wantedBytes) return;
    let rest = Buffer.concat(this.#chunks);
    const values: Buffer[] = [];
    this.#wantedBytes = lengthBytes;
    while (rest.length >= lengthBytes) {
      const end = lengthBytes + rest.readUInt32LE();
      if (rest.length < end) {
        this.#wantedBytes = end;
        break;
      }
      values.push(rest.subarray(lengthBytes, end));
      rest = rest.subarray(end);
    }
    this.#chunks = [rest];
    this.#heldBytes = rest.length;
    for (const body of values) yield deserialize(body);
  }
}
