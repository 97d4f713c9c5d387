import type { Command } from './command.js';
import { backup, restore } from './commands/backup.js';
import { explain } from './commands/explain.js';
import { exportLdif } from './commands/export.js';
import { groupAdd, groupRemove } from './commands/group.js';
import { importLdif } from './commands/import-ldif.js';
import { init } from './commands/init.js';
import { journalExport, journalVerify } from './commands/journal.js';
import { passwd } from './commands/passwd.js';
import { reindex } from './commands/reindex.js';
import { serve } from './commands/serve.js';
import { syncRelease, syncRetry, syncRun } from './commands/sync.js';
import { syncPreview } from './commands/sync-preview.js';
import { syncReconcile } from './commands/sync-reconcile.js';
import { syncStatus } from './commands/sync-status.js';
import { verify } from './commands/verify.js';

/** Every command, in the order of the usage. */
export const commands: readonly Command[] = [
  serve,
  init,
  importLdif,
  exportLdif,
  passwd,
  groupAdd,
  groupRemove,
  backup,
  restore,
  verify,
  reindex,
  explain,
  syncStatus,
  syncRun,
  syncRetry,
  syncRelease,
  syncReconcile,
  syncPreview,
  journalVerify,
  journalExport,
];
