import { type Entry, valuesOf, withValues } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import type { AttributeType } from '../../schema/definitions.js';
import type { WriteTransaction } from '../../store/transaction.js';
import type { Change } from './change.js';
import type { Kernel } from '../context.js';
import { journalRow } from './journal-row.js';
import { stampEntry } from './stages/stamp-entry.js';
import { uuidOf } from './write.js';

/**
 * Names that entries hold of one another. In the regional directory a role is a group's `member`:
 * a renamed administrator stays one, and the next person to get a deleted person's login does not
 * become one. A plain directory leaves other entries alone, as RFC 4511 has it.
 */

export interface RenamedName {
  readonly from: string;
  /** Undefined: the entry is gone. */
  readonly to: string | undefined;
}

/**
 * The names that a rename changes: the entry's and those of all below it.
 *
 * @throws LdapError `adminLimitExceeded`
 */
export function renamedSubtree(
  kernel: Kernel,
  transaction: WriteTransaction,
  id: number,
  { before, after }: Pick<Change, 'before' | 'after'>,
): RenamedName[] {
  const names: RenamedName[] = [];
  const from = before?.dn ?? after.dn;
  if (!kernel.catalogue || from === after.dn) return names;
  const waiting = [id];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const dn = transaction.dn(at) ?? '';
    names.push({ from: dn, to: `${dn.slice(0, dn.length - from.length)}${after.dn}` });
    if (names.length > kernel.limits.touchedRowsMax) {
      throw new LdapError('adminLimitExceeded', 'too many entries move at once');
    }
    waiting.push(...transaction.children(at));
  }
  return names;
}

/** Lets what names an entry follow it, or forget it, each with a journal row of its own. */
export function followReferences(
  kernel: Kernel,
  change: Change,
  {
    transaction,
    names,
  }: {
    readonly transaction: WriteTransaction;
    readonly names: readonly RenamedName[];
  },
): void {
  if (!kernel.catalogue) return;
  const types = referenceTypes(kernel);
  for (const name of names) {
    for (const type of types) {
      if (name.to === undefined && type.name !== 'member') continue;
      for (const id of referring(transaction, type, name)) {
        const csn = kernel.nextCsn();
        rewrite({ ...change, csn }, transaction, { id, type, name });
      }
    }
  }
}

function referenceTypes({ schema }: Kernel): readonly AttributeType[] {
  return schema.attributeTypes.filter(
    (type) =>
      type.equality?.name === 'distinguishedNameMatch' &&
      type.indexes.has('equality') &&
      !type.noUserModification,
  );
}

function referring(
  transaction: WriteTransaction,
  type: AttributeType,
  { from }: RenamedName,
): readonly number[] {
  const key = type.equality?.prepareValue(Buffer.from(from));
  if (!key) return [];
  return [...(transaction.index.equality(type.name.toLowerCase(), key)?.ids() ?? [])];
}

interface Reference {
  readonly id: number;
  readonly type: AttributeType;
  readonly name: RenamedName;
}

function rewrite(
  change: Change,
  transaction: WriteTransaction,
  { id, type, name }: Reference,
): void {
  const before = transaction.entry(id);
  if (!before) return;
  const after = withName(before, type, name);
  const follow = stampEntry({
    ...change,
    operation: 'modify',
    entryUuid: uuidOf(before),
    before,
    after,
    events: [],
  });
  transaction.replace(id, follow.after);
  transaction.append(journalRow(follow, { controls: [], reason: `suit ${name.from}` }));
}

function withName(entry: Entry, type: AttributeType, { from, to }: RenamedName): Entry {
  const key = type.equality?.prepareValue(Buffer.from(from));
  const others = valuesOf(entry, type.name).filter((value) => {
    const other = type.equality?.prepareValue(value);
    return !(key && other?.equals(key));
  });
  return withValues(entry, type.name, to === undefined ? others : [...others, Buffer.from(to)]);
}
