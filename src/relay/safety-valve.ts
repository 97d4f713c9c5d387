import type { StateWrite } from '../state/durable-state.js';
import { personHeld } from '../state/provisioning.js';
import type { ProvisioningRow } from '../state/provisioning-row.js';
import { batchFor, countPassage, hasPassed, passedLately } from '../state/valve.js';

/** How many risky changes of one kind may reach webDCR before someone is asked. */
export interface ValveLimits {
  readonly hour: WindowLimit;
  readonly day: WindowLimit;
}

/** The lower of both counts; never fewer than the floor, or a small directory could not live. */
export interface WindowLimit {
  readonly count: number;
  /** Of the persons that webDCR holds. */
  readonly percent: number;
}

export const defaultValve: ValveLimits = {
  hour: { count: 50, percent: 2 },
  day: { count: 200, percent: 5 },
};

const floor = 10;

/** The kind of change by which an account loses its access. */
export const deactivations = 'désactivations';

/**
 * What a push would take away from webDCR: an account's access, or an attribute's value. Nothing
 * for a person never sent.
 *
 * @param filled SCIM paths that would have a value afterwards
 */
export function risksOf(row: ProvisioningRow, filled: readonly string[]): readonly string[] {
  const after = new Set(filled);
  const lost = (row.sentFilled ?? []).filter((path) => !after.has(path));
  // Who loses the access loses nothing more by an empty field.
  if (lost.includes('active')) return [deactivations];
  return lost.map((path) => `vidage de ${path}`);
}

/**
 * Lets a push pass, counting it, or holds its person. One refusal holds it whole.
 *
 * @param known persons that webDCR holds
 * @returns the batch that holds the person; undefined: push it
 */
export function admit(
  state: StateWrite['state'],
  push: {
    readonly row: ProvisioningRow;
    readonly risks: readonly string[];
    readonly limits: ValveLimits;
    readonly known: number;
    readonly now: number;
  },
): string | undefined {
  const { row, limits, known, now } = push;
  if (row.releasedBatch !== undefined) return undefined;
  const { person } = row;
  const counted = push.risks.filter((kind) => !hasPassed(state, kind, person));
  for (const kind of counted) {
    const limit = reached(passedLately(state, kind, now), limits, known);
    if (limit === undefined) continue;
    const { id } = batchFor(state, { kind, limit, now });
    personHeld(state, person, { batch: id, reason: `retenu avec le lot ${id} (${kind})` });
    return id;
  }
  for (const kind of counted) countPassage(state, kind, { person, now });
  return undefined;
}

/** The limit that one more would exceed, in words. */
function reached(
  passed: { readonly hour: number; readonly day: number },
  limits: ValveLimits,
  known: number,
): string | undefined {
  const hourly = limitOf(limits.hour, known);
  if (passed.hour >= hourly) return `${String(hourly)} en une heure`;
  const daily = limitOf(limits.day, known);
  if (passed.day >= daily) return `${String(daily)} en un jour`;
  return undefined;
}

function limitOf({ count, percent }: WindowLimit, known: number): number {
  return Math.max(floor, Math.min(count, Math.ceil((known * percent) / 100)));
}
