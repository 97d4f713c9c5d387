import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Filter } from '../model/filter.js';
import type { Operations } from '../operations/directory.js';
import { csvLine, csvMark } from './csv.js';
import type { PanelContext } from './frame.js';
import { PageFault } from './page-fault.js';
import type { Column } from './table.js';
import { generalizedTimeOf } from './custom-list-filter.js';

const pageRows = 500;
/** Of one process: an export reads much, and people can wait a moment for theirs. */
const atOnceMax = 2;
let running = 0;

export interface ExportRequest {
  readonly operations: Operations;
  readonly base: string;
  readonly filter: Filter;
  readonly columns: readonly Column[];
  readonly sortBy: string;
  /** Of the file, without its date. */
  readonly name: string;
  /** What was chosen, for the journal. */
  readonly query: Readonly<Record<string, string>>;
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
  const { operations, name, query, base, now } = request;
  running += 1;
  try {
    const { total: count, totalIsExact: isExact } = pageOf(request, 0);
    const details = { name, query, count, isExact };
    await operations.audit({ operation: 'export', dn: base, details });
  } catch (error) {
    running -= 1;
    throw error;
  }
  const day = generalizedTimeOf(now).slice(0, 8);
  ctx.set('Content-Disposition', `attachment; filename="${name}-${day}.csv"`);
  ctx.type = 'text/csv; charset=utf-8';
  const lines = Readable.from(linesOf(request));
  // Also when the reader left before the first line.
  lines.once('close', () => {
    running -= 1;
  });
  ctx.body = lines;
}

const pageOf = ({ operations, base, filter, sortBy }: ExportRequest, offset: number) =>
  operations.list({
    base,
    scope: 'one',
    filter,
    sortBy,
    attributes: ['*', 'modifyTimestamp'],
    offset,
    limit: pageRows,
  });

async function* linesOf(request: ExportRequest): AsyncIterable<string> {
  const { columns } = request;
  yield csvMark + csvLine(columns.map(({ label }) => label));
  for (let offset = 0; ; offset += pageRows) {
    const { entries, totalIsExact } = pageOf(request, offset);
    if (entries.length === 0) {
      // A file that looks whole and is not would be believed.
      if (!totalIsExact) yield csvLine(['Liste incomplète : précisez les critères.']);
      return;
    }
    yield entries.map((entry) => csvLine(columns.map(({ textOf }) => textOf(entry)))).join('');
    await setImmediate();
  }
}
