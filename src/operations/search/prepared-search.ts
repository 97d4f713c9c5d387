import type { SearchSink } from '../../model/encoded-entry.js';
import type { SearchRequest } from '../../model/request.js';
import type { Reader } from '../../store/reader.js';
import { viewOf } from '../access-of.js';
import type { Call, Kernel } from '../context.js';
import { candidateRuns } from '../filter/candidate-runs.js';
import { compileFilter, compileSteps, termsOf } from '../filter/compile-filter.js';
import type { Condition } from '../filter/condition.js';
import { countOf, readPlan } from '../filter/plan.js';
import type { Steps } from '../steps.js';
import { requireAssertion } from './assertion.js';
import { matchedValues } from './matched-values.js';
import { firstPage, type PagePosition, positionOf } from './paged-cookie.js';
import { rightsReport } from './effective-rights.js';
import { continuationUris } from './referrals.js';
import { searchBase } from './search-base.js';
import type { Delivery } from './search-delivery.js';
import { searchedIds, type SearchedIds, walkedIds } from './search-ids.js';
import { searchLimits } from './search-limits.js';
import { type SearchedTree, searchedTree } from './search-scope.js';
import { SearchedEntry } from './searched-entry.js';
import { selectionOf } from './selection.js';
import { isFollowable, specialEntries } from './special-entries.js';
import { hiddenSubentries, onlySubentries } from './subentries.js';

/** A search made ready on one view, its candidates not read yet. */
export interface PreparedSearch {
  readonly reader: Reader;
  /** Where it starts. */
  readonly base: number;
  readonly tree: SearchedTree;
  readonly condition: Condition;
  /** Where its page goes on. */
  readonly position: PagePosition;
}

/** @throws LdapError */
export function prepareSearch(
  kernel: Kernel,
  reader: Reader,
  call: Call<SearchRequest>,
): PreparedSearch {
  const started = start(kernel, reader, call);
  const filter = compileFilter({ kernel, reader }, call.request.filter);
  return preparedWith(started, narrowed(kernel, reader, call, filter));
}

/**
 * The same in steps, the candidates read as well unless a walk through the tree is shorter, or
 * they can be read as they are looked at.
 */
export function* prepareSteps(
  kernel: Kernel,
  reader: Reader,
  call: Call<SearchRequest>,
): Steps<PreparedSearch> {
  const started = start(kernel, reader, call);
  const filter = yield* compileSteps({ kernel, reader }, call.request.filter);
  const condition = narrowed(kernel, reader, call, filter);
  const { sort, listView } = call.controls;
  const { entryCount } = reader;
  const isReadLater = !(sort ?? listView) && candidateRuns(condition.plan, entryCount);
  if (isReadLater || walkedIds(started.tree, condition.plan)) {
    return preparedWith(started, condition);
  }
  const plan = yield* readPlan(condition.plan, entryCount);
  return preparedWith(started, { ...condition, plan });
}

type Started = Omit<PreparedSearch, 'condition'>;

/** Named one by one: what a spread makes here costs 5 % of a short search. */
const preparedWith = (
  { reader, base, tree, position }: Started,
  condition: Condition,
): PreparedSearch => ({ reader, base, tree, condition, position });

function start(kernel: Kernel, reader: Reader, call: Call<SearchRequest>): Started {
  const { request, controls, actor } = call;
  const { scope, deref } = request;
  const base = searchBase(kernel, reader, call);
  requireAssertion(kernel, reader, call, base);
  const position = controls.paged ? positionOf(kernel, call, controls.paged.cookie) : firstPage;
  const tree = searchedTree(kernel, reader, { base, scope, deref, actor });
  return { reader, base, tree, position };
}

const narrowed = (
  kernel: Kernel,
  reader: Reader,
  { controls }: Call<SearchRequest>,
  filter: Condition,
): Condition => (controls.subentries === true ? onlySubentries(kernel, reader, filter) : filter);

/** Filters of so few terms are made ready within the turn. */
const briefTermsMax = 16;

export const isSmall = ({ filter }: SearchRequest): boolean =>
  termsOf(filter, briefTermsMax) <= briefTermsMax;

/** So few candidates are answered within one turn, from the committed state. */
const briefMax = 64;

export function isBrief({ tree, condition }: PreparedSearch, { scope }: SearchRequest): boolean {
  if (scope === 'base' || countOf(condition.plan) <= briefMax) return true;
  return tree.ids(briefMax) !== undefined;
}

/** Referral objects in scope, found whatever the filter is. */
export type References = readonly number[];

const noReferences: References = [];

/**
 * Reads the candidates.
 *
 * @param from only ids beyond this one; or what is known to be found already
 */
export function deliveryOf(
  kernel: Kernel,
  { reader, tree, condition, position }: PreparedSearch,
  call: Call<SearchRequest>,
  from: number | SearchedIds,
): { readonly delivery: Delivery; readonly references: References } {
  const { request, actor, controls } = call;
  const references = referencesIn(kernel, reader, call, tree);
  const view = viewOf(kernel, reader, actor);
  const { limits } = view;
  const delivery: Delivery = {
    found:
      typeof from === 'number'
        ? searchedIds(reader, { condition, tree, after: from, asLookedAt: true })
        : from,
    tree,
    condition,
    entry: new SearchedEntry(kernel, reader, view),
    selection: selectionOf(kernel, request.attributes),
    rights: rightsReport(kernel, reader, call),
    skipped: passedOver(reader, references, [
      tree.followed,
      hiddenSubentries(kernel, reader, call),
    ]),
    limits: searchLimits(kernel, call, { limits, delivered: position.delivered }),
    stallMs: limits.stallMs,
    turnEntries: turnEntries(request),
  };
  const { matchedValues: items } = controls;
  if (!items || request.typesOnly) return { delivery, references };
  const narrow = matchedValues({ kernel, reader }, items);
  return { delivery: { ...delivery, narrow }, references };
}

/** Entries looked at in one turn: fewer where each is tested for more. */
const turnEntries = ({ filter }: SearchRequest): number =>
  Math.ceil(2_048 / (7 + termsOf(filter, 2_048)));

/**
 * References and what hangs below them, followed aliases, subentries. Mostly there is nothing to
 * pass over, and then nothing is made.
 */
function passedOver(
  reader: Reader,
  references: References,
  [followed, subentries]: readonly [ReadonlySet<number>, ReadonlySet<number>],
): Delivery['skipped'] {
  if (references.length === 0 && subentries.size === 0) return followed;
  const ids = new Set([...followed, ...references, ...subentries]);
  const parents = references.filter((id) => reader.hasChildren(id));
  if (parents.length === 0) return ids;
  return { has: (id) => ids.has(id) || parents.some((parent) => reader.isWithin(id, parent)) };
}

/** Tells the references; of several pages the first does. */
export function tellReferences(
  { reader, position }: PreparedSearch,
  references: References,
  { request }: Call<SearchRequest>,
  sink: SearchSink,
): void {
  if (position !== firstPage) return;
  for (const id of references) sink.reference(continuationUris(reader, id, request.scope));
}

/** Those that the actor may know of. */
function referencesIn(
  kernel: Kernel,
  reader: Reader,
  { controls, actor }: Call<SearchRequest>,
  tree: SearchedTree,
): References {
  const { referrals } = specialEntries(kernel, reader);
  if (referrals.size === 0 || controls.manageDsaIt) return noReferences;
  return [...referrals].filter(
    (id) => tree.contains(id) && isFollowable(kernel, reader, actor, { id, attribute: 'ref' }),
  );
}
