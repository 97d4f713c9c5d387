/** Counts what is asked too often, over restarts. Rows of `tokens`: `often/<key>`, times. */
import type { DurableState } from './durable-state.js';

export interface Throttle {
  /** Counts one more of a key; false when it is one too many, which is then not counted. */
  admits(key: string, limit: { readonly max: number; readonly windowMs: number }): Promise<boolean>;
}

type Often = { readonly times: readonly number[] };

export function openThrottle(options: {
  readonly store: DurableState;
  readonly clock: () => Date;
}): Throttle {
  return {
    admits: (key, { max, windowMs }) =>
      options.store.write(({ state }) => {
        const now = options.clock().getTime();
        const row = state.get('tokens', `often/${key}`) as Often | undefined;
        const times = (row?.times ?? []).filter((time) => time > now - windowMs);
        const isAdmitted = times.length < max;
        const kept = isAdmitted ? [...times, now] : times;
        state.put('tokens', `often/${key}`, { times: kept });
        return isAdmitted;
      }),
  };
}
