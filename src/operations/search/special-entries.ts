import type { Reader } from '../../store/reader.js';
import type { Kernel } from '../context.js';
import { isTransaction } from '../write/transaction-reader.js';

/** Entries that stand for others: aliases (RFC 4512 §2.6) and referral objects (RFC 3296). */
export interface SpecialEntries {
  readonly sequence: number;
  readonly aliases: ReadonlySet<number>;
  readonly referrals: ReadonlySet<number>;
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
  };
  if (committed) memory.special = special;
  return special;
}

function idsOfClass({ schema }: Kernel, reader: Reader, name: string): ReadonlySet<number> {
  const definition = schema.objectClass(name);
  const rule = schema.attributeType('objectClass')?.equality;
  const key = definition && rule?.prepareAssertion(Buffer.from(definition.name));
  return new Set(key ? reader.index.equality('objectclass', key)?.ids() : undefined);
}
