/**
 * How long an attempt to sign in waits for the failures before it. A growing delay rather than a
 * lockout, so that nobody can keep the owner of an account out:
 *
 * | whose failures                               | who waits for them         | grows to |
 * |----------------------------------------------|----------------------------|----------|
 * | a network's own, on one account              | that network, one by one   | 30 s     |
 * | the same, where the account signed in before | that network               | 4 s      |
 * | all networks' unknown to the account         | networks unknown to it     | 4 s      |
 * | a network's, over all accounts               | networks unknown to them   | 4 s      |
 *
 * An owner who comes from where it has signed in before waits for nobody else's failures; from
 * anywhere else at most four seconds for those of strangers. A stranger's own attempts stand in
 * line, and past half a minute are refused as `busy`. A quarter of an hour without failure
 * forgets all.
 */

export const forgetMs = 15 * 60_000;

/** The longest that a line of one network's attempts gets. */
export const lineMs = 30_000;

interface Slope {
  readonly free: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

const slopes = {
  stranger: { free: 5, firstMs: 250, mostMs: lineMs },
  familiar: { free: 5, firstMs: 250, mostMs: 4_000 },
  account: { free: 10, firstMs: 250, mostMs: 4_000 },
} as const satisfies Record<string, Slope>;

const address = { free: 100, stepFailures: 25, stepMs: 250, mostMs: 4_000 } as const;

/** The delay after so many recent failures; it doubles with each. */
export function delayAfter(failures: number, slope: keyof typeof slopes): number {
  const { free, firstMs, mostMs } = slopes[slope];
  if (failures < free) return 0;
  return Math.min(mostMs, firstMs * 2 ** Math.min(failures - free, 20));
}

/** The delay after so many recent failures from one network, whatever the accounts. */
export function delayFromAddress(failures: number): number {
  if (failures < address.free) return 0;
  const steps = 1 + Math.floor((failures - address.free) / address.stepFailures);
  return Math.min(address.mostMs, steps * address.stepMs);
}

/** The failures that still count. */
export function recentFailures(
  { failures, lastFailureAt }: { readonly failures: number; readonly lastFailureAt: number },
  now: number,
): number {
  return now - lastFailureAt > forgetMs ? 0 : failures;
}
