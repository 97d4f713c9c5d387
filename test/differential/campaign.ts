import fc from 'fast-check';
import type { ServerUnderComparison } from '../conformance/servers.js';
import { Comparison, type Difference } from './comparison.js';
import { type RandomOperation, sequence } from './random-operations.js';
import type { Tally } from './tally.js';

/** Sequences under way at once: each has a branch of the tree and connections of its own. */
const lanes = 8;
const batchSize = 64;

export interface Finding {
  /** The shortest sequence found that still shows the difference. */
  readonly operations: readonly RandomOperation[];
  readonly difference: Difference;
}

/**
 * Sends the sequences that a seed gives to both servers until enough operations are sent, or the
 * two differ in a way that nothing allows: then the sequence is made as short as that shows.
 */
export async function campaign(
  servers: { readonly ours: ServerUnderComparison; readonly slapd: ServerUnderComparison },
  {
    seed,
    operationsMin,
    tally,
  }: { readonly seed: number; readonly operationsMin: number; readonly tally: Tally },
): Promise<Finding | undefined> {
  const sequences = sequencesOf(seed);
  const comparisons = await Promise.all(
    Array.from({ length: lanes }, (_, lane) => Comparison.open(servers, { tally, lane })),
  );
  let found: Finding | undefined;
  const follow = async (comparison: Comparison): Promise<void> => {
    while (found === undefined && tally.sent < operationsMin) {
      const { value: operations } = sequences.next();
      const difference = await comparison.run(operations);
      if (difference) found ??= await shortest(comparison, { operations, difference });
    }
  };
  try {
    await Promise.all(comparisons.map(follow));
  } finally {
    for (const comparison of comparisons) comparison.close();
  }
  return found;
}

/** The same sequences for the same seed, without end. */
function* sequencesOf(seed: number): Generator<readonly RandomOperation[], never> {
  for (let batch = 0; ; batch += 1) {
    yield* fc.sample(sequence, { seed: seed * 1_000_003 + batch, numRuns: batchSize });
  }
}

/** Leaves operations out, one at a time, as long as a difference remains. */
async function shortest(comparison: Comparison, finding: Finding): Promise<Finding> {
  let best = finding;
  for (let at = best.operations.length - 1; at >= 0; at -= 1) {
    const operations = best.operations.filter((_, index) => index !== at);
    const difference = await comparison.run(operations);
    if (difference) best = { operations, difference };
  }
  return best;
}
