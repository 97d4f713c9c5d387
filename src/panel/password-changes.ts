import type { Directory } from '../operations/directory.js';
import type { Sessions } from '../state/sessions.js';

const batchRows = 200;
const secrets: ReadonlySet<string> = new Set(['userPassword', 'authPassword']);

/**
 * Ends the sessions of whoever's password changes, by whichever door: a session opened with the
 * old one must not outlive it. Returns what stops the watch.
 */
export function endSessionsOnPasswordChange(directory: Directory, sessions: Sessions): () => void {
  let seen = directory.lastSequence;
  return directory.onCommit((lastSequence) => {
    while (seen < lastSequence) {
      const rows = directory.follow(seen, batchRows);
      for (const { entryUuid, changes, actor } of rows) {
        // The server itself only hashes the same password anew.
        const isPassword =
          actor !== 'system' && changes.some(({ attribute }) => secrets.has(attribute));
        // A failure leaves the session to its own end, half an hour after its last use.
        if (isPassword) void sessions.closeAllOf(entryUuid).catch(() => undefined);
      }
      const last = rows.at(-1)?.sequence;
      if (last === undefined) return;
      seen = last;
    }
  });
}
