import { LdapError, type ResponseControl } from '../../model/result.js';
import { postReadOid, preReadOid } from '../../protocol/controls/read-entry.js';
import { encodeSearchResultEntry } from '../../protocol/encode-entry.js';
import type { Reader } from '../../store/reader.js';
import { viewOf } from '../access-of.js';
import type { Call, Kernel } from '../context.js';
import type { ReadEntry } from '../request-controls.js';
import { detached } from '../search/large-entry.js';
import { SearchedEntry } from '../search/searched-entry.js';
import { selectedEntry, selectionOf } from '../search/selection.js';

/** Where an entry is read for its update's answer: the transaction of the update. */
interface Reading {
  readonly reader: Reader;
  readonly id: number | undefined;
}

/** The entry before the update, if that was asked for (RFC 4527 §3.1). */
export function preRead<R>(kernel: Kernel, call: Call<R>, reading: Reading): ResponseControl[] {
  return readFor(kernel, call, reading, { oid: preReadOid, asked: call.controls.preRead });
}

/** The entry after the update, if that was asked for (RFC 4527 §3.2). */
export function postRead<R>(kernel: Kernel, call: Call<R>, reading: Reading): ResponseControl[] {
  return readFor(kernel, call, reading, { oid: postReadOid, asked: call.controls.postRead });
}

/**
 * What a base search of the entry would answer this actor at this point of the update. An entry
 * that it may not know of, as when the update took its rights away, fails a critical control and
 * with it the update; otherwise there is no response control.
 *
 * @throws LdapError `insufficientAccessRights`
 */
function readFor<R>(
  kernel: Kernel,
  { actor }: Call<R>,
  { reader, id }: Reading,
  { oid, asked }: { readonly oid: string; readonly asked: ReadEntry | undefined },
): ResponseControl[] {
  if (!asked || id === undefined) return [];
  const selection = selectionOf(kernel, asked.attributes);
  const entry = new SearchedEntry(kernel, reader, viewOf(kernel, reader, actor));
  if (entry.load(id) && entry.access.visible) {
    const selected = selectedEntry(entry, selection);
    const own = selected.large ? detached(selected) : selected;
    return [{ oid, value: encodeSearchResultEntry(own) }];
  }
  if (!asked.critical) return [];
  throw new LdapError('insufficientAccessRights', 'the entry may not be read');
}
