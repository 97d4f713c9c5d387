import type { Reading } from './query.js';

/**
 * How far from what was typed the words may be; each includes those before it, and is made when
 * the one before has found too little. In the last, one of the parts may be beyond recognition:
 * the others then say whom it is compared with.
 *
 * What the indexes offer for an effort and what is then accepted are the same relation of words:
 * otherwise an entry that a hidden value offers could be accepted by a visible one.
 */
export const efforts = ['as typed', 'misspelt', 'misspelt and apart', 'far'] as const;
export type Effort = (typeof efforts)[number];

/** Whether a reading counts as it was typed only. */
export function isAsTyped({ from, to }: Reading, effort: Effort): boolean {
  return effort === 'as typed' || (effort === 'misspelt' && from + 1 < to);
}
