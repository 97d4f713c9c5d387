import type { ImportCounts } from '../state/imports.js';
import { type LdifBlock, ldifBlocks } from './ldif-lines.js';

/**
 * The records of a file that were rejected, each after a comment with its reason: to be corrected
 * and handed in again. Their octets are the file's own, but that folded lines come unfolded.
 */
export async function* rejectedRecords(
  file: AsyncIterable<Buffer>,
  { records, rejectedLines }: Pick<ImportCounts, 'records' | 'rejectedLines'>,
): AsyncGenerator<Buffer> {
  const lines = new Set(rejectedLines);
  const messages = new Map(records.map(({ line, message = '' }) => [line, message]));
  for await (const blocks of ldifBlocks(file)) {
    const found = blocks.filter((block) => block.some(({ number }) => lines.has(number)));
    yield Buffer.concat(found.flatMap((block) => written(block, messages)));
  }
}

function written(block: LdifBlock, messages: ReadonlyMap<number, string>): Buffer[] {
  const reason = block.map(({ number }) => messages.get(number)).find(Boolean);
  const comment = reason === undefined ? '' : `# ${reason.replace(/\s+/g, ' ')}\n`;
  const lines = block.filter(({ text }) => !/^version:/i.test(text)).map(({ text }) => text);
  // Lines are latin1 views of octets.
  return [Buffer.from(comment), Buffer.from(`${lines.join('\n')}\n\n`, 'latin1')];
}
