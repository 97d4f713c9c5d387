/** Takes one whole LDAPMessage: where its contents start and end in the bytes. */
export type TakeMessage = (bytes: Buffer, start: number, end: number) => void;

const noBytes = Buffer.alloc(0);

/**
 * Cuts what a server sends into messages. Made for the load generator: it looks at headers only
 * and trusts the server.
 */
export class Frames {
  readonly #take: TakeMessage;
  #rest: Buffer = noBytes;

  constructor(take: TakeMessage) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    for (;;) {
      const start = contentStart(bytes, at);
      if (start === 0) break;
      const end = start + contentLength(bytes, at);
      if (end > bytes.length) break;
      this.#take(bytes, start, end);
      at = end;
    }
    this.#rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : noBytes;
  }
}

/** The tag of the operation in a message. */
export function operationIn(bytes: Buffer, start: number): number {
  return bytes[operationAt(bytes, start)] ?? 0;
}

/** What the load generator looks at in a message that ends an operation. */
export interface Answer {
  readonly id: number;
  readonly code: number;
}

export function answerIn(bytes: Buffer, start: number): Answer {
  const at = operationAt(bytes, start);
  return {
    id: bytes.readUIntBE(start + 2, at - start - 2),
    code: bytes[contentStart(bytes, at) + 2] ?? 0xff,
  };
}

const operationAt = (bytes: Buffer, start: number): number => start + 2 + (bytes[start + 1] ?? 0);

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
