import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import type { FindRequest, Found } from '../directory.js';
import { decodeEntry } from '../search/read.js';
import { selectedEntry, selectionOf } from '../search/selection.js';
import { Candidates } from './candidates.js';
import { type Effort, efforts } from './effort.js';
import { type FindFields, findFields } from './fields.js';
import { findGround, type FindGround } from './find-ground.js';
import { type FoundOrder, foundOrder, type FoundPlace } from './found-order.js';
import { type FindQuery, readQuery } from './query.js';
import { bestOf } from './ranked-ids.js';
import { attributesMet, Ranking } from './ranking.js';

/** Persons found at most: whoever has not found among so many types another word. */
const foundMax = 100;
/** Entries looked at for one effort, and for all. */
const lookedAtMax = 600;
const lookedAtAltogether = 1_000;
/** With fewer than this of what was typed, words that are written otherwise are found as well. */
const enough = 10;

/**
 * Finds persons by what someone remembers of them, well spelt or not, best first. Only values
 * that the actor may search and read count, for finding as for ranking.
 *
 * @throws LdapError `noSuchObject`, `invalidDNSyntax`
 */
export function findEntries(kernel: Kernel, actor: Actor, request: FindRequest): Found {
  const ground = findGround(kernel, actor, request);
  const query = readQuery(request.text);
  const fields = findFields(kernel.schema);
  const finding: Finding = {
    ground,
    query,
    fields,
    candidates: new Candidates(ground.reader, fields, query),
    order: foundOrder(kernel.schema, request),
  };
  let { found, isAll, lookedAt } = lookUp(finding, 'as typed', lookedAtMax);
  let left = lookedAtAltogether - lookedAt;
  for (const effort of efforts.slice(1)) {
    if (left <= 0 || found.length >= (effort === 'misspelt' ? enough : 1)) break;
    ({ found, isAll, lookedAt } = lookUp(finding, effort, Math.min(left, lookedAtMax)));
    left -= lookedAt;
  }
  const selection = selectionOf(kernel, request.attributes);
  const { offset, limit } = request;
  const persons = found.slice(offset, offset + limit).flatMap(({ id, met }) => {
    if (!ground.entry.load(id)) return [];
    const entry = decodeEntry(selectedEntry(ground.entry, selection));
    return [{ entry, attributes: attributesMet(met) }];
  });
  return { persons, total: found.length, totalIsExact: isAll };
}

interface Finding {
  readonly ground: FindGround;
  readonly candidates: Candidates;
  readonly query: FindQuery;
  readonly fields: FindFields;
  readonly order: FoundOrder;
}

interface LookedUp {
  /** In order. */
  readonly found: readonly FoundPlace[];
  /** Whether nobody is left that was not looked at. */
  readonly isAll: boolean;
  readonly lookedAt: number;
}

function lookUp(finding: Finding, effort: Effort, most: number): LookedUp {
  const { ground, query, fields, candidates, order } = finding;
  const { entry } = ground;
  const ranking = new Ranking(query, fields, effort);
  const offered = ground.narrow(candidates.of(effort));
  const found: FoundPlace[] = [];
  let lookedAt = 0;
  for (const id of bestOf(offered, most)) {
    if (found.length === foundMax) break;
    lookedAt += 1;
    if (!ground.shows(id)) continue;
    const rank = ranking.rank(entry.encoded, entry.access);
    if (rank) found.push({ id, ...rank, keys: order.keysOf(entry) });
  }
  return { found: found.sort(order.compare), isAll: lookedAt === offered.ids.length, lookedAt };
}
