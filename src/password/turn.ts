import { LdapError } from '../model/result.js';

/** Lets a bounded number of tasks run, a bounded number wait, and refuses the rest. */
export interface Turn {
  /**
   * @param origin who asks: each origin has a line of its own, and the lines take turns
   * @throws LdapError `busy` when too many wait already, in all or of this origin
   */
  run<T>(task: () => Promise<T>, origin?: string): Promise<T>;
  readonly waiting: number;
}

export interface TurnLimits {
  readonly running: number;
  readonly waiting: number;
  /** Of one origin; by default as many as of all. */
  readonly waitingEach?: number;
}

/**
 * Key derivation takes tens of milliseconds and megabytes of a thread that commits use too: a
 * flood of binds must wait in line, and beyond that be told so. The flood of one origin keeps no
 * other waiting for longer than one task each time.
 */
export function turnOf({ running: runningMax, ...limits }: TurnLimits): Turn {
  const { waiting: waitingMax, waitingEach = waitingMax } = limits;
  /** In the order in which they get their next turn. */
  const lines = new Map<string, (() => void)[]>();
  let running = 0;
  let waiting = 0;

  async function enter(origin: string): Promise<void> {
    if (running < runningMax) {
      running += 1;
      return;
    }
    const line = lines.get(origin) ?? [];
    if (waiting >= waitingMax || line.length >= waitingEach) {
      throw new LdapError('busy', 'too many passwords are being verified');
    }
    lines.set(origin, line);
    waiting += 1;
    await new Promise<void>((resolve) => line.push(resolve));
  }

  /** The first of the line whose turn it is; that line then goes behind the others. */
  function leave(): void {
    const [next] = lines;
    if (!next) {
      running -= 1;
      return;
    }
    const [origin, line] = next;
    const start = line.shift();
    lines.delete(origin);
    if (line.length > 0) lines.set(origin, line);
    waiting -= 1;
    start?.();
  }

  return {
    async run(task, origin = '') {
      await enter(origin);
      try {
        return await task();
      } finally {
        leave();
      }
    },
    get waiting() {
      return waiting;
    },
  };
}
