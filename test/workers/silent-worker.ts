import type { ToPrimary } from '../../src/workers/messages.js';

/** A worker that cannot start: it says why, as a worker does, or just ends. */
const reason = process.env['SILENT_WORKER_REASON'];
if (reason === undefined) process.exit(3);
process.send?.({ kind: 'failed', reason } satisfies ToPrimary, () => process.exit(1));
