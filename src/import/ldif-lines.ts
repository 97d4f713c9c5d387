/**
 * Unfolded lines of an LDIF stream (RFC 2849 notes 2 and 3). Octets travel as latin1 characters,
 * one for one, so that values which are not UTF-8 come through unharmed.
 */
export interface LdifLine {
  readonly text: string;
  /** Of its first physical line, from 1. */
  readonly number: number;
}

/** The lines of one record: everything up to a blank line, comments left out. */
export type LdifBlock = readonly LdifLine[];

const lineLengthMax = 16 * 1024 * 1024;
const blockLinesMax = 200_000;

/**
 * Cuts a stream of bytes into records.
 *
 * @throws Error with the line number when a line or a record is beyond any sane size
 */
export async function* ldifBlocks(
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<LdifBlock[]> {
  const assembler = new BlockAssembler();
  let rest = '';
  let first = true;
  for await (const chunk of source) {
    let text = rest + chunk.toString('latin1');
    if (first) {
      if (text.startsWith('\xef\xbb\xbf')) text = text.slice(3);
      first = false;
    }
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (rest.length > lineLengthMax) throw new Error(tooLong(assembler.lineNumber + 1));
    for (let start = 0; start < end; ) {
      const newline = text.indexOf('\n', start);
      assembler.push(text.slice(start, newline));
      start = newline + 1;
    }
    const blocks = assembler.take();
    if (blocks.length > 0) yield blocks;
  }
  if (rest !== '') assembler.push(rest);
  assembler.push('');
  const blocks = assembler.take();
  if (blocks.length > 0) yield blocks;
}

class BlockAssembler {
  lineNumber = 0;
  #blocks: LdifBlock[] = [];
  #lines: LdifLine[] = [];
  #text = '';
  #number = 0;

  /** One physical line, without its line feed. */
  push(raw: string): void {
    this.lineNumber += 1;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.startsWith(' ')) {
      this.#text += line.slice(1);
      if (this.#text.length > lineLengthMax) throw new Error(tooLong(this.#number));
      return;
    }
    this.#finishLine();
    if (line === '') this.#finishBlock();
    this.#text = line;
    this.#number = this.lineNumber;
  }

  take(): LdifBlock[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  #finishLine(): void {
    if (this.#text !== '' && !this.#text.startsWith('#')) {
      this.#lines.push({ text: this.#text, number: this.#number });
      if (this.#lines.length > blockLinesMax) {
        throw new Error(`line ${String(this.#number)}: a record of over 200,000 lines`);
      }
    }
    this.#text = '';
  }

  #finishBlock(): void {
    if (this.#lines.length > 0) this.#blocks.push(this.#lines);
    this.#lines = [];
  }
}

function tooLong(line: number): string {
  return `line ${String(line)}: longer than 16 MiB`;
}
