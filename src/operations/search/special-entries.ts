import type { Reader } from '../../store/reader.js';
import { accessOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import { isTransaction } from '../write/transaction-reader.js';

/**
 * Entries that searches treat otherwise than the rest: aliases (RFC 4512 §2.6) and referral objects
 * (RFC 3296), which stand for others, and subentries (RFC 3672).
 */
export interface SpecialEntries {
  readonly sequence: number;
  readonly aliases: ReadonlySet<number>;
  readonly referrals: ReadonlySet<number>;
  readonly subentries: ReadonlySet<number>;
}

/** Those of a reader's view; remembered for the committed state. */
export function specialEntries(kernel: Kernel, reader: Reader): SpecialEntries {
  const { memory } = kernel;
  const committed = !isTransaction(reader);
  const sequence = reader.lastSequence;
  if (committed && memory.special?.sequence === sequence) return memory.special;
  const special: SpecialEntries = {
    sequence,
    aliases: idsOfClass(kernel, reader, 'alias'),
    referrals: idsOfClass(kernel, reader, 'referral'),
    subentries: idsOfClass(kernel, reader, 'subentry'),
  };
  if (committed) memory.special = special;
  return special;
}

/** Ids of the entries of a class, by the index. */
export function idsOfClass({ schema }: Kernel, reader: Reader, name: string): ReadonlySet<number> {
  const definition = schema.objectClass(name);
  const rule = schema.attributeType('objectClass')?.equality;
  const key = definition && rule?.prepareAssertion(Buffer.from(definition.name));
  return new Set(key ? reader.index.equality('objectclass', key)?.ids() : undefined);
}

/**
 * Whether an actor is shown what such an entry stands for. To anyone else it is as though it were
 * not there, or an entry like others.
 *
 * @param attribute what names that: `aliasedobjectname` or `ref`
 */
export function isFollowable(
  kernel: Kernel,
  reader: Reader,
  actor: Actor,
  { id, attribute }: { readonly id: number; readonly attribute: 'aliasedobjectname' | 'ref' },
): boolean {
  const access = accessOf(kernel, reader, actor, id);
  return access.visible && access.may(attribute, 'read');
}

/** The aliases that an actor may follow. */
export function followableAliases(
  kernel: Kernel,
  reader: Reader,
  actor: Actor,
): ReadonlySet<number> {
  const { aliases } = specialEntries(kernel, reader);
  if (aliases.size === 0) return aliases;
  const attribute = 'aliasedobjectname';
  return new Set(
    [...aliases].filter((id) => isFollowable(kernel, reader, actor, { id, attribute })),
  );
}
