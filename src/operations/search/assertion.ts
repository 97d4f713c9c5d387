import { LdapError } from '../../model/result.js';
import type { Reader } from '../../store/reader.js';
import { viewOf } from '../access-of.js';
import type { Call, Kernel } from '../context.js';
import { compileForOne } from '../filter/compile-filter.js';
import type { EntryView } from './entry-view.js';
import { SearchedEntry } from './searched-entry.js';

/**
 * The assertion control (RFC 4528): the operation goes on only if the filter is TRUE of its
 * target, as the actor may search it.
 *
 * @throws LdapError `assertionFailed`
 */
export function requireAssertion(
  kernel: Kernel,
  reader: Reader,
  call: Call<unknown>,
  id: number,
): void {
  if (!call.controls.assertion) return;
  // Loaded late: compiling asks the indexes, which take the place of an entry's bytes.
  requireAssertionOf(kernel, reader, call, () => {
    const entry = new SearchedEntry(kernel, reader, viewOf(kernel, reader, call.actor));
    entry.load(id);
    return entry;
  });
}

/** The same of a target that is in no store. */
export function requireAssertionOf(
  kernel: Kernel,
  reader: Reader,
  { controls: { assertion } }: Call<unknown>,
  target: () => EntryView,
): void {
  if (!assertion) return;
  const { matches } = compileForOne({ kernel, reader }, assertion);
  if (matches(target()) !== true) throw new LdapError('assertionFailed', '');
}
