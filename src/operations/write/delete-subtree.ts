import type { EntryAccess } from '../../access/policy.js';
import type { DeleteRequest } from '../../model/request.js';
import { LdapError } from '../../model/result.js';
import { forgetLogin } from '../../state/logins.js';
import type { WriteTransaction } from '../../store/transaction.js';
import { targetOf, viewOf } from '../access-of.js';
import type { Call, Kernel } from '../context.js';
import { specialEntries } from '../search/special-entries.js';
import type { Change } from './change.js';
import { journalRow } from './journal-row.js';
import { storedEntry } from './modify.js';
import { runStages } from './pipeline.js';
import type { RenamedName } from './references.js';
import { uuidOf } from './write.js';

/** An entry that goes with the one above it. */
interface Doomed {
  readonly id: number;
  readonly access: EntryAccess;
}

/**
 * What is below an entry, each before the entry it hangs from, when the actor may delete all of
 * it. The refusal names nothing: what stands in the way may be hidden from whoever asks.
 *
 * @throws LdapError `insufficientAccessRights`, `adminLimitExceeded`; `affectsMultipleDSAs` when
 * a referral object is among it and ManageDsaIT is not asked for
 */
export function deletableBelow(
  kernel: Kernel,
  transaction: WriteTransaction,
  call: Call<DeleteRequest>,
  root: number,
): readonly Doomed[] {
  const view = viewOf(kernel, transaction, call.actor);
  const { referrals } = specialEntries(kernel, transaction);
  const doomed: Doomed[] = [];
  const waiting = [...transaction.children(root)];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const encoded = transaction.encoded(id);
    if (!encoded) throw new Error(`entry ${id} has left its transaction`);
    const access = view.on(targetOf(kernel, transaction, id, encoded));
    if (!access.delete) {
      throw new LdapError('insufficientAccessRights', 'no right to delete the whole subtree');
    }
    if (referrals.has(id) && !call.controls.manageDsaIt) {
      throw new LdapError('affectsMultipleDSAs', 'a part of the subtree is on another server');
    }
    doomed.push({ id, access });
    if (doomed.length >= kernel.limits.touchedRowsMax) {
      throw new LdapError('adminLimitExceeded', 'too many entries would go at once');
    }
    waiting.push(...transaction.children(id));
  }
  return doomed.reverse();
}

/**
 * Deletes them like one after the other: each with its stages, its journal row and its events.
 *
 * @param change the deletion of the entry above them
 * @returns their names, for those who hold them
 */
export function deleteBelow(
  kernel: Kernel,
  change: Change,
  {
    transaction,
    call,
    doomed,
  }: {
    readonly transaction: WriteTransaction;
    readonly call: Call<DeleteRequest>;
    readonly doomed: readonly Doomed[];
  },
): RenamedName[] {
  return doomed.map(({ id, access }) => {
    const before = storedEntry(transaction, id);
    const entryUuid = uuidOf(before);
    const own = { access, entryUuid, before, after: before, csn: kernel.nextCsn(), events: [] };
    const deletion = runStages({ ...change, ...own });
    // Made first: what the entry was is read from rows that the removal takes away.
    const row = journalRow(deletion, call.context);
    transaction.remove(id);
    forgetLogin(transaction.state, entryUuid);
    transaction.append(row);
    return { from: before.dn, to: undefined };
  });
}
