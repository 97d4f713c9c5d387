/** Resolves with the promise, or after the time: whatever is still under way goes on. */
export function within(timeMs: number, promise: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeMs);
    void promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
