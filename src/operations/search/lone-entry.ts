import type { EntryAccess } from '../../access/policy.js';
import type { SearchSink } from '../../model/encoded-entry.js';
import type { Attribute } from '../../model/entry.js';
import type { SearchRequest } from '../../model/request.js';
import { success } from '../../model/result.js';
import { compileFilter } from '../filter/compile-filter.js';
import type { Call, Kernel } from '../context.js';
import { encodeEntry } from './encode-entry.js';
import type { EntryView } from './entry-view.js';
import type { SearchOutcome } from './search.js';
import { selectedEntry, selectionOf } from './selection.js';

/** The server's own entries hide nothing and are changed by nobody. */
const readOnly: EntryAccess = {
  visible: true,
  add: false,
  delete: false,
  rename: false,
  may: (_attribute, right) => right !== 'write',
};

/** Answers a base search of one entry that is in no store. */
export function answerLoneEntry(
  kernel: Kernel,
  call: Call<SearchRequest>,
  {
    sink,
    dn,
    attributes,
  }: {
    readonly sink: SearchSink;
    readonly dn: string;
    readonly attributes: readonly Attribute[];
  },
): SearchOutcome {
  const view = loneEntry(dn, attributes);
  const condition = compileFilter({ kernel, reader: kernel.store.current }, call.request.filter);
  if (condition.matches(view) !== true) return { result: success, entries: 0 };
  const selection = selectionOf(kernel, call.request.attributes);
  sink.entry(selectedEntry(view, selection), call.request.typesOnly);
  return { result: success, entries: 1 };
}

/** Such an entry as filters look at it. */
export function loneEntry(dn: string, attributes: readonly Attribute[]): EntryView {
  const encoded = encodeEntry(dn, attributes);
  return { id: 0, encoded, access: readOnly, computed: () => [] };
}

/** An attribute from texts; for the entries above. */
export function textAttribute(description: string, ...texts: readonly string[]): Attribute {
  return { description, values: texts.map((text) => Buffer.from(text)) };
}
