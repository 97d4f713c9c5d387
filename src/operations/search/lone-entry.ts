import type { EntryAccess } from '../../access/policy.js';
import type { SearchSink } from '../../model/encoded-entry.js';
import type { Attribute } from '../../model/entry.js';
import type { Filter } from '../../model/filter.js';
import type { SearchRequest } from '../../model/request.js';
import { type ResponseControl, success } from '../../model/result.js';
import type { Call, Kernel } from '../context.js';
import { compileForOne } from '../filter/compile-filter.js';
import { someValue, valuesIn } from '../filter/slice-values.js';
import { resolveOrder } from '../sort/sort-order.js';
import { requireAssertionOf } from './assertion.js';
import { encodeEntry } from './encode-entry.js';
import type { EntryView } from './entry-view.js';
import { matchedValues } from './matched-values.js';
import { pageControl, positionOf } from './paged-cookie.js';
import type { SearchOutcome } from './search-outcome.js';
import { selectedEntry, selectionOf } from './selection.js';
import { sortControl, sorted, unsortable, viewRefused } from './sort-outcome.js';

/** The server's own entries hide nothing and are changed by nobody. */
const readOnly: EntryAccess = {
  visible: true,
  add: false,
  delete: false,
  rename: false,
  represent: false,
  examine: false,
  may: (_attribute, right) => right !== 'write',
};

/**
 * Answers a base search of one entry that is in no store.
 *
 * @throws LdapError `assertionFailed`, `unwillingToPerform` for a cookie: there is one page
 */
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
  const { request, controls } = call;
  const ground = { kernel, reader: kernel.store.current };
  const view = loneEntry(dn, attributes);
  const holds = (filter: Filter): boolean => compileForOne(ground, filter).matches(view) === true;
  requireAssertionOf(kernel, ground.reader, call, () => view);
  const said = answeredControls(kernel, call);
  if (!Array.isArray(said)) return said;
  const result = said.length === 0 ? success : { ...success, controls: said };
  const isShown = controls.subentries === undefined || controls.subentries === isSubentry(view);
  if (!isShown || !holds(request.filter)) return { result, entries: 0 };
  const selected = selectedEntry(view, selectionOf(kernel, request.attributes));
  const items = request.typesOnly ? undefined : controls.matchedValues;
  const answer = items ? matchedValues(ground, items)(selected, view) : selected;
  sink.entry(answer, request.typesOnly);
  return { result, entries: 1 };
}

/** What the controls of a list have to say of a list of one; or the refusal that one of them is. */
function answeredControls(
  kernel: Kernel,
  call: Call<SearchRequest>,
): ResponseControl[] | SearchOutcome {
  const { sort, listView, paged } = call.controls;
  const said: ResponseControl[] = [];
  if (sort) {
    const resolved = resolveOrder(kernel, sort.keys);
    const refusal = resolved.ok ? undefined : unsortable(call.controls, resolved.why);
    if (refusal) return refusal;
    said.push(sortControl(resolved.ok ? sorted : resolved.why));
  }
  if (listView) return viewRefused(sort ? 'unwillingToPerform' : 'sortControlMissing', 0, said);
  if (paged) {
    positionOf(kernel, call, paged.cookie);
    said.push(pageControl(kernel, call, undefined));
  }
  return said;
}

function isSubentry({ encoded }: EntryView): boolean {
  const classes = valuesIn(encoded, 'objectClass');
  if (!classes) return false;
  const name = Buffer.from('subentry');
  return someValue(classes, (value) => value.equals(name));
}

/** Such an entry as filters look at it. */
export function loneEntry(dn: string, attributes: readonly Attribute[]): EntryView {
  const encoded = encodeEntry(dn, attributes);
  return {
    id: 0,
    encoded,
    access: readOnly,
    computed: () => [],
    members: () => undefined,
    readerMoves: () => undefined,
  };
}

/** An attribute from texts; for the entries above. */
export function textAttribute(description: string, ...texts: readonly string[]): Attribute {
  return { description, values: texts.map((text) => Buffer.from(text)) };
}
