import type { ImportCounts } from '../state/imports.js';
import { type LdifBlock, ldifBlocks } from './ldif-lines.js';
import { formatLdifLine } from './ldif-writer.js';

/**
 * The records of a file that were rejected, each after a comment with its reason: to be corrected
 * and handed in again. Lines come unfolded; a value that was not ASCII comes as base64.
 */
export async function* rejectedRecords(
  file: AsyncIterable<Buffer>,
  { records, rejectedLines }: Pick<ImportCounts, 'records' | 'rejectedLines'>,
): AsyncGenerator<string> {
  const lines = new Set(rejectedLines);
  const messages = new Map(records.map(({ line, message = '' }) => [line, message]));
  for await (const blocks of ldifBlocks(file)) {
    const found = blocks.filter((block) => block.some(({ number }) => lines.has(number)));
    yield found.map((block) => written(block, messages)).join('');
  }
}

function written(block: LdifBlock, messages: ReadonlyMap<number, string>): string {
  const reason = block.map(({ number }) => messages.get(number)).find(Boolean);
  const comment = reason === undefined ? '' : `# ${reason.replace(/\s+/g, ' ')}\n`;
  const lines = block.filter(({ text }) => !/^version:/i.test(text)).map(({ text }) => text);
  return `${comment}${lines.map(inAscii).join('\n')}\n\n`;
}

/** Lines are latin1 views of octets: what is beyond ASCII must not be written as characters. */
function inAscii(line: string): string {
  const colon = line.indexOf(': ');
  // eslint-disable-next-line no-control-regex -- octets beyond ASCII are what is looked for
  if (colon < 0 || /^[\x00-\x7f]*$/.test(line)) return line;
  return formatLdifLine(line.slice(0, colon), Buffer.from(line.slice(colon + 2), 'latin1'));
}
