import { isBlank } from './overlay.js';
import type { Values } from './person.js';

/** A constraint on one attribute; `schema/constraints/overrides.json` says what `accepts` does. */
export interface ValueConstraint {
  /** `numeroVoieModification`. */
  readonly attribute: string;
  readonly accepts: (value: string) => boolean;
  /** The sentence shown to whoever wrote the value, in French. */
  readonly message: string;
}

export interface ConstraintFault {
  /** The attribute's name. */
  readonly field: string;
  readonly message: string;
}

/**
 * The values of an entry that no syntax refuses and a constraint does. Blank values empty their
 * field and bind nothing; spaces around a value are no part of it.
 */
export function constraintFaults(
  values: Values,
  constraints: readonly ValueConstraint[],
): ConstraintFault[] {
  return constraints
    .filter(({ attribute, accepts }) =>
      (values.get(attribute.toLowerCase()) ?? []).some(
        (value) => !isBlank(value) && !accepts(value.trim()),
      ),
    )
    .map(({ attribute, message }) => ({ field: attribute, message }));
}
