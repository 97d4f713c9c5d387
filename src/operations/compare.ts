import type { CompareRequest } from '../model/request.js';
import { LdapError, type Result, resultOf } from '../model/result.js';
import { noSuchObject, viewOf } from './access-of.js';
import { requireAssertion } from './assertion.js';
import type { Call, Kernel } from './context.js';
import { dnKeyOf } from './dn-text.js';
import type { EntryView } from './entry-view.js';
import { compileFilter } from './compile-filter.js';
import { refuseReferral } from './referrals.js';
import { SearchedEntry } from './searched-entry.js';
import { searchedAttribute, type SearchedAttribute } from './searched-attribute.js';

/**
 * Compare (RFC 4511 §4.10): `compareTrue` or `compareFalse`, by the EQUALITY rule.
 *
 * @throws LdapError `undefinedAttributeType`, `noSuchObject`, `referral`, `noSuchAttribute`,
 * `inappropriateMatching`, `invalidAttributeSyntax`, `insufficientAccessRights`
 */
export function compareEntry(kernel: Kernel, call: Call<CompareRequest>): Promise<Result> {
  return Promise.resolve().then(() => compare(kernel, call));
}

function compare(kernel: Kernel, call: Call<CompareRequest>): Result {
  const { request, actor } = call;
  const reader = kernel.store.current;
  const key = dnKeyOf(kernel, request.dn);
  const attribute = searchedAttribute(kernel, request.attribute);
  if (!attribute) throw undefinedType(request.attribute);
  const assertion = request.value;
  if (!call.controls.manageDsaIt) {
    refuseReferral(kernel, reader, { written: request.dn, key });
  }
  const id = reader.find(key);
  if (id === undefined) throw noSuchObject(kernel, reader, actor, reader.nearest(key));
  const entry = new SearchedEntry(kernel, reader, viewOf(kernel, reader, actor));
  entry.load(id);
  if (!entry.access.visible) {
    throw noSuchObject(kernel, reader, actor, reader.position(id)?.parentId);
  }
  requireAssertion(kernel, reader, call, entry);
  if (!attribute.types.some((covered) => entry.access.may(covered.key, 'compare'))) {
    throw new LdapError('insufficientAccessRights', '');
  }
  if (!holds(entry, attribute)) throw new LdapError('noSuchAttribute', '');
  if (!attribute.type.equality) {
    throw new LdapError('inappropriateMatching', `${attribute.type.name} has no EQUALITY rule`);
  }
  const { matches } = compileFilter(
    { kernel, reader },
    { kind: 'equality', attribute: request.attribute, value: assertion },
  );
  const truth = matches(comparing(entry));
  if (truth === undefined) {
    throw new LdapError('invalidAttributeSyntax', 'the assertion is not of the syntax');
  }
  return resultOf(truth ? 'compareTrue' : 'compareFalse');
}

const undefinedType = (name: string): LdapError =>
  new LdapError('undefinedAttributeType', `${name}: attribute type undefined`);

/** Whether the entry has the attribute, as far as this reader may compare it. */
function holds(entry: SearchedEntry, attribute: SearchedAttribute): boolean {
  const { access } = entry;
  const stored = entry.encoded.slices.some(({ description }) => {
    const covered = attribute.covers(description);
    return covered !== undefined && access.may(covered.key, 'compare');
  });
  return stored || entry.computed(attribute.key).length > 0;
}

/** The entry with the right to compare in place of the right to search. */
function comparing(entry: SearchedEntry): EntryView {
  const { access } = entry;
  return {
    id: entry.id,
    access: {
      ...access,
      may: (name, right) => access.may(name, right === 'search' ? 'compare' : right),
    },
    get encoded() {
      return entry.encoded;
    },
    computed: (name) => entry.computed(name),
  };
}
