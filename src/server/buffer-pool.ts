/** Output buffers, shared by all connections so that an idle one holds none. */
export class BufferPool {
  readonly #free: Buffer[] = [];
  readonly #bytes: number;
  readonly #keptMax: number;

  constructor(bytes: number, keptMax = 64) {
    this.#bytes = bytes;
    this.#keptMax = keptMax;
  }

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#bytes);
  }

  /** Takes back a buffer that nobody reads any more; those of another size are let go. */
  give(buffer: Buffer): void {
    if (buffer.length === this.#bytes && this.#free.length < this.#keptMax) this.#free.push(buffer);
  }
}
