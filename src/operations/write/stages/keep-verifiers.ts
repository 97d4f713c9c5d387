import { textsOf, valuesOf, withValues } from '../../../model/entry.js';
import { type Change, isRestore, setTexts } from '../change.js';

const holder = 'authPasswordObject';

/**
 * A verifier of SCRAM goes with the password that it is of: when `userPassword` changes, values
 * that stood before it changed go, so that no old password lives on. What holds one is of the
 * class that may (RFC 3112 §2.5), without whoever sets it having to say so.
 */
export function keepVerifiers(change: Change): Change {
  const kept = withoutStale(change);
  const classes = textsOf(kept.after, 'objectClass').map((name) => name.toLowerCase());
  if (valuesOf(kept.after, 'authPassword').length === 0) return kept;
  if (classes.includes(holder.toLowerCase())) return kept;
  return setTexts(kept, 'objectClass', [...textsOf(kept.after, 'objectClass'), holder]);
}

function withoutStale(change: Change): Change {
  const { before, after, requested } = change;
  if (!before) return change;
  const isAsked = requested.has('authpassword');
  const former = valuesOf(before, 'authPassword');
  // Prepared for a verifier that is gone by now, or there was none.
  if (former.length === 0) return isAsked ? change : setTexts(change, 'authPassword', []);
  // A file of the operator's names the password and its verifier together.
  if (isRestore(change) && isAsked) return change;
  if (sameValues(valuesOf(before, 'userPassword'), valuesOf(after, 'userPassword'))) return change;
  const fresh = valuesOf(after, 'authPassword').filter((value) => !holds(former, value));
  return { ...change, after: withValues(after, 'authPassword', fresh) };
}

function sameValues(a: readonly Buffer[], b: readonly Buffer[]): boolean {
  return a.length === b.length && a.every((value) => holds(b, value));
}

const holds = (values: readonly Buffer[], value: Buffer): boolean =>
  values.some((each) => each.equals(value));
