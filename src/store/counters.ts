import type { Environment } from './environment.js';
import type { View } from './rows.js';

/**
 * The one row that every write reads and most rewrite. Keeping the counters on disk and nowhere
 * else is what rolls them back with their transaction.
 *
 *     0   f64  next entry id        24  f64  tree generation
 *     8   f64  number of entries    32  32 octets: chain of the last journal row
 *     16  f64  last journal sequence
 */
export interface Counters {
  nextId: number;
  entryCount: number;
  lastSequence: number;
  /** Rises when an entry is renamed: names remembered under another generation are void. */
  generation: number;
  /** SHA-256 of the last journal row, zeroes before the first. */
  chain: Buffer;
}

const key = Buffer.from('counters');
export const genesis = Buffer.alloc(32);

export function readCounters(environment: Environment, view: View): Counters {
  const row = environment.meta.getBinaryFast(key, view);
  if (row === undefined) {
    return { nextId: 1, entryCount: 0, lastSequence: 0, generation: 0, chain: genesis };
  }
  return {
    nextId: row.readDoubleLE(0),
    entryCount: row.readDoubleLE(8),
    lastSequence: row.readDoubleLE(16),
    generation: row.readDoubleLE(24),
    chain: Buffer.from(row.subarray(32, 64)),
  };
}

/** Whether the counters on disk are still these. */
export function hasCounters(environment: Environment, view: View, counters: Counters): boolean {
  const row = environment.meta.getBinaryFast(key, view);
  return (
    row !== undefined &&
    row.readDoubleLE(16) === counters.lastSequence &&
    row.readDoubleLE(0) === counters.nextId &&
    row.readDoubleLE(8) === counters.entryCount &&
    row.readDoubleLE(24) === counters.generation
  );
}

export function writeCounters(environment: Environment, counters: Counters): void {
  const row = Buffer.allocUnsafe(64);
  row.writeDoubleLE(counters.nextId, 0);
  row.writeDoubleLE(counters.entryCount, 8);
  row.writeDoubleLE(counters.lastSequence, 16);
  row.writeDoubleLE(counters.generation, 24);
  counters.chain.copy(row, 32);
  environment.meta.putSync(key, row);
}
