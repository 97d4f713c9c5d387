import type { CompareRequest } from '../../model/request.js';
import { LdapError, type Result, resultOf } from '../../model/result.js';
import type { DnKey } from '../../schema/definitions.js';
import { noSuchObject, viewOf } from '../access-of.js';
import { requireAssertion, requireAssertionOf } from './assertion.js';
import type { Condition } from '../filter/condition.js';
import type { Call, Kernel } from '../context.js';
import { subschemaDn } from './computed.js';
import { dnKeyOf } from '../dn-text.js';
import type { EntryView } from './entry-view.js';
import { comparePassword } from '../session/compare-password.js';
import { compileFilter } from '../filter/compile-filter.js';
import { loneEntry } from './lone-entry.js';
import { refuseReferral } from './referrals.js';
import { rootDse } from './root-dse.js';
import { SearchedEntry } from './searched-entry.js';
import { searchedAttribute, type SearchedAttribute } from '../filter/searched-attribute.js';
import { isSubschemaName, subschemaEntry } from './subschema.js';

/**
 * Compare (RFC 4511 §4.10): `compareTrue` or `compareFalse`, by the EQUALITY rule.
 *
 * @throws LdapError `undefinedAttributeType`, `noSuchObject`, `referral`, `noSuchAttribute`,
 * `inappropriateMatching`, `invalidAttributeSyntax`, `insufficientAccessRights`
 */
export function compareEntry(kernel: Kernel, call: Call<CompareRequest>): Promise<Result> {
  return Promise.resolve().then(() => compare(kernel, call));
}

function compare(kernel: Kernel, call: Call<CompareRequest>): Result | Promise<Result> {
  const { request, actor } = call;
  const reader = kernel.store.current;
  const key = dnKeyOf(kernel, request.dn);
  const attribute = comparedAttribute(kernel, request);
  // Compiled first: the indexes it asks take the place of an entry's bytes.
  const condition = compileFilter({ kernel, reader }, { ...request, kind: 'equality' });
  if (condition.constant && condition.constant.truth === undefined) throw badAssertion();
  const own = serverEntry(kernel, call, key);
  if (own) {
    requireAssertionOf(kernel, reader, call, () => own);
    return compared(own, { attribute, condition });
  }
  refuseReferral(kernel, reader, call, { written: request.dn, key });
  const id = reader.find(key);
  if (id === undefined) throw noSuchObject(kernel, reader, actor, reader.nearest(key));
  const entry = new SearchedEntry(kernel, reader, viewOf(kernel, reader, actor));
  entry.load(id);
  if (!entry.access.visible) {
    throw noSuchObject(kernel, reader, actor, reader.position(id)?.parentId);
  }
  requireAssertion(kernel, reader, call, id);
  entry.load(id);
  if (!attribute.types.some((covered) => entry.access.may(covered.key, 'compare'))) {
    throw new LdapError('insufficientAccessRights', '');
  }
  if (attribute.key === 'userpassword' && holds(entry, attribute)) {
    return comparePassword(kernel, call, key);
  }
  return compared(entry, { attribute, condition });
}

/** What is asked, refused before it is known whether the entry is there. */
function comparedAttribute(
  kernel: Kernel,
  { attribute, value }: CompareRequest,
): SearchedAttribute {
  const searched = searchedAttribute(kernel, attribute);
  if (!searched) {
    throw new LdapError('undefinedAttributeType', `${attribute}: attribute type undefined`);
  }
  const { equality, name } = searched.type;
  if (!equality) throw new LdapError('inappropriateMatching', `${name} has no EQUALITY rule`);
  if (equality.prepareAssertion(value) === undefined) throw badAssertion();
  return searched;
}

/** The entries that the server makes up are compared as others are. */
function serverEntry(
  kernel: Kernel,
  { context }: Call<CompareRequest>,
  key: DnKey,
): EntryView | undefined {
  if (key.rdns.length === 0) return loneEntry('', rootDse(kernel, context.peer));
  return isSubschemaName(key) ? loneEntry(subschemaDn, subschemaEntry(kernel)) : undefined;
}

function compared(
  entry: EntryView,
  {
    attribute,
    condition,
  }: {
    readonly attribute: SearchedAttribute;
    readonly condition: Condition;
  },
): Result {
  if (!holds(entry, attribute)) throw new LdapError('noSuchAttribute', '');
  const truth = condition.matches(comparing(entry));
  if (truth === undefined) throw badAssertion();
  return resultOf(truth ? 'compareTrue' : 'compareFalse');
}

const badAssertion = (): LdapError =>
  new LdapError('invalidAttributeSyntax', 'the assertion is not of the syntax');

/** Whether the entry has the attribute, as far as this reader may compare it. */
function holds(entry: EntryView, attribute: SearchedAttribute): boolean {
  const { access } = entry;
  const { slices, large = [] } = entry.encoded;
  const isHeld = ({ description }: { readonly description: string }): boolean => {
    const covered = attribute.covers(description);
    return covered !== undefined && access.may(covered.key, 'compare');
  };
  return slices.some(isHeld) || large.some(isHeld) || holdsComputed(entry, attribute.key);
}

const holdsComputed = (entry: EntryView, key: string): boolean =>
  key === 'member' ? entry.members()?.any === true : entry.computed(key).length > 0;

/** The entry with the right to compare in place of the right to search. */
function comparing(entry: EntryView): EntryView {
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
    members: () => entry.members(),
    readerMoves: () => {
      entry.readerMoves();
    },
  };
}
