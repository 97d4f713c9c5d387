/** What the choice of a principal activity looks at. */
export interface ActivityFacts {
  /** The activity's own identifier: the last tie-break. */
  readonly id: string;
  /** The national identifier of its structure. */
  readonly structure: string;
  readonly postalCode: string | undefined;
  /** TRE_R22 code: `GENR01`. */
  readonly genre: string | undefined;
  /** TRE_R23 code: `L`, `S` or `B`. */
  readonly mode: string | undefined;
}

/** Code of the activities of care and pharmacy (TRE_R22). */
const care = 'GENR01';

/** Libéral, then salarié, then the others (TRE_R23). */
const modes: readonly (string | undefined)[] = ['L', 'S'];

/**
 * The activity whose address is the person's national address (DESIGN §2): in the region first,
 * then an activity of care, then libéral before salarié, then the lowest structure identifier.
 * The same activities in any order give the same choice.
 */
export function principalActivity<Activity extends ActivityFacts>(
  activities: readonly Activity[],
  inRegion: (postalCode: string) => boolean,
): Activity | undefined {
  return activities
    .map((activity) => ({ activity, rank: rankOf(activity, inRegion) }))
    .sort((a, b) => a.rank - b.rank || compareIds(a.activity, b.activity))[0]?.activity;
}

/** Lower is better; one digit for each criterion, the first the heaviest. */
function rankOf(activity: ActivityFacts, inRegion: (postalCode: string) => boolean): number {
  const outside = activity.postalCode === undefined || !inRegion(activity.postalCode) ? 1 : 0;
  const otherGenre = activity.genre === care ? 0 : 1;
  const mode = modes.indexOf(activity.mode);
  return outside * 100 + otherGenre * 10 + (mode < 0 ? modes.length : mode);
}

/** By code units: the order of a machine's locale must not choose an address. */
function compareIds(a: ActivityFacts, b: ActivityFacts): number {
  return compare(a.structure, b.structure) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
