import type { AccessState } from './access-state.js';

/** What a commit meant, carried by its journal row to mails and provisioning. */
export type DomainEvent =
  AccessRequested | AccessAnswered | PersonChanged | PersonRenamed | PersonRemoved;

/** Someone asked for a service; the state became `A traiter`. */
export interface AccessRequested {
  readonly type: 'access-requested';
  readonly service: string;
  readonly person: string;
  readonly personDn: string;
  /** Generalized time of the request, which identifies it with person and service. */
  readonly at: string;
}

/** A referent or administrator decided. `revoked`: `Refusée` after `Acceptée`. */
export interface AccessAnswered {
  readonly type: 'access-answered';
  readonly service: string;
  readonly person: string;
  readonly personDn: string;
  readonly from: AccessState;
  readonly to: AccessState;
  readonly meaning: 'accepted' | 'refused' | 'revoked' | 'reset' | 'reopened';
  readonly at: string;
}

/** An entry of class personneAnnuaire was added or changed; `person` is its entryUUID. */
export interface PersonChanged {
  readonly type: 'person-changed';
  readonly person: string;
  readonly personDn: string;
}

export interface PersonRenamed {
  readonly type: 'person-renamed';
  readonly person: string;
  readonly fromLogin: string;
  readonly toLogin: string;
}

/** The entry is gone: what a deactivation downstream needs travels in the event. */
export interface PersonRemoved {
  readonly type: 'person-removed';
  readonly person: string;
  readonly login: string;
}
