import fc from 'fast-check';

/** Something that must stand whatever it is given. */
export interface Target {
  readonly name: string;
  readonly property: fc.IProperty<never> | fc.IAsyncProperty<never>;
}

export interface Report {
  readonly target: string;
  readonly runs: number;
  readonly failed: boolean;
  readonly [fact: string]: unknown;
}

/** Longer than this on one small input is as bad as a throw. */
const slowMs = 1000;

export function target<T>(name: string, property: fc.IProperty<T> | fc.IAsyncProperty<T>): Target {
  return { name, property: property as Target['property'] };
}

/** Throws inputs at a target until the time is up, or one is too much for it. */
export async function attack(
  { name, property }: Target,
  { seconds, seed }: { readonly seconds: number; readonly seed: number },
): Promise<Report> {
  const { failed, numRuns, counterexample, errorInstance } = await fc.check(property, {
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
    seed,
  });
  const found = failed ? { counterexample, error: String(errorInstance) } : {};
  return { target: name, seed, runs: numRuns, failed, ...found };
}

/** Runs a piece of code that may refuse with an error of its own kind, quickly. */
export function tolerate(
  expected: abstract new (...args: never[]) => Error,
  run: () => void,
): void {
  const startMs = performance.now();
  try {
    run();
  } catch (error) {
    if (!(error instanceof expected)) throw error;
  }
  const tookMs = performance.now() - startMs;
  if (tookMs > slowMs) throw new Error(`took ${tookMs.toFixed(0)} ms`);
}
