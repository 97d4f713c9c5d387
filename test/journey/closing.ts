/** What a suite has opened, closed last first even when a later opening failed. */
export interface Closing {
  /** Keeps what must be called at the end, and answers what was opened. */
  after<T>(opened: T, close: (opened: T) => unknown): T;
  all(): Promise<void>;
}

export function closing(): Closing {
  const pending: (() => unknown)[] = [];
  return {
    after: (opened, close) => {
      pending.push(() => close(opened));
      return opened;
    },
    all: async () => {
      for (const close of pending.splice(0).reverse()) await close();
    },
  };
}
