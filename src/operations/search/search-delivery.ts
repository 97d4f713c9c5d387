import type { SearchSink } from '../../model/encoded-entry.js';
import type { SearchRequest } from '../../model/request.js';
import type { ResultCodeName } from '../../model/result.js';
import type { Condition } from '../filter/condition.js';
import type { Call, Kernel } from '../context.js';
import type { SearchedEntry } from './searched-entry.js';
import type { SearchedIds } from './search-ids.js';
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
  /** References and followed aliases: told otherwise, or not at all. */
  readonly skipped: ReadonlySet<number>;
}

export interface DeliveryEnd {
  readonly code: ResultCodeName;
  readonly message: string;
  readonly entries: number;
  /** Where the next page goes on; undefined when there is none. */
  readonly nextPage: number | undefined;
}

/** Between two looks at the clock and the event loop. */
const turnEntries = 256;

/**
 * Sends what matches, until the end or a limit (RFC 4511 §4.5.1.4, §4.5.1.5), with pauses for
 * others and for a receiver that is full.
 */
export async function deliver(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
  delivery: Delivery,
): Promise<DeliveryEnd> {
  const { signal } = call.context;
  const run = new DeliveryRun(kernel, call, sink, delivery);
  for (const id of delivery.found.ids) {
    if (signal?.aborted) return run.ended('canceled');
    const end = run.take(id);
    if (end) return end;
    if (run.examined % turnEntries === 0) {
      await nextTurn();
      if (run.isLate) return run.ended('timeLimitExceeded');
    }
    if (run.isFull) {
      const stopped = await stallEnd(kernel, sink, signal);
      if (stopped) return run.ended(stopped);
      if (run.isLate) return run.ended('timeLimitExceeded');
    }
  }
  return run.ended('success');
}

/** The same for few candidates, without a pause: the view does not outlive the turn. */
export function deliverNow(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
  delivery: Delivery,
): DeliveryEnd {
  const { context } = call;
  const run = new DeliveryRun(kernel, call, sink, delivery);
  if (context.stopped ?? context.signal?.aborted) return run.ended('canceled');
  for (const id of delivery.found.ids) {
    const end = run.take(id);
    if (end) return end;
  }
  return run.ended('success');
}

/** The entries of one search on their way out, counted against its limits. */
class DeliveryRun {
  readonly #kernel: Kernel;
  readonly #delivery: Delivery;
  readonly #sink: SearchSink;
  readonly #typesOnly: boolean;
  readonly #limits: SearchLimits;
  #entries = 0;
  #last = 0;
  /** Candidates looked at. */
  examined = 0;
  /** Whether the receiver wants no more for now. */
  isFull = false;

  constructor(kernel: Kernel, call: Call<SearchRequest>, sink: SearchSink, delivery: Delivery) {
    this.#kernel = kernel;
    this.#delivery = delivery;
    this.#sink = sink;
    this.#typesOnly = call.request.typesOnly;
    this.#limits = limitsOf(kernel, call);
  }

  get isLate(): boolean {
    return this.#kernel.clock().getTime() > this.#limits.deadlineMs;
  }

  /** Looks at a candidate and sends it if it is found; the end, if a limit is reached. */
  take(id: number): DeliveryEnd | undefined {
    const { lookThrough, pageSize, size } = this.#limits;
    const { entry, selection } = this.#delivery;
    this.examined += 1;
    if (lookThrough > 0 && this.examined > lookThrough) {
      return this.ended('adminLimitExceeded', 'too many entries to look through');
    }
    if (!isFound(this.#delivery, id)) return undefined;
    if (this.#entries === pageSize) return this.ended('success', '', this.#last);
    if (this.#entries === size) return this.ended('sizeLimitExceeded');
    this.isFull = !this.#sink.entry(selectedEntry(entry, selection), this.#typesOnly);
    this.#entries += 1;
    this.#last = id;
    return undefined;
  }

  ended(code: ResultCodeName, message = '', nextPage?: number): DeliveryEnd {
    return { code, message, entries: this.#entries, nextPage };
  }
}

/** Waits for a sink that is full; the code to end with when it stays so. */
async function stallEnd(
  kernel: Kernel,
  sink: SearchSink,
  signal: AbortSignal | undefined,
): Promise<ResultCodeName | undefined> {
  const drain = await waitForDrain(sink, { stallMs: kernel.limits.stallMs, signal });
  if (drain === 'drained') return undefined;
  return drain === 'gone' ? 'canceled' : 'timeLimitExceeded';
}

/** Whether the entry is in scope, visible, and the filter TRUE of it. */
function isFound({ tree, condition, entry, found, skipped }: Delivery, id: number): boolean {
  if (skipped.has(id) || !(found.inScope || tree.contains(id)) || !entry.load(id)) return false;
  if (!entry.access.visible) return false;
  return (found.exact && condition.open(entry)) || condition.matches(entry) === true;
}

const unlimited = -1;

interface SearchLimits {
  readonly size: number;
  readonly pageSize: number;
  readonly deadlineMs: number;
  readonly lookThrough: number;
}

function limitsOf(kernel: Kernel, call: Call<SearchRequest>): SearchLimits {
  const { limits } = kernel;
  const { request, actor, controls } = call;
  const bounded = actor.kind !== 'root' && actor.kind !== 'internal';
  const size = smaller(request.sizeLimit, bounded ? limits.sizeMax : 0);
  const seconds = smaller(request.timeLimit, bounded ? limits.timeSecondsMax : 0);
  return {
    size: size === 0 ? unlimited : size,
    pageSize: pageSizeOf(controls.paged?.size, request.sizeLimit),
    deadlineMs: seconds === 0 ? Infinity : kernel.clock().getTime() + seconds * 1000,
    lookThrough: bounded ? limits.lookThroughMax : 0,
  };
}

/** RFC 2696 §3: a page at least as large as the size limit is no page. */
function pageSizeOf(size: number | undefined, sizeLimit: number): number {
  if (size === undefined) return unlimited;
  return sizeLimit > 0 && size >= sizeLimit ? unlimited : size;
}

/** The smaller of two limits of which 0 is none. */
const smaller = (a: number, b: number): number => (a === 0 || b === 0 ? a + b : Math.min(a, b));

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
