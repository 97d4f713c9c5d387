import type { SearchRequest } from '../../model/request.js';
import type { Reader } from '../../store/reader.js';
import type { Call, Kernel } from '../context.js';
import { type Condition, isCandidate } from '../filter/condition.js';
import { intersection, knownIds } from '../filter/plan.js';
import { specialEntries } from './special-entries.js';

/**
 * Subentries (RFC 3672 §3): without a word on them, a search finds those that are its base alone;
 * the control shows nothing else, or none at all. The server's own work (an export) misses none.
 */

const none: ReadonlySet<number> = new Set();

/** Subentries that a search passes over. */
export function hiddenSubentries(
  kernel: Kernel,
  reader: Reader,
  { request, controls, actor }: Call<SearchRequest>,
): ReadonlySet<number> {
  const isShown = controls.subentries ?? (request.scope === 'base' || actor.kind === 'internal');
  return isShown ? none : specialEntries(kernel, reader).subentries;
}

/** The same condition, of subentries alone. */
export function onlySubentries(kernel: Kernel, reader: Reader, condition: Condition): Condition {
  const { subentries } = specialEntries(kernel, reader);
  return {
    plan: intersection([knownIds('subentries', subentries), condition.plan]),
    open: condition.open,
    matches: (entry) => subentries.has(entry.id) && condition.matches(entry),
    among: (entry) => subentries.has(entry.id) && isCandidate(condition, entry),
  };
}
