import { setImmediate } from 'node:timers/promises';
import type { Directory } from '../operations/directory.js';
import { readGeneralizedTime } from './typography.js';

/** How long requests waited for their answer, as the journal tells. */
export interface DecisionTimes {
  /** Undefined before any request was answered. */
  look(now: Date): Promise<Answered | undefined>;
}

/** Of the last thirty days. */
export interface Answered {
  /** Hours. */
  readonly median: number;
  readonly p95: number;
  readonly count: number;
  /** Answers in each period of 24 hours, the oldest first. */
  readonly perDay: readonly number[];
}

const rowsAtFirst = 50_000;
const batchRows = 500;
const days = 30;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const keptMax = 5_000;
const askedMax = 50_000;

/**
 * Follows the journal from look to look, a batch a turn, and remembers the answers of the last
 * thirty days: no page reads the journal from its beginning.
 */
export function decisionTimes(directory: Directory): DecisionTimes {
  let seen: number | undefined;
  const askedAt = new Map<string, number>();
  let answers: { readonly at: number; readonly hours: number }[] = [];

  const note = (row: ReturnType<Directory['follow']>[number]): void => {
    for (const { type, ...event } of row.events) {
      const key = `${String(event['person'])} ${String(event['service'])}`;
      const at = readGeneralizedTime(typeof event['at'] === 'string' ? event['at'] : undefined);
      if (type === 'access-requested' && at && askedAt.size < askedMax) {
        askedAt.set(key, at.getTime());
      }
      const asked = askedAt.get(key);
      const isAnswer = event['to'] === 'Acceptée' || event['to'] === 'Refusée';
      if (type !== 'access-answered' || !isAnswer || asked === undefined) continue;
      const time = Date.parse(row.time);
      answers.push({ at: time, hours: (time - asked) / hourMs });
      askedAt.delete(key);
    }
  };
  return {
    look: async (now) => {
      seen ??= Math.max(0, directory.lastSequence - rowsAtFirst);
      for (;;) {
        const rows = directory.follow(seen, batchRows);
        const last = rows.at(-1);
        if (!last) break;
        seen = last.sequence;
        rows.forEach(note);
        await setImmediate();
      }
      const since = now.getTime() - days * dayMs;
      answers = answers.filter(({ at }) => at >= since).slice(-keptMax);
      const sorted = answers.map(({ hours }) => hours).sort((a, b) => a - b);
      const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
      if (sorted.length === 0) return undefined;
      const perDay = Array.from({ length: days }, () => 0);
      for (const { at: time } of answers) {
        const day = Math.min(Math.floor((time - since) / dayMs), days - 1);
        perDay[day] = (perDay[day] ?? 0) + 1;
      }
      return { median: at(0.5), p95: at(0.95), count: sorted.length, perDay };
    },
  };
}
