/**
 * Unfolded lines of an LDIF stream (RFC 2849 notes 2 and 3). Octets travel as latin1 characters,
 * one for one, so that values which are not UTF-8 come through unharmed.
 */
export interface LdifLine {
  readonly text: string;
  /** Of its first physical line, from 1. */
  readonly number: number;
  /** Where the octets of `text` are: values are views of them, not copies. */
  readonly source: Buffer;
  readonly start: number;
}

/** The lines of one record: everything up to a blank line, comments left out. */
export type LdifBlock = readonly LdifLine[];

const lineLengthMax = 16 * 1024 * 1024;
const blockLinesMax = 200_000;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const hash = 0x23;

/**
 * Cuts a stream of bytes into records.
 *
 * @throws Error with the line number when a line or a record is beyond any sane size
 */
export async function* ldifBlocks(
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<LdifBlock[]> {
  const assembler = new BlockAssembler();
  const pieces = new WholeLines();
  for await (const chunk of source) {
    const bytes = pieces.push(chunk);
    if (pieces.restLength > lineLengthMax) throw new Error(tooLong(assembler.lineNumber + 1));
    if (bytes.length === 0) continue;
    assembler.pushAll(bytes);
    const blocks = assembler.take();
    if (blocks.length > 0) yield blocks;
  }
  assembler.pushAll(Buffer.concat([pieces.rest(), Buffer.from('\n\n')]));
  const blocks = assembler.take();
  if (blocks.length > 0) yield blocks;
}

/** Cuts chunks after their last line feed; what follows it waits for the next one. */
class WholeLines {
  restLength = 0;
  #rest: Buffer[] = [];
  #first = true;

  /** Everything up to the last line feed; nothing while there is none. */
  push(chunk: Buffer): Buffer {
    const end = chunk.lastIndexOf(lineFeed) + 1;
    if (end === 0) {
      this.#keep(chunk);
      return chunk.subarray(0, 0);
    }
    const whole = this.#rest.length === 0 ? chunk.subarray(0, end) : this.#joined(chunk, end);
    this.#rest = [];
    this.restLength = 0;
    if (end < chunk.length) this.#keep(chunk.subarray(end));
    return this.#withoutMark(whole);
  }

  rest(): Buffer {
    return this.#withoutMark(Buffer.concat(this.#rest));
  }

  #joined(chunk: Buffer, end: number): Buffer {
    return Buffer.concat([...this.#rest, chunk.subarray(0, end)]);
  }

  #keep(part: Buffer): void {
    this.#rest.push(part);
    this.restLength += part.length;
  }

  #withoutMark(bytes: Buffer): Buffer {
    if (!this.#first) return bytes;
    this.#first = false;
    return bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes;
  }
}

class BlockAssembler {
  lineNumber = 0;
  #blocks: LdifBlock[] = [];
  #lines: LdifLine[] = [];
  /** The line that the next one may continue. */
  #open: LdifLine | undefined;

  /** Whole physical lines. */
  pushAll(bytes: Buffer): void {
    const text = bytes.toString('latin1');
    for (let start = 0; start < bytes.length;) {
      const newline = text.indexOf('\n', start);
      const end = newline > start && bytes[newline - 1] === carriageReturn ? newline - 1 : newline;
      this.lineNumber += 1;
      if (bytes[start] === space && end > start) this.#fold(text.slice(start + 1, end));
      else this.#push(bytes, start, text.slice(start, end));
      start = newline + 1;
    }
  }

  take(): LdifBlock[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  /** A continuation; one after a blank line makes a line of its own. */
  #fold(more: string): void {
    const { text, number } = this.#open ?? { text: '', number: this.lineNumber };
    const folded = text + more;
    if (folded.length > lineLengthMax) throw new Error(tooLong(number));
    this.#open = { text: folded, number, source: noOctets, start: -1 };
  }

  #push(source: Buffer, start: number, text: string): void {
    this.#finishLine();
    if (text === '') this.#finishBlock();
    else this.#open = { text, number: this.lineNumber, source, start };
  }

  #finishLine(): void {
    const line = this.#open;
    this.#open = undefined;
    if (line === undefined || line.text === '' || line.text.charCodeAt(0) === hash) return;
    this.#lines.push(line.start < 0 ? withOctets(line) : line);
    if (this.#lines.length > blockLinesMax) {
      throw new Error(`line ${String(line.number)}: a record of over 200,000 lines`);
    }
  }

  #finishBlock(): void {
    if (this.#lines.length > 0) this.#blocks.push(this.#lines);
    this.#lines = [];
  }
}

const noOctets = Buffer.alloc(0);

/** A line put together of several has octets of its own. */
function withOctets({ text, number }: LdifLine): LdifLine {
  return { text, number, source: Buffer.from(text, 'latin1'), start: 0 };
}

function tooLong(line: number): string {
  return `line ${String(line)}: longer than 16 MiB`;
}
