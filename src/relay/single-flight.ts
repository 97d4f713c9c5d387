/** A task that runs once at a time; calls while it runs make it run once more after. */
export interface SingleFlight {
  /** Resolves when a run that began after this call has ended. Never rejects. */
  run(): Promise<void>;
  /** No further run begins; resolves when the current one has ended. */
  stop(): Promise<void>;
}

export function singleFlight(
  task: () => Promise<void>,
  failed: (error: unknown) => void,
): SingleFlight {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let stopped = false;

  const start = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    const running = task()
      .catch(failed)
      .finally(() => {
        if (current === running) current = undefined;
      });
    current = running;
    return running;
  };

  return {
    run: () => {
      if (!current) return start();
      next ??= current.then(() => {
        next = undefined;
        return start();
      });
      return next;
    },
    stop: async () => {
      stopped = true;
      await current;
    },
  };
}
