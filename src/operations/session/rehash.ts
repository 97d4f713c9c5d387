import { valuesOf, withValues } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import { hashPassword, needsRehash } from '../../password/hash.js';
import { requireVisible } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import { dnKeyOf } from '../dn-text.js';
import { journalRow } from '../write/journal-row.js';
import { stampEntry } from '../write/stages/stamp-entry.js';
import { type ChangeFacts, changeOf, uuidOf } from '../write/write.js';
import type { HashRenewal } from '../writes.js';

const system: Actor = { kind: 'internal', door: 'ldap', secure: true, name: 'system' };

/**
 * Stores a password that just matched with today's settings, when the operator wants old hashes
 * to go (`ANNUAIRE_REHASH`). The value is replaced only where it still stands: a change of the
 * password meanwhile stays. It is the same password, so that its age, history and reset stay too.
 * No sign-in fails for it: where hashing is busy, the next one does it.
 */
export async function rehashPassword(
  kernel: Kernel,
  {
    dn,
    stored,
    password,
  }: {
    /** RFC 4514 string. */
    readonly dn: string;
    readonly stored: Buffer;
    readonly password: Buffer;
  },
): Promise<void> {
  const { rehashing } = kernel.memory;
  const key = stored.toString('latin1');
  if (!kernel.rehash || !needsRehash(stored) || rehashing.has(key)) return;
  rehashing.add(key);
  try {
    const hashed = Buffer.from(await hashPassword(password));
    await kernel.writes.replaceHash({ dn, stored, hashed });
  } catch (error) {
    if (!(error instanceof LdapError)) throw error;
  } finally {
    rehashing.delete(key);
  }
}

/** The transaction of it. */
export async function replaceValue(
  kernel: Kernel,
  { dn, stored, hashed }: HashRenewal,
): Promise<void> {
  await kernel.store.write((transaction) => {
    const id = transaction.find(dnKeyOf(kernel, dn));
    const before = id === undefined ? undefined : transaction.entry(id);
    if (id === undefined || !before) return;
    const values = valuesOf(before, 'userPassword');
    if (!values.some((value) => value.equals(stored))) return;
    const renewed = values.map((value) => (value.equals(stored) ? hashed : value));
    const facts: ChangeFacts = {
      operation: 'modify',
      access: requireVisible(kernel, transaction, system, id),
      requested: new Set(['userpassword']),
      entryUuid: uuidOf(before),
      before,
      after: withValues(before, 'userPassword', renewed),
      apply: (same) => same,
    };
    const change = stampEntry(changeOf(kernel, system, transaction, facts));
    transaction.replace(id, change.after);
    transaction.append(journalRow(change, { controls: [], reason: 'rehash' }));
  });
}
