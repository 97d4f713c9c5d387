/**
 * Which 3C a request was handed to, where the post code named another. Rows:
 * `assigned/<entryUUID>/<service>`.
 */
import type { DurableState, StateView } from './durable-state.js';

/** A type, not an interface, so that it is a `Json`. */
export type Assignment = {
  /** Code of the coordination centre. */
  readonly centre: string;
  /** DN of who handed it over. */
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

export interface Assignments {
  of(person: string, service: string): Assignment | undefined;
  assign(person: string, service: string, assignment: Assignment): Promise<void>;
}

export function openAssignments(store: DurableState): Assignments {
  const keyOf = (person: string, service: string): string => `assigned/${person}/${service}`;
  const read = (state: StateView, key: string): Assignment | undefined =>
    state.get('settings', key) as Assignment | undefined;
  return {
    of: (person, service) => read(store.state, keyOf(person, service)),
    assign: (person, service, assignment) =>
      store.write(({ state }) => {
        state.put('settings', keyOf(person, service), assignment);
      }),
  };
}
