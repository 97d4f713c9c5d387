import { textOf } from '../model/entry.js';
import { LdapError } from '../model/result.js';
import type { Actor } from './actor.js';
import type { Kernel } from './context.js';
import { actorName } from './door.js';
import { dnKeyOf } from './dn-text.js';

/** What happened without a change: a sign-in, an export, the reading of a record. */
export interface AuditFacts {
  readonly operation: string;
  readonly dn: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Appends an audit row to the journal; resolves once it is durable. */
export function auditRow(kernel: Kernel, actor: Actor, facts: AuditFacts): Promise<void> {
  return kernel.writes.audit({ actor, facts });
}

/** The transaction of it. */
export async function writeAuditRow(
  kernel: Kernel,
  actor: Actor,
  facts: AuditFacts,
): Promise<void> {
  await kernel.store.write((transaction) => {
    const at = kernel.clock();
    const id = transaction.find(nameOf(kernel, facts.dn));
    const entry = id === undefined ? undefined : transaction.entry(id);
    transaction.append({
      kind: 'audit',
      operation: facts.operation,
      csn: kernel.nextCsn(),
      time: at.toISOString(),
      actor: actorName(actor),
      door: actor.door,
      dn: facts.dn,
      entryUuid: (entry && textOf(entry, 'entryUUID')) ?? '',
      changes: [],
      events: [],
      ...(facts.details && { details: facts.details }),
    });
  });
}

/** What is audited need not be an entry: a failed sign-in names what was typed. */
function nameOf(kernel: Kernel, dn: string): ReturnType<typeof dnKeyOf> {
  try {
    return dnKeyOf(kernel, dn);
  } catch (error) {
    if (error instanceof LdapError) return { rdns: [], text: '' };
    throw error;
  }
}
