import type { Reader } from '../../store/reader.js';
import type { Kernel } from '../context.js';
import { classesOf, copiedValues, firstText, sliceOf } from '../filter/slice-values.js';
import { personKey } from '../write/change.js';

/** What a bind needs to know of an entry. */
export interface Account {
  /** RFC 4514 string, as stored. */
  readonly dn: string;
  readonly entryUuid: string;
  /** Values of `userPassword`, its own copies. */
  readonly passwords: readonly Buffer[];
  /** A person whose `etat` forbids signing in. */
  readonly inactive: boolean;
}

/** Reads an account from its record; the rest of the entry is not decoded. */
export function accountAt(kernel: Kernel, reader: Reader, id: number): Account | undefined {
  const encoded = reader.encoded(id);
  if (!encoded) return undefined;
  const dn = encoded.dn.toString('utf8');
  const entryUuid = firstText(encoded, 'entryUUID');
  if (entryUuid === undefined) throw new Error(`${dn} has no entryUUID`);
  const slice = sliceOf(encoded, 'userPassword');
  const isPerson = kernel.catalogue !== undefined && classesOf(kernel, encoded).has(personKey);
  return {
    dn,
    entryUuid,
    passwords: slice ? copiedValues(encoded.bytes, slice) : [],
    inactive: isPerson && firstText(encoded, 'etat')?.toLowerCase() === 'inactif',
  };
}
