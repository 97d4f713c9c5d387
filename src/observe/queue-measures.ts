import { Gauge, type Registry } from 'prom-client';

/** What is measured of the queues to mails and webDCR. */
export interface QueueMeasures {
  /** How much waits in a queue, by what it waits for. */
  queue(name: string, state: 'waiting' | 'retrying' | 'dead' | 'held', depth: number): void;
  /** How long what has waited longest in a queue has, and whether nothing leaves it. */
  queueWait(
    name: string,
    wait: { readonly oldestSeconds: number; readonly isPaused: boolean },
  ): void;
}

export function queueMeasures(registers: Registry[]): QueueMeasures {
  const depths = new Gauge({
    name: 'annuaire_queue_depth',
    help: 'Items of a queue by state.',
    labelNames: ['queue', 'state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'annuaire_queue_oldest_seconds',
    help: 'How long the oldest waiting item of a queue has waited.',
    labelNames: ['queue'],
    registers,
  });
  const paused = new Gauge({
    name: 'annuaire_queue_paused',
    help: '1 while nothing of a queue leaves, because whoever takes it fails or asked for it.',
    labelNames: ['queue'],
    registers,
  });
  return {
    queue(name, state, depth) {
      depths.set({ queue: name, state }, depth);
    },
    queueWait(name, { oldestSeconds, isPaused }) {
      oldest.set({ queue: name }, oldestSeconds);
      paused.set({ queue: name }, isPaused ? 1 : 0);
    },
  };
}
