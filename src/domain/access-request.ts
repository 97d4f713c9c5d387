/**
 * The life of an access request.
 *
 *     Jamais demandé ──request──▶ A traiter ──answer──▶ Acceptée ⇄ Refusée
 *           ▲                         ▲ └──────answer──────▶ Refusée
 *           │                         └────────request─────── Refusée
 *           └──────── any state, by a regional administrator alone
 *
 * Nothing here reads a clock or knows LDAP: the directory turns a `reason` into a result code.
 */
import type { AccessState } from './access-state.js';
import type { AccessAnswered } from './events.js';

export type RequestDecision =
  | {
      readonly ok: true;
      readonly to: 'A traiter';
      /** False when the request was already waiting: only its time changes. */
      readonly event: boolean;
    }
  | { readonly ok: false; readonly reason: 'already-accepted' };

const requests: Readonly<Record<AccessState, RequestDecision>> = {
  'Jamais demandé': { ok: true, to: 'A traiter', event: true },
  Refusée: { ok: true, to: 'A traiter', event: true },
  'A traiter': { ok: true, to: 'A traiter', event: false },
  Acceptée: { ok: false, reason: 'already-accepted' },
};

/** What asking for a service does to the answer that stands. */
export function decideRequest(from: AccessState): RequestDecision {
  return requests[from];
}

/**
 * What someone is to the service answered for: its referent, a referent whose own service lists
 * it in `accordeAussi`, a regional administrator, or nobody.
 */
export type AnswererRole = 'referent' | 'also-grants' | 'regional' | 'none';

export interface Answer {
  readonly from: AccessState;
  readonly to: AccessState;
  readonly role: AnswererRole;
}

export type AnswerDecision =
  | {
      readonly ok: true;
      /** Undefined: the state stays as it was, there is nothing to tell. */
      readonly meaning: AccessAnswered['meaning'] | undefined;
    }
  | { readonly ok: false; readonly reason: 'not-allowed' | 'only-regional' };

type Permission = 'allowed' | 'not-allowed' | 'only-regional';

const permissions: Readonly<Record<AnswererRole, Readonly<Record<AccessState, Permission>>>> = {
  regional: {
    'A traiter': 'allowed',
    Acceptée: 'allowed',
    'Jamais demandé': 'allowed',
    Refusée: 'allowed',
  },
  referent: {
    'A traiter': 'only-regional',
    Acceptée: 'allowed',
    'Jamais demandé': 'only-regional',
    Refusée: 'allowed',
  },
  'also-grants': {
    'A traiter': 'only-regional',
    Acceptée: 'allowed',
    'Jamais demandé': 'only-regional',
    Refusée: 'not-allowed',
  },
  none: {
    'A traiter': 'not-allowed',
    Acceptée: 'not-allowed',
    'Jamais demandé': 'not-allowed',
    Refusée: 'not-allowed',
  },
};

/**
 * What an answer does, or why it may not be given. Whoever may answer may also write the state
 * that stands: a form sends back what it was shown.
 */
export function decideAnswer(answer: Answer): AnswerDecision {
  const { from, to, role } = answer;
  if (from === to && role !== 'none') return { ok: true, meaning: undefined };
  const permission = permissions[role][to];
  if (permission !== 'allowed') return { ok: false, reason: permission };
  return { ok: true, meaning: meaningOf(from, to) };
}

function meaningOf(from: AccessState, to: AccessState): AccessAnswered['meaning'] {
  switch (to) {
    case 'Acceptée':
      return 'accepted';
    case 'Refusée':
      return from === 'Acceptée' ? 'revoked' : 'refused';
    case 'Jamais demandé':
      return 'reset';
    case 'A traiter':
      return 'reopened';
  }
}
