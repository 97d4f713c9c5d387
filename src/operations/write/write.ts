import { textOf } from '../../model/entry.js';
import { LdapError, type Result, success } from '../../model/result.js';
import type { WriteTransaction } from '../../store/transaction.js';
import type { Actor } from '../actor.js';
import type { Change } from './change.js';
import type { Call, Kernel } from '../context.js';
import { journalRow } from './journal-row.js';
import { nextMatricule } from './matricule.js';
import { runStages } from './pipeline.js';

/** What an operation knows of its change once its entry is found. */
export type ChangeFacts = Pick<
  Change,
  'operation' | 'access' | 'requested' | 'entryUuid' | 'before' | 'after' | 'apply'
>;

interface Plan {
  readonly facts: ChangeFacts;
  /** Puts the entry where it belongs, once every stage has agreed. */
  readonly commit: (change: Change) => void;
}

/**
 * The corridor of a write (DESIGN §3): inside one transaction read, decide, write the entry and
 * its journal row. What `plan` read before may have changed: it reads again, inside.
 */
export async function writeEntry<R>(
  kernel: Kernel,
  call: Call<R>,
  plan: (transaction: WriteTransaction) => Plan,
): Promise<Result> {
  await kernel.store.write((transaction) => {
    const { facts, commit } = plan(transaction);
    const change = runStages(changeOf(kernel, call.actor, transaction, facts));
    commit(change);
    transaction.append(journalRow(change, call.context));
  });
  return success;
}

/** A change at the beginning of its way. */
export function changeOf(
  kernel: Kernel,
  actor: Actor,
  transaction: WriteTransaction,
  facts: ChangeFacts,
): Change {
  return {
    ...facts,
    kernel,
    actor,
    groups: kernel.subjects.subject(transaction, actor).groups,
    at: kernel.clock(),
    csn: kernel.nextCsn(),
    allotMatricule: () => nextMatricule(kernel, transaction),
    events: [],
  };
}

/** The identity of a stored entry, which every entry of this server has. */
export function uuidOf(entry: Change['after']): string {
  const uuid = textOf(entry, 'entryUUID');
  if (uuid === undefined) throw new LdapError('other', `${entry.dn} has no entryUUID`);
  return uuid;
}
