import type { Reader } from '../../store/reader.js';
import { accessOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';

/**
 * Entries that searches treat otherwise than the rest: aliases (RFC 4512 §2.6) and referral objects
 * (RFC 3296), which stand for others, and subentries (RFC 3672).
 */
export interface SpecialEntries {
  readonly aliases: ReadonlySet<number>;
  readonly referrals: ReadonlySet<number>;
  readonly subentries: ReadonlySet<number>;
}

/** Those of a reader's view. */
export function specialEntries(kernel: Kernel, reader: Reader): SpecialEntries {
  return kernel.memory.special.read(reader, () => ({
    aliases: idsOfClass(kernel, reader, 'alias'),
    referrals: idsOfClass(kernel, reader, 'referral'),
    subentries: idsOfClass(kernel, reader, 'subentry'),
  }));
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
