import { RoundEnd } from './round-end.js';
import { Turns } from './turns.js';

/**
 * Work that may be interrupted: a generator that yields between steps, each of them short. The
 * same work is run at once where little is sure to be asked, and in turns where a client decides
 * how much it is.
 */
export type Steps<T> = Generator<void, T>;

/** How long one turn may take before others have theirs, in milliseconds. */
const turnMs = 5;

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** @param check called after each pause; ends the work by throwing */
export async function inTurns<T>(steps: Steps<T>, check: () => void): Promise<T> {
  let startMs = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - startMs < turnMs) continue;
    await nextTurn();
    check();
    startMs = performance.now();
  }
}

const roundEnd = new RoundEnd(setImmediate);

const turns = new Turns(
  () => performance.now(),
  (look) => {
    setImmediate(() => {
      roundEnd.come();
      look();
    });
  },
);

/** Has something short done when this round of the event loop ends, before any long work. */
export function atRoundEnd(run: () => void): void {
  roundEnd.add(run);
}

/** Resolves when it is one's turn again. */
export function nextTurn(): Promise<void> {
  return turns.next();
}
