import type { EncodedEntry, SearchSink } from '../../model/encoded-entry.js';
import type { SearchRequest } from '../../model/request.js';
import type { ResultCodeName } from '../../model/result.js';
import { type Condition, isCandidate } from '../filter/condition.js';
import type { Call, Kernel } from '../context.js';
import { nextTurn } from '../steps.js';
import type { RightsReport } from './effective-rights.js';
import type { EntryView } from './entry-view.js';
import { isInPieces, sendInPieces } from './large-entry.js';
import type { SearchedEntry } from './searched-entry.js';
import type { SearchedIds } from './search-ids.js';
import type { SearchLimits } from './search-limits.js';
import type { SearchedTree } from './search-scope.js';
import { selectedEntry, type Selection } from './selection.js';
import { waitForDrain } from './sink-drain.js';

/** A search ready to be delivered. */
export interface Delivery {
  readonly found: SearchedIds;
  readonly tree: SearchedTree;
  readonly condition: Condition;
  readonly entry: SearchedEntry;
  readonly selection: Selection;
  /** What of rights is told with each entry, where that is asked. */
  readonly rights: RightsReport | undefined;
  /** References and followed aliases: told otherwise, or not at all. */
  readonly skipped: Pick<ReadonlySet<number>, 'has'>;
  /** Takes out of an answer what the client wants no part of. */
  readonly narrow?: (answer: EncodedEntry, entry: EntryView) => EncodedEntry;
  readonly limits: SearchLimits;
  /** How long the receiver may stall, in milliseconds. */
  readonly stallMs: number;
  /** Between two looks at the clock and the event loop. */
  readonly turnEntries: number;
}

export interface DeliveryEnd {
  readonly code: ResultCodeName;
  readonly message: string;
  readonly entries: number;
  /** Where the next page goes on; undefined when there is none. */
  readonly nextPage: number | undefined;
}

/** How far a search has come when it must go on beyond its turn. */
export interface Interruption {
  /** Candidates that are done with. */
  readonly examined: number;
  readonly entries: number;
}

/** Runs without a candidate that are read in one turn. */
const turnRuns = 16;

const beginning: Interruption = { examined: 0, entries: 0 };

/**
 * Sends what matches, until the end or a limit (RFC 4511 §4.5.1.4, §4.5.1.5), with pauses for
 * others and for a receiver that is full.
 */
export async function deliver(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
  delivery: Delivery & { readonly from?: Interruption },
): Promise<DeliveryEnd> {
  const { signal } = call.context;
  const { from = beginning } = delivery;
  const run = new DeliveryRun(kernel, call, sink, delivery);
  run.entries = from.entries;
  let emptyRuns = 0;
  for (const ids of runsBeyond(delivery.found, from.examined)) {
    const { examined } = run;
    const end = await deliverIds(run, ids, { sink, delivery, signal });
    if (end) return end;
    if (run.examined > examined || (emptyRuns += 1) % turnRuns > 0) continue;
    await nextTurn();
    if (signal?.aborted) return run.ended('canceled');
    if (run.isLate) return run.late();
  }
  return run.ended('success');
}

async function deliverIds(
  run: DeliveryRun,
  ids: Iterable<number>,
  {
    sink,
    delivery: { turnEntries, stallMs },
    signal,
  }: {
    readonly sink: SearchSink;
    readonly delivery: Delivery;
    readonly signal: AbortSignal | undefined;
  },
): Promise<DeliveryEnd | undefined> {
  for (const id of ids) {
    if (signal?.aborted) return run.ended('canceled');
    const end = run.take(id);
    if (end) return end;
    if (run.large) {
      const stopped = await run.sendLarge(signal);
      if (stopped) return run.ended(stopped);
    }
    if (run.examined % turnEntries === 0) {
      await nextTurn();
      if (run.isLate) return run.late();
    }
    if (run.isFull) {
      const stopped = await stallEnd(sink, stallMs, signal);
      if (stopped) return run.ended(stopped);
      if (run.isLate) return run.late();
    }
  }
  return undefined;
}

/**
 * The same for few candidates, without a pause: the view does not outlive the turn. An entry that
 * must leave in pieces interrupts it.
 */
export function deliverNow(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
  delivery: Delivery,
): DeliveryEnd | Interruption {
  const { context } = call;
  const run = new DeliveryRun(kernel, call, sink, delivery);
  if (context.stopped ?? context.signal?.aborted) return run.ended('canceled');
  for (const id of delivery.found.ids) {
    const end = run.take(id);
    if (end) return end;
    if (run.large) return { examined: run.examined - 1, entries: run.entries };
  }
  return run.ended('success');
}

/** The ids without the first ones; where they come in runs, in these. */
function runsBeyond({ ids, runs }: SearchedIds, passed: number): Iterable<Iterable<number>> {
  if (passed === 0) return runs ?? [ids];
  return [[...ids].slice(passed)];
}

/** The entries of one search on their way out, counted against its limits. */
class DeliveryRun {
  readonly #kernel: Kernel;
  readonly #delivery: Delivery;
  readonly #sink: SearchSink;
  readonly #typesOnly: boolean;
  readonly #limits: SearchLimits;
  /** Entries sent. */
  entries = 0;
  #last = 0;
  #looked = 0;
  /** Candidates met. */
  examined = 0;
  /** An entry that was found and must leave in pieces: `sendLarge` does it. */
  large: EncodedEntry | undefined;
  /** Whether the receiver wants no more for now. */
  isFull = false;

  constructor(kernel: Kernel, call: Call<SearchRequest>, sink: SearchSink, delivery: Delivery) {
    this.#kernel = kernel;
    this.#delivery = delivery;
    this.#sink = sink;
    this.#typesOnly = call.request.typesOnly;
    this.#limits = delivery.limits;
  }

  get isLate(): boolean {
    return this.#kernel.clock().getTime() > this.#limits.deadlineMs;
  }

  late(): DeliveryEnd {
    return this.ended(this.#limits.deadlineCode);
  }

  /** Looks at a candidate and sends it if it is found; the end, if a limit is reached. */
  take(id: number): DeliveryEnd | undefined {
    const { pageSize, size } = this.#limits;
    const { entry, selection, rights, narrow } = this.#delivery;
    this.examined += 1;
    if (!isMet(this.#delivery, id)) return undefined;
    const found = isMatch(this.#delivery);
    if (this.#looksTooFar(found)) {
      return this.ended('adminLimitExceeded', 'too many entries to look through');
    }
    if (!found) return undefined;
    if (this.entries === pageSize) return this.ended('success', '', this.#last);
    if (this.entries >= size) return this.ended(this.#limits.sizeCode);
    const selected = rights ? rights.answer(entry, selection) : selectedEntry(entry, selection);
    const answer = narrow ? narrow(selected, entry) : selected;
    this.#last = id;
    if (answer.large && !this.#typesOnly && isInPieces(answer)) {
      this.large = answer;
      return undefined;
    }
    this.isFull = !this.#sink.entry(answer, this.#typesOnly);
    this.entries += 1;
    return undefined;
  }

  /** The code to end with, if the receiver does not take it. */
  async sendLarge(signal: AbortSignal | undefined): Promise<ResultCodeName | undefined> {
    const { large } = this;
    this.large = undefined;
    const stopped = large && (await sendInPieces(this.#sink, large, signal));
    if (!stopped) this.entries += 1;
    return stopped;
  }

  #looksTooFar(found: boolean): boolean {
    const { lookThrough } = this.#limits;
    if (lookThrough === Infinity) return false;
    if (found || isLookedThrough(this.#delivery)) this.#looked += 1;
    return this.#looked > lookThrough;
  }

  ended(code: ResultCodeName, message = '', nextPage?: number): DeliveryEnd {
    return { code, message, entries: this.entries, nextPage };
  }
}

/** Waits for a sink that is full; the code to end with when it stays so. */
async function stallEnd(
  sink: SearchSink,
  stallMs: number,
  signal: AbortSignal | undefined,
): Promise<ResultCodeName | undefined> {
  const drain = await waitForDrain(sink, { stallMs, signal });
  if (drain === 'drained') return undefined;
  return drain === 'gone' ? 'canceled' : 'timeLimitExceeded';
}

/** Whether the entry is in scope, visible, and the filter TRUE of it. */
export function isFound(delivery: Delivery, id: number): boolean {
  return isMet(delivery, id) && isMatch(delivery);
}

/** Whether the reader may meet the entry, whatever the filter; it is then the one looked at. */
export function isMet({ tree, entry, found, skipped }: Delivery, id: number): boolean {
  if (skipped.has(id) || !(found.inScope || tree.contains(id)) || !entry.load(id)) return false;
  return entry.access.visible;
}

/** Whether the filter is TRUE of the entry that is looked at. */
export function isMatch({ condition, entry, found }: Delivery): boolean {
  return (found.exact && condition.open(entry)) || condition.matches(entry) === true;
}

/**
 * Whether the entry that is looked at, met but no match, counts against the limit on looking: one
 * that the reader could have found. What only an index on hidden values brings up would tell of
 * them by the limit, as hidden entries would.
 */
export function isLookedThrough({ condition, entry }: Delivery): boolean {
  return condition.open(entry) && isCandidate(condition, entry);
}
