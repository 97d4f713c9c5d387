import { LdapError } from '../model/result.js';

/** Lets a bounded number of tasks run, a bounded number wait, and refuses the rest. */
export interface Turn {
  /** @throws LdapError `busy` when too many wait already */
  run<T>(task: () => Promise<T>): Promise<T>;
  readonly waiting: number;
}

/**
 * Key derivation takes tens of milliseconds and megabytes of a thread that commits use too: a
 * flood of binds must wait in line, and beyond that be told so.
 */
export function turnOf(limits: { readonly running: number; readonly waiting: number }): Turn {
  const line: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < limits.running) {
      running += 1;
      return;
    }
    if (line.length >= limits.waiting) {
      throw new LdapError('busy', 'too many passwords are being verified');
    }
    await new Promise<void>((resolve) => line.push(resolve));
  }

  function leave(): void {
    const next = line.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    async run(task) {
      await enter();
      try {
        return await task();
      } finally {
        leave();
      }
    },
    get waiting() {
      return line.length;
    },
  };
}
