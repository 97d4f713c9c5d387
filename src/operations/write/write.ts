import { textOf } from '../../model/entry.js';
import { LdapError, type ResponseControl, type Result, success } from '../../model/result.js';
import type { WriteTransaction } from '../../store/transaction.js';
import { viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Change } from './change.js';
import type { Call, Kernel } from '../context.js';
import { specialEntries } from '../search/special-entries.js';
import { journalRow } from './journal-row.js';
import { nextMatricule } from './matricule.js';
import { policyFor } from '../password-policy.js';
import { settleLogin } from './login-lock.js';
import { runStages } from './pipeline.js';
import { postRead, preRead } from './read-entry.js';

/** What an operation knows of its change once its entry is found. */
export type ChangeFacts = Pick<
  Change,
  'operation' | 'access' | 'requested' | 'entryUuid' | 'before' | 'after' | 'apply'
>;

interface Plan {
  readonly facts: ChangeFacts;
  /** The entry before the write; undefined on add. */
  readonly id: number | undefined;
  /** Puts the entry where it belongs, once every stage has agreed; answers the id of a new one. */
  readonly commit: (change: Change) => number | undefined;
}

/**
 * The corridor of a write (DESIGN §3): inside one transaction read, decide, write the entry and
 * its journal row. What `plan` read before may have changed: it reads again, inside. Response
 * controls are made inside too, of what only this write sees.
 */
export async function writeEntry<R>(
  kernel: Kernel,
  call: Call<R>,
  plan: (transaction: WriteTransaction) => Plan,
): Promise<Result> {
  recall(kernel, call.actor);
  const written = kernel.store.write((transaction) => {
    call.context.begin?.();
    const { facts, id, commit } = plan(transaction);
    const change = runStages(changeOf(kernel, call.actor, transaction, facts));
    const before = preRead(kernel, call, { reader: transaction, id });
    // Made first: what the entry was is read from rows that the commit takes away.
    const row = journalRow(change, call.context);
    const stored = commit(change) ?? id;
    settleLogin(transaction.state, change);
    transaction.append(row);
    const controls = [...before, ...postRead(kernel, call, { reader: transaction, id: stored })];
    if (call.context.isRehearsal === true) throw new Rehearsed(controls);
    return controls;
  });
  return succeeded(await written.catch(rehearsedControls));
}

/** Has what every write asks for remembered, which only a reader of the committed state may do. */
function recall(kernel: Kernel, actor: Actor): void {
  const { current } = kernel.store;
  viewOf(kernel, current, actor);
  specialEntries(kernel, current);
}

/** Undoes a write that went well, as any refusal inside its transaction would. */
class Rehearsed extends Error {
  readonly controls: readonly ResponseControl[];
  constructor(controls: readonly ResponseControl[]) {
    super('rehearsed');
    this.controls = controls;
  }
}

function rehearsedControls(error: unknown): readonly ResponseControl[] {
  if (error instanceof Rehearsed) return error.controls;
  throw error;
}

/** A success with its response controls. */
export function succeeded(controls: readonly ResponseControl[]): Result {
  return controls.length === 0 ? success : { ...success, controls };
}

/** A change at the beginning of its way. */
export function changeOf(
  kernel: Kernel,
  actor: Actor,
  transaction: WriteTransaction,
  facts: ChangeFacts,
): Change {
  const { operation, access, requested, entryUuid, before, after, apply } = facts;
  return {
    kernel,
    operation,
    actor,
    access,
    requested,
    entryUuid,
    before,
    after,
    apply,
    groups: viewOf(kernel, transaction, actor).subject.groups,
    at: kernel.clock(),
    csn: kernel.nextCsn(),
    passwordPolicy: (named) => policyFor(kernel, transaction, named),
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
