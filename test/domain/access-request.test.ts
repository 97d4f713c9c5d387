import { expect } from 'chai';
import {
  type AnswerDecision,
  type AnswererRole,
  decideAnswer,
  decideRequest,
} from '../../src/domain/access-request.js';
import { accessStateOf, accessStates, type AccessState } from '../../src/domain/access-state.js';

describe('asking for a service', () => {
  const table: Record<AccessState, unknown> = {
    'Jamais demandé': { ok: true, to: 'A traiter', event: true },
    Refusée: { ok: true, to: 'A traiter', event: true },
    'A traiter': { ok: true, to: 'A traiter', event: false },
    Acceptée: { ok: false, reason: 'already-accepted' },
  };
  for (const state of accessStates) {
    it(`when the answer is « ${state} »`, () => {
      expect(decideRequest(state)).to.deep.equal(table[state]);
    });
  }
});

describe('answering a request', () => {
  /** Every role × state that stands × state wanted. */
  type Row = Record<AccessState, string>;
  type Table = Record<AccessState, Row>;
  const same = 'unchanged';
  const regional: Table = {
    'A traiter': row(same, 'accepted', 'reset', 'refused'),
    Acceptée: row('reopened', same, 'reset', 'revoked'),
    'Jamais demandé': row('reopened', 'accepted', same, 'refused'),
    Refusée: row('reopened', 'accepted', 'reset', same),
  };
  const referent: Table = {
    'A traiter': row(same, 'accepted', 'only-regional', 'refused'),
    Acceptée: row('only-regional', same, 'only-regional', 'revoked'),
    'Jamais demandé': row('only-regional', 'accepted', same, 'refused'),
    Refusée: row('only-regional', 'accepted', 'only-regional', same),
  };
  const alsoGrants: Table = {
    'A traiter': row(same, 'accepted', 'only-regional', 'not-allowed'),
    Acceptée: row('only-regional', same, 'only-regional', 'not-allowed'),
    'Jamais demandé': row('only-regional', 'accepted', same, 'not-allowed'),
    Refusée: row('only-regional', 'accepted', 'only-regional', same),
  };
  const nothing = row('not-allowed', 'not-allowed', 'not-allowed', 'not-allowed');
  const none: Table = {
    'A traiter': nothing,
    Acceptée: nothing,
    'Jamais demandé': nothing,
    Refusée: nothing,
  };
  const tables: Record<AnswererRole, Table> = {
    regional,
    referent,
    'also-grants': alsoGrants,
    none,
  };

  function row(aTraiter: string, acceptee: string, jamais: string, refusee: string): Row {
    return {
      'A traiter': aTraiter,
      Acceptée: acceptee,
      'Jamais demandé': jamais,
      Refusée: refusee,
    };
  }

  const told = (decision: AnswerDecision): string =>
    decision.ok ? (decision.meaning ?? same) : decision.reason;

  for (const role of Object.keys(tables) as AnswererRole[]) {
    for (const from of accessStates) {
      for (const to of accessStates) {
        it(`${role}: ${from} → ${to} is ${tables[role][from][to]}`, () => {
          expect(told(decideAnswer({ from, to, role }))).to.equal(tables[role][from][to]);
        });
      }
    }
  }
});

describe('a stored answer', () => {
  const table: readonly (readonly [string | undefined, AccessState | undefined])[] = [
    [undefined, 'Jamais demandé'],
    ['A traiter', 'A traiter'],
    ['ACCEPTÉE', 'Acceptée'],
    ['Refuse\u0301e', 'Refusée'],
    ['peut-être', undefined],
    ['', undefined],
  ];
  for (const [value, state] of table) {
    it(`“${value ?? 'absent'}” means ${state ?? 'nothing'}`, () => {
      expect(accessStateOf(value)).to.equal(state);
    });
  }
});
