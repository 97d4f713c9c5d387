import type { AccessState } from './access-state.js';
import type { Service } from './catalogue.js';
import type { AccessAnswered, AccessRequested } from './events.js';

/** The person an event is about. */
export interface PersonName {
  readonly entryUuid: string;
  readonly dn: string;
}

/** The event of a request that begins to wait; `at` in generalized time. */
export function accessRequested(service: Service, person: PersonName, at: string): AccessRequested {
  return {
    type: 'access-requested',
    service: service.code,
    person: person.entryUuid,
    personDn: person.dn,
    at,
  };
}

/** The event of an answer; `meaning` is what `decideAnswer` made of it. */
export function accessAnswered(
  service: Service,
  person: PersonName,
  answer: {
    readonly from: AccessState;
    readonly to: AccessState;
    readonly meaning: AccessAnswered['meaning'];
    readonly at: string;
  },
): AccessAnswered {
  return {
    type: 'access-answered',
    service: service.code,
    person: person.entryUuid,
    personDn: person.dn,
    from: answer.from,
    to: answer.to,
    meaning: answer.meaning,
    at: answer.at,
  };
}
