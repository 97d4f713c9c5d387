import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { csvLine, csvMark } from './csv.js';
import type { PanelContext } from './frame.js';
import { PageFault } from './page-fault.js';
import { rowsOf, type TableSource } from './table.js';
import { generalizedTimeOf } from './custom-list-filter.js';

const pageRows = 500;
/** Of one process: an export reads much, and people can wait a moment for theirs. */
const atOnceMax = 2;
let running = 0;

export interface ExportRequest {
  readonly source: TableSource;
  /** Of the file, without its date. */
  readonly name: string;
  readonly now: Date;
}

/**
 * Answers with a list as a file, page by page as the reader takes it; what a reader may not see
 * is not in it. The journal keeps who took what.
 */
export async function sendExport(ctx: PanelContext, request: ExportRequest): Promise<void> {
  if (running >= atOnceMax) {
    throw new PageFault(429, 'D’autres exports sont en cours. Recommencez dans quelques instants.');
  }
  const { source, name, now } = request;
  running += 1;
  try {
    const { total: count, totalIsExact: isExact } = rowsOf(source, { offset: 0, limit: 1 });
    const details = { name, query: source.query, count, isExact };
    await source.operations.audit({ operation: 'export', dn: source.base, details });
  } catch (error) {
    running -= 1;
    throw error;
  }
  const day = generalizedTimeOf(now).slice(0, 8);
  ctx.set('Content-Disposition', `attachment; filename="${name}-${day}.csv"`);
  ctx.type = 'text/csv; charset=utf-8';
  const lines = Readable.from(linesOf(source));
  // Also when the reader left before the first line.
  lines.once('close', () => {
    running -= 1;
  });
  ctx.body = lines;
}

async function* linesOf(source: TableSource): AsyncIterable<string> {
  const { columns } = source;
  yield csvMark + csvLine(columns.map(({ label }) => label));
  for (let offset = 0; ; offset += pageRows) {
    const { entries, totalIsExact } = rowsOf(source, { offset, limit: pageRows });
    if (entries.length === 0) {
      // A file that looks whole and is not would be believed.
      if (!totalIsExact) yield csvLine(['Liste incomplète : précisez les critères.']);
      return;
    }
    yield entries.map((entry) => csvLine(columns.map(({ textOf }) => textOf(entry)))).join('');
    await setImmediate();
  }
}
