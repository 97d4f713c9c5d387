import { LdapError } from '../../model/result.js';
import type { Reader } from '../../store/reader.js';
import { viewOf } from '../access-of.js';
import type { Call, Kernel } from '../context.js';
import { compileFilter } from '../filter/compile-filter.js';
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
  const { assertion } = call.controls;
  if (!assertion) return;
  const { matches } = compileFilter({ kernel, reader }, assertion);
  // Loaded last: compiling asks the indexes, which take the place of an entry's bytes.
  const entry = new SearchedEntry(kernel, reader, viewOf(kernel, reader, call.actor));
  entry.load(id);
  if (matches(entry) !== true) throw new LdapError('assertionFailed', '');
}
