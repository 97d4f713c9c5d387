import type { SearchSink } from '../model/encoded-entry.js';
import type { SearchRequest } from '../model/request.js';
import type { ResultCodeName } from '../model/result.js';
import type { Condition } from './condition.js';
import type { Call, Kernel } from './context.js';
import type { SearchedEntry } from './searched-entry.js';
import type { SearchedIds } from './search-ids.js';
import type { SearchedTree } from './search-scope.js';
import { selectedEntry, type Selection } from './selection.js';
import { waitForDrain } from './sink-drain.js';

interface Delivery {
  readonly found: SearchedIds;
  readonly tree: SearchedTree;
  readonly condition: Condition;
  readonly entry: SearchedEntry;
  readonly selection: Selection;
  /** References and followed aliases: told otherwise, or not at all. */
  readonly skipped: ReadonlySet<number>;
  /** Few candidates: no pause, since the view does not outlive the turn. */
  readonly brief: boolean;
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

/** Sends what matches, until the end or a limit (RFC 4511 §4.5.1.4, §4.5.1.5). */
export async function deliver(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
  delivery: Delivery,
): Promise<DeliveryEnd> {
  const { entry, selection, brief } = delivery;
  const { signal } = call.context;
  const limits = limitsOf(kernel, call);
  let entries = 0;
  let examined = 0;
  let last = 0;
  const ended = (code: ResultCodeName, message = '', nextPage?: number): DeliveryEnd => ({
    code,
    message,
    entries,
    nextPage,
  });
  for (const id of delivery.found.ids) {
    if (signal?.aborted) return ended('canceled');
    examined += 1;
    if (limits.lookThrough > 0 && examined > limits.lookThrough) {
      return ended('adminLimitExceeded', 'too many entries to look through');
    }
    if (!brief && examined % turnEntries === 0) {
      await nextTurn();
      if (kernel.clock().getTime() > limits.deadlineMs) return ended('timeLimitExceeded');
    }
    if (!isFound(delivery, id)) continue;
    if (entries === limits.pageSize) return ended('success', '', last);
    if (entries === limits.size) return ended('sizeLimitExceeded');
    const more = sink.entry(selectedEntry(entry, selection), call.request.typesOnly);
    entries += 1;
    last = id;
    if (!more && !brief) {
      const stopped = await stallEnd(kernel, sink, signal);
      if (stopped) return ended(stopped);
    }
  }
  return ended('success');
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

function limitsOf(kernel: Kernel, call: Call<SearchRequest>): {
  size: number;
  pageSize: number;
  deadlineMs: number;
  lookThrough: number;
} {
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

