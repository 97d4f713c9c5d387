import type { SearchSink } from '../../model/encoded-entry.js';

export type Drain = 'drained' | 'stalled' | 'gone';

/**
 * Waits until the receiver takes more, stalls too long (the view that a search holds must not
 * live on a silent peer's patience) or is gone. An abort ends the wait at once.
 */
export async function waitForDrain(
  sink: SearchSink,
  options: { readonly stallMs: number; readonly signal: AbortSignal | undefined },
): Promise<Drain> {
  const { stallMs, signal } = options;
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const stalled = new Promise<Drain>((resolve) => {
    timer = setTimeout(resolve, stallMs, 'stalled');
    onAbort = () => {
      resolve('gone');
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  const drained = sink.drained().then(
    (): Drain => 'drained',
    (): Drain => 'gone',
  );
  try {
    return await Promise.race([drained, stalled]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
  }
}
