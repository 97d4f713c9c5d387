import type { OrderedStep, Reader } from '../../store/reader.js';
import { isComputed } from '../search/computed.js';
import type { SortOrder } from './sort-order.js';
import type { SortPlace } from './sort-values.js';
import { type SortGround, SortWork } from './sort-work.js';
import { SortedByIndex, tooMany } from './sorted-by-index.js';
import type { SortedEntries } from './sorted-entries.js';
import { SortedInMemory } from './sorted-in-memory.js';

/**
 * Puts what a search finds in order. Few entries are sorted in memory, by their keys; more are
 * read along the index of the first key, where it has one.
 *
 * @throws LdapError `adminLimitExceeded` where neither can be done, `timeLimitExceeded`,
 * `canceled`
 */
export async function sortEntries(ground: SortGround): Promise<SortedEntries> {
  const { delivery, kernel, order, reader } = ground;
  const steps = stepsOf(reader, order);
  const max = kernel.limits.sortedMax;
  const work = new SortWork(ground);
  // Where looking is limited, what is found decides: the candidates are not all for all to know.
  const isLong = !work.isCounting && candidateCount(ground) > max;
  if (steps && isLong) return new SortedByIndex(ground, steps);
  const places: SortPlace[] = [];
  for (const id of delivery.found.ids) {
    const place = work.countedPlaceOf(id, delivery);
    if (place && places.push(place) > max) {
      if (!steps) throw tooMany();
      return new SortedByIndex(ground, steps);
    }
    if (work.isPauseDue) await work.pause();
  }
  return new SortedInMemory(order, places);
}

function candidateCount({ delivery, reader }: SortGround): number {
  const { ids } = delivery.found;
  return ids instanceof Uint32Array ? ids.length : reader.entryCount;
}

/** The ordered index of the first key, if its values are in the order of the key's own rule. */
function stepsOf(
  reader: Reader,
  [first]: SortOrder,
): ((from: Buffer | undefined) => Iterable<OrderedStep>) | undefined {
  if (!first) return undefined;
  const { attribute, rule, reverse } = first;
  const { type, key } = attribute;
  const ofIndex = type.ordering ?? type.equality;
  if (attribute.types.length > 1 || isComputed(key)) return undefined;
  if (rule.prepareValue !== ofIndex?.prepareValue) return undefined;
  if (!reader.index.ordered(key)) return undefined;
  return (from) => reader.index.ordered(key, { reverse, from }) ?? [];
}
