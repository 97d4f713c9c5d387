import type { Entry } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import type { AttributeType } from '../../schema/definitions.js';
import type { WriteTransaction } from '../../store/transaction.js';
import type { Change } from './change.js';
import type { Kernel } from '../context.js';
import { DraftAttribute } from './draft-attribute.js';
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

/**
 * Lets what names an entry follow it, or forget it, each with a journal row of its own; a group
 * that names many of them is written once.
 */
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
  for (const type of types) {
    const referred = new Map<number, RenamedName[]>();
    for (const name of names) {
      if (name.to === undefined && type.name !== 'member') continue;
      for (const id of referring(transaction, type, name)) {
        const known = referred.get(id);
        if (known) known.push(name);
        else referred.set(id, [name]);
      }
    }
    for (const [id, its] of referred) {
      rewrite({ ...change, csn: kernel.nextCsn() }, transaction, { id, type, names: its });
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
  readonly names: readonly RenamedName[];
}

function rewrite(
  change: Change,
  transaction: WriteTransaction,
  { id, type, names }: Reference,
): void {
  const before = transaction.entry(id);
  if (!before) return;
  const after = withNames(before, type, names);
  const follow = stampEntry({
    ...change,
    operation: 'modify',
    entryUuid: uuidOf(before),
    before,
    after,
    events: [],
  });
  transaction.replace(id, follow.after);
  const followed = change.before?.dn ?? change.after.dn;
  transaction.append(journalRow(follow, { controls: [], reason: `suit ${followed}` }));
}

function withNames(entry: Entry, type: AttributeType, names: readonly RenamedName[]): Entry {
  const key = type.name.toLowerCase();
  const draft = new DraftAttribute(type.name, type, entry.attributes.get(key));
  for (const { from } of names) draft.discard(Buffer.from(from));
  for (const { to } of names) {
    const value = to === undefined ? undefined : Buffer.from(to);
    if (value && !draft.has(value)) draft.add(value);
  }
  const attributes = new Map(entry.attributes);
  if (draft.empty) attributes.delete(key);
  else attributes.set(key, draft.attribute);
  return { dn: entry.dn, attributes };
}
