import type { AccessView } from '../../access/policy.js';
import { parseDn } from '../../model/dn.js';
import { textOf } from '../../model/entry.js';
import type { SearchRequest } from '../../model/request.js';
import { LdapError } from '../../model/result.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Reader } from '../../store/reader.js';
import { accessOf, noSuchObject, viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Call, Kernel } from '../context.js';
import { dnKeyOf } from '../dn-text.js';
import { JournalMemory, reachesOthers } from '../journal-memory.js';
import { refuseReferral } from './referrals.js';
import type { SearchStarts } from './search-memory.js';
import { SearchedEntry } from './searched-entry.js';
import { followableAliases, specialEntries } from './special-entries.js';
import { isTransaction } from '../write/transaction-reader.js';

const aliasHopsMax = 16;
const basesMax = 1_024;

/**
 * Finds the entry where a search starts (RFC 4511 §4.5.1.1), aliases followed when asked.
 *
 * @throws LdapError `noSuchObject`, `referral`, `aliasProblem`, `aliasDereferencingProblem`,
 * `invalidDNSyntax`
 */
export function searchBase(kernel: Kernel, reader: Reader, call: Call<SearchRequest>): number {
  if (call.request.scope === 'base') return foundBase(kernel, reader, call);
  const starts = startsOf(kernel, reader, call);
  let id = starts?.get(call.request.base);
  if (id !== undefined) return id;
  id = foundBase(kernel, reader, call);
  starts?.set(call.request.base, id);
  return id;
}

/**
 * Where searches of this view started, by the base as written. None where aliases or referrals
 * have a say, nor for anonymous actors: an actor that is nobody any more has their view and may
 * start elsewhere.
 */
function startsOf(
  kernel: Kernel,
  reader: Reader,
  { actor }: Call<SearchRequest>,
): Map<string, number> | undefined {
  if (actor.kind === 'anonymous' || isTransaction(reader)) return undefined;
  const { aliases, referrals } = specialEntries(kernel, reader);
  if (aliases.size > 0 || referrals.size > 0) return undefined;
  const { ids } = knownStarts(kernel, reader, viewOf(kernel, reader, actor));
  if (ids.size > basesMax) ids.clear();
  return ids;
}

/** Good for as long as no entry comes, goes or is renamed, and no class or group changes. */
function knownStarts(kernel: Kernel, reader: Reader, view: AccessView): SearchStarts {
  const { starts } = kernel.memory;
  let memory = starts.get(view);
  if (!memory) {
    memory = new JournalMemory(reachesOthers);
    starts.set(view, memory);
  }
  return memory.read(reader, () => ({ ids: new Map(), visible: new Map() }));
}

function foundBase(kernel: Kernel, reader: Reader, call: Call<SearchRequest>): number {
  const { request } = call;
  const written = dnKeyOf(kernel, request.base);
  const finding = request.deref === 'finding' || request.deref === 'always';
  const key = finding ? dereferenced(kernel, reader, call.actor, written) : written;
  const { base, scope } = request;
  refuseReferral(kernel, reader, call, { written: base, key, scope });
  const id = reader.find(key);
  if (id === undefined) throw noSuchObject(kernel, reader, call.actor, reader.nearest(key));
  if (!isVisible(kernel, reader, call, id) && !isOpenStart(kernel, call, key)) {
    throw noSuchObject(kernel, reader, call.actor, reader.position(id)?.parentId);
  }
  return id;
}

function isVisible(
  kernel: Kernel,
  reader: Reader,
  { actor, request }: Call<SearchRequest>,
  id: number,
): boolean {
  if (actor.kind === 'root') return true;
  const view = viewOf(kernel, reader, actor);
  if (request.scope === 'base') {
    // Entries read one by one are more than the memory is for.
    const entry = new SearchedEntry(kernel, reader, view);
    return entry.load(id) && entry.access.visible;
  }
  const known = knownStarts(kernel, reader, view).visible;
  if (known.size > basesMax) known.clear();
  let visible = known.get(id);
  if (visible === undefined) {
    ({ visible } = accessOf(kernel, reader, actor, id));
    known.set(id, visible);
  }
  return visible;
}

/** The suffix is public: who signed in may start there, and finds what its rights show. */
function isOpenStart(kernel: Kernel, { actor, request }: Call<SearchRequest>, key: DnKey): boolean {
  return (
    actor.kind !== 'anonymous' && request.scope !== 'base' && key.text === kernel.suffixKey.text
  );
}

/** The name with every alias on its way replaced by what it stands for. */
function dereferenced(kernel: Kernel, reader: Reader, actor: Actor, key: DnKey): DnKey {
  const aliases = followableAliases(kernel, reader, actor);
  const isShown = (target: DnKey): boolean => {
    const id = reader.find(target);
    return id !== undefined && accessOf(kernel, reader, actor, id).visible;
  };
  let name = key;
  for (let hops = 0; aliases.size > 0; hops += 1) {
    const nearest = reader.nearest(name);
    if (nearest === undefined || !aliases.has(nearest)) return name;
    if (hops === aliasHopsMax) {
      throw new LdapError('aliasDereferencingProblem', 'aliases lead in a circle', {
        matchedDn: reader.dn(nearest) ?? '',
      });
    }
    const target = aliasTarget(kernel, reader, nearest);
    if (!target || !isShown(target)) {
      throw new LdapError('aliasProblem', 'an alias leads nowhere', {
        matchedDn: reader.dn(nearest) ?? '',
      });
    }
    const depth = kernel.schema.dnKey(parseDn(reader.dn(nearest) ?? '')).rdns.length;
    const below = name.rdns.slice(0, name.rdns.length - depth);
    const rdns = [...below, ...target.rdns];
    name = { rdns, text: rdns.join(',') };
  }
  return name;
}

/** The name an alias stands for; undefined when it is no name. */
export function aliasTarget(kernel: Kernel, reader: Reader, id: number): DnKey | undefined {
  const entry = reader.entry(id);
  const text = entry && textOf(entry, 'aliasedObjectName');
  try {
    return text === undefined ? undefined : dnKeyOf(kernel, text);
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
